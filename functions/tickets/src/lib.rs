//! Tickets: opening, following and working on them, the drafts of their forms, and what the form offers.

pub mod add_participant;
pub mod assign;
pub mod canned;
pub mod change_canned_reply;
pub mod close;
pub mod confirm;
pub mod correct;
pub mod create_canned_reply;
pub mod download_file;
pub mod download_note_file;
pub mod drafts;
pub mod get;
pub mod hold;
pub mod list;
pub mod list_canned_replies;
pub mod list_colleagues;
pub mod list_entitlements;
pub mod list_fields;
pub mod list_links;
pub mod list_queues;
pub mod merge;
pub mod note;
pub mod open;
pub mod presence;
pub mod rate;
pub mod reindex;
pub mod remove_participant;
pub mod reopen;
pub mod reply;
pub mod resolve;
pub mod resume;
pub mod retire_canned_reply;
pub mod search;
pub mod take;
pub mod team;
pub mod team_tickets;
#[cfg(test)]
mod testing;
pub mod timeline;
pub mod wait;

use portico_domain::settings::Settings;
use portico_domain::store::StoreError;
use portico_domain::tickets::fields::TicketFields;
use portico_domain::tickets::list::{TicketListing, TicketStatus};
use portico_domain::tickets::order::TicketSort;
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::team::TeamMeasure;

