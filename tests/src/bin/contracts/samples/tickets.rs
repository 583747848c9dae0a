use super::{Sample, Scenario, caller, id, sample, sample_of};
use jiff::SignedDuration;
use portico_domain::accounts::{Entitlement, EntitlementView};
use portico_domain::files::FileRef;
use portico_domain::tickets::canned::CannedReply;
use portico_domain::tickets::fields::form::{OptionView, TicketFieldView};
use portico_domain::tickets::fields::{FieldId, FieldKind, OptionId};
use portico_domain::tickets::follow_up::{TicketLink, TicketRelation};
use portico_domain::tickets::list::TicketRow;
use portico_domain::tickets::presence::Activity;
use portico_domain::tickets::team::{AgentNumbers, QueueNumbers, TeamNumbers, TeamTimes, TeamView};
use portico_domain::tickets::timeline::{Note, Reply, Side};
use portico_domain::tickets::view::{
    StaffTicketSummary, StaffTicketView, StaffTimelineItem, TicketForReader, TicketSummary, TicketView, TimelineItem,
};
use portico_domain::tickets::{PersonRef, Rating, Ticket, TicketRef, TicketState};
use portico_testing::records;
use portico_tickets::canned::CannedReplyView;
use portico_tickets::download_file::DownloadLink;
use portico_tickets::drafts::DraftView;
use portico_tickets::list::TicketListItem;
use portico_tickets::list_queues::QueueView;
use portico_tickets::presence::PresenceView;
use portico_tickets::reindex::ReindexedQueues;
use portico_tickets::search::FoundTickets;
use portico_tickets::timeline::TimelineItemForReader;
use serde_json::json;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let (customer, agent) = (caller(&scenario.customer), caller(&scenario.agent));
    let at = scenario.answered;
    let by_customer = |state| TicketForReader::of(&scenario.later(state), &customer, at);
    let by_agent = |state| StaffTicketView::of(&scenario.later(state), &agent, at);
    let followed = Ticket { id: id(18), number: 1007, ..scenario.later(TicketState::Closed) };
    let colleague = PersonRef { id: id(17), name: "Marit Dahl".into() };
    let shared = Ticket { participants: vec![colleague.clone()], ..scenario.ticket() };
    let rating = Rating { score: 5, comment: Some("Quick, and it holds.".into()), at };
    let rated = Ticket { rating: Some(rating), ..scenario.later(TicketState::Closed) };
    let into = TicketRef { id: id(17), number: 1038 };
    let merged = Ticket { merged_into: Some(into), ..scenario.later(TicketState::Merged) };
    let mut samples = vec![
        sample(&colleague),
        sample(&TicketLink::of(TicketRelation::Follows, &followed, &customer)),
        sample_of("add_participant", &TicketForReader::of(&shared, &customer, at)),
        sample_of("rate_ticket", &TicketForReader::of(&rated, &customer, at)),
        sample_of("open_ticket", &TicketView::of(&scenario.new_ticket(), &customer, scenario.opened)),
        sample(&TicketForReader::of(&scenario.ticket(), &customer, at)),
        sample_of("confirm_ticket", &by_customer(TicketState::Closed)),
        sample_of("close_ticket", &by_customer(TicketState::Closed)),
        sample_of("reopen_ticket", &by_customer(TicketState::Open)),
        sample(&StaffTicketView::of(&scenario.ticket(), &agent, at)),
        sample_of("await_customer", &by_agent(TicketState::Waiting)),
        sample_of("hold_ticket", &by_agent(TicketState::OnHold)),
        sample_of("resolve_ticket", &by_agent(TicketState::Resolved)),
        sample_of("merge_ticket", &StaffTicketView::of(&merged, &agent, at)),
    ];
    samples.extend(around(scenario));
    samples
}

