use super::{Cast, Sample, caller, sample};
use portico_domain::accounts::{Entitlement, EntitlementView};
use portico_domain::ids::QueueId;
use portico_domain::people::Person;
use portico_domain::tickets::timeline::Side;
use portico_domain::tickets::view::{
    StaffTicketSummary, StaffTicketView, StaffTimelineItem, TicketForReader, TicketSummary, TicketView, TimelineItem,
};
use portico_domain::tickets::{QueueRef, Ticket, TicketState};
use portico_testing::records;
use portico_tickets::canned::CannedReplyView;
use portico_tickets::download_file::DownloadLink;
use portico_tickets::drafts::DraftView;
use portico_tickets::list::TicketListItem;
use portico_tickets::list_queues::QueueView;
use portico_tickets::timeline::TimelineItemForReader;

/// A ticket on which an agent works.
fn ticket(cast: &Cast, queue: QueueId) -> Ticket {
    let opened = records::ticket(&cast.customer, &cast.customer.hats[0], cast.now);
    Ticket {
        number: 1042,
        version: 2,
        synopsis: "The spindle stops after ten minutes".into(),
        description: "It stops with **E-41** as soon as it is warm.".into(),
        queue: QueueRef { id: queue, name: "Service Desk".into() },
        assignee: Some(records::named(&cast.agent)),
        ..records::in_state(opened, TicketState::Open, cast.now)
    }
}

pub(crate) fn all(cast: &Cast) -> Vec<Sample> {
    let (now, queue) = (cast.now, cast.agent.hats[0].queues[0]);
    let ticket = ticket(cast, queue);
    let (requester, agent) = (caller(&cast.customer), caller(&cast.agent));
    let author = |person: &Person, side| records::author(person, side);
    let mut reply = records::reply(author(&cast.agent, Side::Company), now);
    reply.text = "Which firmware does it run? You find it under *Settings, About*.".into();
    let mut note = records::note(author(&cast.agent, Side::Company), now);
    note.text = "Looks like the fan again.".into();
    let canned = records::canned_reply(Some(queue), now);
    let entitlement = Entitlement {
        version_label: "4.2".into(),
        serials: vec!["PP-100231".into()],
        ..records::entitlement(cast.account.id)
    };
    let item = TimelineItem::from(&reply);
    vec![
        sample(&TicketListItem::Customer(Box::new(TicketSummary::of((&ticket).into(), cast.customer.id)))),
        sample(&StaffTicketSummary::from(portico_domain::tickets::list::TicketRow::from(&ticket))),
        sample(&TicketView::of(&ticket, &requester, now)),
        sample(&StaffTicketView::of(&ticket, &agent, now)),
        sample(&TicketForReader::of(&ticket, &requester, now)),
        sample(&TimelineItemForReader::Customer(Box::new(item.clone()))),
        sample(&item),
        sample(&StaffTimelineItem::from(&note)),
        sample(&DownloadLink {
            url: "https://files.xyz.example/0195a2f4?X-Amz-Signature=5f3c".into(),
            expires_at: now + jiff::SignedDuration::from_mins(5),
        }),
        sample(&QueueView {
            id: queue,
            name: "Service Desk".into(),
            mine: true,
            agents: vec![records::named(&cast.agent)],
        }),
        sample(&CannedReplyView::of(canned, &agent)),
        sample(&EntitlementView::of(entitlement, jiff::civil::date(2026, 3, 16))),
        sample(&DraftView {
            data: serde_json::json!({ "synopsis": "The spindle stops" }).as_object().cloned(),
            updated_at: Some(now),
        }),
    ]
}