portico_http::endpoints! {
    schemas(TicketListing, TicketStatus, TicketSort, TeamMeasure, list_canned_replies::CannedReplyState);
    OPEN_TICKET: POST "/v1/tickets" "open_ticket" "tickets-open" OpenTicket Create => open::open_ticket;
    LIST_TICKETS: GET "/v1/tickets" "list_tickets" "tickets-list" ListTickets Read => list::list_tickets;
    SEARCH_TICKETS: GET "/v1/tickets/search" "search_tickets" "tickets-search" ListTickets Read => search::search_tickets;
    REINDEX_TICKETS: POST "/v1/tickets/reindex" "reindex_tickets" "tickets-reindex" ReindexTickets Set => reindex::reindex_tickets;
    GET_TICKET: GET "/v1/tickets/{id}" "get_ticket" "tickets-get" ViewTicket Read Ticket => get::get_ticket;
    LIST_TIMELINE: GET "/v1/tickets/{id}/timeline" "list_timeline" "tickets-timeline" ViewTicket Read Ticket => timeline::list_timeline;
    REPLY_TO_TICKET: POST "/v1/tickets/{id}/replies" "reply_to_ticket" "tickets-reply" ReplyToTicket Create Ticket => reply::reply_to_ticket;
    NOTE_ON_TICKET: POST "/v1/tickets/{id}/notes" "note_on_ticket" "tickets-note" NoteOnTicket Create Ticket => note::note_on_ticket;
    DOWNLOAD_NOTE_FILE: GET "/v1/tickets/{id}/notes/{note_id}/files/{file_id}" "download_note_file" "tickets-download-note-file" DownloadNoteFile Read Ticket => download_note_file::download_note_file;
    TAKE_TICKET: POST "/v1/tickets/{id}/take" "take_ticket" "tickets-take" TakeTicket Change Ticket => take::take_ticket;
    ASSIGN_TICKET: POST "/v1/tickets/{id}/assign" "assign_ticket" "tickets-assign" AssignTicket Change Ticket => assign::assign_ticket;
    AWAIT_CUSTOMER: POST "/v1/tickets/{id}/wait" "await_customer" "tickets-wait" AwaitCustomer Change Ticket => wait::await_customer;
    HOLD_TICKET: POST "/v1/tickets/{id}/hold" "hold_ticket" "tickets-hold" HoldTicket Change Ticket => hold::hold_ticket;
    RESUME_TICKET: POST "/v1/tickets/{id}/resume" "resume_ticket" "tickets-resume" ResumeTicket Change Ticket => resume::resume_ticket;
    RESOLVE_TICKET: POST "/v1/tickets/{id}/resolve" "resolve_ticket" "tickets-resolve" ResolveTicket Change Ticket => resolve::resolve_ticket;
    CONFIRM_TICKET: POST "/v1/tickets/{id}/confirm" "confirm_ticket" "tickets-confirm" ConfirmTicket Change Ticket => confirm::confirm_ticket;
    CLOSE_TICKET: POST "/v1/tickets/{id}/close" "close_ticket" "tickets-close" CloseTicket Change Ticket => close::close_ticket;
    REOPEN_TICKET: POST "/v1/tickets/{id}/reopen" "reopen_ticket" "tickets-reopen" ReopenTicket Change Ticket => reopen::reopen_ticket;
    RATE_TICKET: POST "/v1/tickets/{id}/rating" "rate_ticket" "tickets-rate" RateTicket Change Ticket => rate::rate_ticket;
    ADD_PARTICIPANT: POST "/v1/tickets/{id}/participants" "add_participant" "tickets-add-participant" AddParticipant Create Ticket => add_participant::add_participant;
    REMOVE_PARTICIPANT: DELETE "/v1/tickets/{id}/participants/{person_id}" "remove_participant" "tickets-remove-participant" RemoveParticipant Change Ticket => remove_participant::remove_participant;
    LIST_COLLEAGUES: GET "/v1/colleagues" "list_colleagues" "tickets-list-colleagues" ListColleagues Read => list_colleagues::list_colleagues;
    LIST_LINKS: GET "/v1/tickets/{id}/links" "list_links" "tickets-list-links" ViewTicket Read Ticket => list_links::list_links;
    CORRECT_TICKET: PATCH "/v1/tickets/{id}" "correct_ticket" "tickets-correct" CorrectTicket Change Ticket => correct::correct_ticket;
    MERGE_TICKET: POST "/v1/tickets/{id}/merge" "merge_ticket" "tickets-merge" MergeTickets Change Ticket => merge::merge_ticket;
    NOTE_PRESENCE: PUT "/v1/tickets/{id}/presence" "note_presence" "tickets-presence" NotePresence Set Ticket => presence::note_presence;
    DOWNLOAD_TICKET_FILE: GET "/v1/tickets/{id}/files/{file_id}" "download_ticket_file" "tickets-download-file" DownloadTicketFile Read Ticket => download_file::download_ticket_file;
    LIST_QUEUES: GET "/v1/queues" "list_queues" "tickets-list-queues" ListQueues Read => list_queues::list_queues;
    VIEW_TEAM: GET "/v1/team" "view_team" "tickets-view-team" ViewTeam Read => team::view_team;
    LIST_TEAM_TICKETS: GET "/v1/team/tickets" "list_team_tickets" "tickets-list-team-tickets" ViewTeam Read => team_tickets::list_team_tickets;
    LIST_CANNED_REPLIES: GET "/v1/canned-replies" "list_canned_replies" "tickets-list-canned-replies" ListCannedReplies Read => list_canned_replies::list_canned_replies;
    CREATE_CANNED_REPLY: POST "/v1/canned-replies" "create_canned_reply" "tickets-create-canned-reply" ChangeCannedReplies Create => create_canned_reply::create_canned_reply;
    CHANGE_CANNED_REPLY: PATCH "/v1/canned-replies/{id}" "change_canned_reply" "tickets-change-canned-reply" ChangeCannedReplies Change CannedReply => change_canned_reply::change_canned_reply;
    RETIRE_CANNED_REPLY: POST "/v1/canned-replies/{id}/retire" "retire_canned_reply" "tickets-retire-canned-reply" ChangeCannedReplies Change CannedReply => retire_canned_reply::retire_canned_reply;
    LIST_ENTITLEMENTS: GET "/v1/entitlements" "list_entitlements" "tickets-list-entitlements" ListEntitlements Read => list_entitlements::list_entitlements;
    LIST_TICKET_FIELDS: GET "/v1/ticket-fields" "list_ticket_fields" "tickets-list-fields" ViewTicketFields Read => list_fields::list_ticket_fields;
    GET_DRAFT: GET "/v1/drafts/{form}" "get_draft" "tickets-get-draft" KeepDraft Read => drafts::get_draft;
    KEEP_DRAFT: PUT "/v1/drafts/{form}" "keep_draft" "tickets-keep-draft" KeepDraft Set => drafts::keep_draft;
    DROP_DRAFT: DELETE "/v1/drafts/{form}" "drop_draft" "tickets-drop-draft" KeepDraft Set => drafts::drop_draft;
}

/// The ticket settings; without them no ticket can be worked on.
async fn settings_of<S: Settings + Sync>(store: &S) -> Result<TicketSettings, StoreError> {
    let settings = store.section::<TicketSettings>().await?;
    settings.ok_or_else(|| StoreError::corrupt("the ticket settings are missing"))
}

/// The fields that the company added to its tickets; none until it writes some.
async fn fields_of<S: Settings + Sync>(store: &S) -> Result<TicketFields, StoreError> {
    Ok(store.section::<TicketFields>().await?.unwrap_or_default())
}
