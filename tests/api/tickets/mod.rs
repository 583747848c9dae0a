//! Tickets: opening, following and working on them, the drafts of their forms, and what the form offers.

mod add_participant;
mod assign;
mod automation;
mod canned_replies;
mod close;
mod confirm;
mod contention;
mod correct;
mod custom_fields;
mod download_file;
mod download_note_file;
mod drafts;
mod get;
mod hold;
mod journey;
mod list;
mod list_colleagues;
mod list_entitlements;
mod list_fields;
mod list_links;
mod list_queues;
mod merge;
mod note;
mod notifications;
mod open;
mod presence;
mod rate;
mod reindex;
mod remove_participant;
mod reopen;
mod reply;
mod resolve;
mod resume;
mod search;
mod take;
mod team;
mod timeline;
mod wait;

crate::matrix_fixtures::drives! { portico_tickets:
    OPEN_TICKET => open::drive,
    LIST_TICKETS => list::drive,
    SEARCH_TICKETS => search::drive,
    REINDEX_TICKETS => reindex::drive,
    GET_TICKET => get::drive,
    LIST_TIMELINE => timeline::drive,
    REPLY_TO_TICKET => reply::drive,
    NOTE_ON_TICKET => note::drive,
    DOWNLOAD_NOTE_FILE => download_note_file::drive,
    TAKE_TICKET => take::drive,
    ASSIGN_TICKET => assign::drive,
    AWAIT_CUSTOMER => wait::drive,
    HOLD_TICKET => hold::drive,
    RESUME_TICKET => resume::drive,
    RESOLVE_TICKET => resolve::drive,
    CONFIRM_TICKET => confirm::drive,
    CLOSE_TICKET => close::drive,
    REOPEN_TICKET => reopen::drive,
    RATE_TICKET => rate::drive,
    ADD_PARTICIPANT => add_participant::drive,
    REMOVE_PARTICIPANT => remove_participant::drive,
    LIST_COLLEAGUES => list_colleagues::drive,
    LIST_LINKS => list_links::drive,
    CORRECT_TICKET => correct::drive,
    MERGE_TICKET => merge::drive,
    NOTE_PRESENCE => presence::drive,
    DOWNLOAD_TICKET_FILE => download_file::drive,
    LIST_QUEUES => list_queues::drive,
    VIEW_TEAM => team::drive,
    LIST_TEAM_TICKETS => team::drive_list,
    LIST_CANNED_REPLIES => canned_replies::drive_list,
    CREATE_CANNED_REPLY => canned_replies::drive_create,
    CHANGE_CANNED_REPLY => canned_replies::drive_change,
    RETIRE_CANNED_REPLY => canned_replies::drive_retire,
    LIST_ENTITLEMENTS => list_entitlements::drive,
    LIST_TICKET_FIELDS => list_fields::drive,
    GET_DRAFT => drafts::drive_get,
    KEEP_DRAFT => drafts::drive_keep,
    DROP_DRAFT => drafts::drive_drop,
}