/// Returns the examples around a ticket: lists, its timeline, and the offers of its pages.
fn around(scenario: &Scenario) -> Vec<Sample> {
    let (at, agent) = (scenario.answered, caller(&scenario.agent));
    let author = records::author(&scenario.agent, Side::Company);
    let reply = Reply {
        id: id(11),
        text: "Which firmware does it run? You find it under *Settings, About*.".into(),
        ..records::reply(author.clone(), at)
    };
    let file = FileRef { id: id(19), name: "fan.png".into(), size: 48_120, media_type: "image/png".into() };
    let note = Note {
        id: id(12),
        text: "Looks like the fan again, @Karin Aalto.".into(),
        files: vec![file],
        mentions: vec![records::named(&scenario.administrator)],
        ..records::note(author, at)
    };
    let canned = CannedReply {
        id: id(13),
        name: "Ask for the firmware".into(),
        text: reply.text.clone(),
        ..records::canned_reply(Some(scenario.queue.id), scenario.opened)
    };
    let retired = CannedReply { version: 2, retired: true, updated_at: at, ..canned.clone() };
    let entitlement = Entitlement {
        id: id(14),
        product: id(15),
        product_version: id(16),
        version_label: "4.2".into(),
        serials: vec!["PP-100231".into()],
        purchased_on: jiff::civil::date(2025, 6, 2),
        support_until: jiff::civil::date(2028, 6, 1),
        supported_until: Some(jiff::civil::date(2029, 1, 31)),
        ..records::entitlement(scenario.account.id)
    };
    let row =
        || TicketListItem::Customer(Box::new(TicketSummary::of((&scenario.ticket()).into(), scenario.customer.id)));
    let on_desk = || TicketListItem::Staff(Box::new(StaffTicketSummary::from(TicketRow::from(&scenario.ticket()))));
    let item = TimelineItem::from(&reply);
    vec![
        sample_of("list_tickets", &json!({ "items": [row()], "next_cursor": "AeJ3x0tq9mRk" })),
        sample(&FoundTickets { items: vec![row()], asks_nothing: false, next_cursor: None }),
        sample(&ReindexedQueues { queues: 6 }),
        sample(&TimelineItemForReader::Customer(Box::new(item.clone()))),
        sample(&item),
        sample(&StaffTimelineItem::from(&note)),
        sample(&PresenceView { person: records::named(&scenario.agent), state: Activity::Typing }),
        sample(&DownloadLink {
            url: "https://files.xyz.example/0195a2f4?X-Amz-Signature=5f3c".into(),
            expires_at: at + SignedDuration::from_mins(5),
        }),
        sample(&QueueView {
            id: scenario.queue.id,
            name: scenario.queue.name.clone(),
            mine: true,
            agents: vec![records::named(&scenario.agent)],
            active: Some(12),
            unassigned: Some(3),
        }),
        sample(&team(scenario)),
        sample_of("list_team_tickets", &json!({ "items": [on_desk()], "next_cursor": null })),
        sample(&TicketFieldView {
            id: FieldId("installed_at".into()),
            kind: FieldKind::OneOf,
            label: "Where is it installed?".into(),
            help: String::new(),
            options: [("office", "Office"), ("shop", "Shop or till")]
                .map(|(id, label)| OptionView { id: OptionId(id.into()), label: label.into(), retired: false })
                .to_vec(),
            most: None,
            required: false,
            shown_if: None,
            retired: false,
            staff_only: None,
            asked_of: Vec::new(),
        }),
        sample(&CannedReplyView::of(canned, &agent)),
        sample_of("retire_canned_reply", &CannedReplyView::of(retired, &agent)),
        sample(&EntitlementView::of(entitlement, jiff::civil::date(2026, 3, 16))),
        sample(&DraftView {
            data: json!({ "synopsis": "The spindle stops" }).as_object().cloned(),
            updated_at: Some(scenario.opened),
        }),
    ]
}

/// Returns the numbers of a team with one queue.
fn team(scenario: &Scenario) -> TeamView {
    let times = |count, median, p90| TeamTimes { count, median_seconds: Some(median), p90_seconds: Some(p90) };
    let free = TeamNumbers { open: 3, overdue: 1, ..TeamNumbers::default() };
    let numbers = TeamNumbers {
        open: 9,
        due_today: 2,
        overdue: 1,
        answered: times(14, 1_320, 9_000),
        solved: times(11, 18_000, 64_800),
    };
    let total = TeamNumbers { open: 12, overdue: 2, ..numbers };
    TeamView {
        as_of: scenario.answered,
        week_from: scenario.opened - SignedDuration::from_mins(630),
        time_zone: "Europe/Oslo".into(),
        complete: true,
        total,
        queues: vec![QueueNumbers { queue: scenario.queue.clone(), numbers: total }],
        agents: vec![
            AgentNumbers { agent: None, numbers: free },
            AgentNumbers { agent: Some(records::named(&scenario.agent)), numbers },
        ],
    }
}
