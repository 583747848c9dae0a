//! Tickets of the demo company: each in its present state, with its timeline and the touches that led there.

use super::id_of;
use super::ids::{id_in_order, place_of};
use super::source::{self, ItemKind, Source};
use anyhow::{Context, Result, anyhow, bail};
use jiff::Timestamp;
use portico_domain::accounts::Plan;
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Write};
use portico_domain::files::{FileRef, Upload, UploadState};
use portico_domain::hats::HatKind;
use portico_domain::ids::{SessionId, TicketId, UploadId};
use portico_domain::jobs::Job;
use portico_domain::people::Person;
use portico_domain::record::Resource;
use portico_domain::tickets::availability::AgentAvailability;
use portico_domain::tickets::fields::values::TicketValues;
use portico_domain::tickets::jobs::{CloseResolved, EndHold};
use portico_domain::tickets::open::RoutingFacts;
use portico_domain::tickets::record::{InternalEntry, PublicEntry};
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::tickets::timeline::{
    Author, Event, EventKind, InternalItem, Note, PublicItem, Reply, StaffEvent, StaffEventKind,
};
use portico_domain::tickets::{
    AccountRef, CLOSE_AFTER, PartnerRef, PersonRef, ProductRef, QueueRef, Rating, Resolution, Ticket, TicketKind,
    TicketRef, TicketState,
};
use portico_http::hash::sha256_hex;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Data that the tickets refer to.
pub(super) struct World<'a> {
    pub now: Timestamp,
    pub source: &'a Source,
    pub people: &'a HashMap<String, Person>,
    pub settings: &'a TicketSettings,
}

/// A file that a ticket carries, and its bytes.
pub(super) struct Carried {
    pub upload: Upload,
    pub bytes: Vec<u8>,
}

/// Returns every change that made a ticket what it is, oldest first, and the files that the ticket carries.
pub(super) fn history(world: &World<'_>, entry: &source::Ticket) -> Result<(Vec<Change>, Vec<Carried>)> {
    let mut carried = Vec::new();
    let ticket = as_it_stands(world, entry, &mut carried).with_context(|| format!("ticket {}", entry.key))?;
    for note in entry.timeline.iter().filter(|item| item.kind == ItemKind::Note) {
        for name in &note.files {
            carried.push(upload(world, entry, name, &note.by)?);
        }
    }
    let account = ticket.account.as_ref().map(|account| account.id);
    let mut changes = Vec::new();

    let act = act(world, entry, &entry.requester, Action::OpenTicket, entry.opened_at, 0)?;
    let opened = Event::of(&act, EventKind::Opened);
    let routed = StaffEvent {
        author: Author::system(),
        detail: ticket.routing_rule.clone(),
        ..StaffEvent::of(&act, StaffEventKind::Routed)
    };
    let touch = act.touch(ticket.record(), account);
    let change = Change::new(touch)
        .write(Write::create(&ticket))
        .write(Write::create(&PublicEntry { ticket: ticket.id, item: PublicItem::Event(opened) }))
        .write(Write::create(&InternalEntry { ticket: ticket.id, item: InternalItem::Event(routed) }))
        .writes(carried.iter().map(|file| Write::create(&file.upload)));
    changes.push(change.jobs(jobs_due(world, &act, &ticket)));

    for (index, item) in entry.timeline.iter().enumerate() {
        changes.push(step(world, entry, &ticket, index, item)?);
    }
    Ok((changes, carried))
}

/// Returns the jobs that such a ticket still has. Customers of the demo company are neither reminded nor given up, and
/// its staff get no notice of tickets that are long late.
fn jobs_due(world: &World<'_>, act: &ActionContext, ticket: &Ticket) -> Vec<Job> {
    let id = ticket.id;
    let jobs_due = match (ticket.state, &ticket.resolution, ticket.hold_until) {
        (TicketState::Resolved, Some(resolution), _) => {
            let close = CloseResolved { ticket: id, resolved_at: resolution.at };
            Some(Job::due(act, &close, resolution.at + CLOSE_AFTER))
        }
        (TicketState::OnHold, _, Some(until)) => Some(Job::due(act, &EndHold { ticket: id, until }, until)),
        _ => None,
    };
    let marks = ticket.clocks.jobs(act, id, None).into_iter().filter(|job| job.due > world.now);
    jobs_due.into_iter().chain(marks).collect()
}

fn step(
    world: &World<'_>,
    entry: &source::Ticket,
    ticket: &Ticket,
    index: usize,
    item: &source::Item,
) -> Result<Change> {
    let action = match (item.kind, item.event) {
        (ItemKind::Reply, _) => Action::ReplyToTicket,
        (ItemKind::Note, _) => Action::NoteOnTicket,
        (ItemKind::Event, Some(event)) => action_of(event),
        (ItemKind::Event, None) => bail!("ticket {}: item {index} is an event and does not say which", entry.key),
    };
    let act = act(world, entry, &item.by, action, item.at, index + 1)?;
    let author = Author::of(&act);
    let text = || item.text.clone().ok_or_else(|| anyhow!("ticket {}: item {index} says nothing", entry.key));
    let write = match (item.kind, item.event) {
        (ItemKind::Reply, _) => {
            let of_requester = |name: &String| file_ref(&upload(world, entry, name, &entry.requester)?.upload);
            let files = item.files.iter().map(of_requester);
            let files = files.collect::<Result<_>>()?;
            let reply = Reply { id: act.id(), at: item.at, author, text: text()?, files, by_mail: None };
            Write::create(&PublicEntry { ticket: ticket.id, item: PublicItem::Reply(reply) })
        }
        (ItemKind::Note, _) => {
            let files = item.files.iter().map(|name| file_ref(&upload(world, entry, name, &item.by)?.upload));
            let (files, mentions) = (files.collect::<Result<_>>()?, Vec::new());
            let note = Note { id: act.id(), at: item.at, author, text: text()?, files, mentions };
            Write::create(&InternalEntry { ticket: ticket.id, item: InternalItem::Note(note) })
        }
        (ItemKind::Event, event) => {
            let event = event.unwrap_or(EventKind::Opened);
            let event = Event { author, ..Event::of(&act, event) };
            Write::create(&PublicEntry { ticket: ticket.id, item: PublicItem::Event(event) })
        }
    };
    let account = ticket.account.as_ref().map(|account| account.id);
    Ok(Change::new(act.touch(ticket.record(), account)).write(write))
}

fn action_of(event: EventKind) -> Action {
    match event {
        EventKind::Opened => Action::OpenTicket,
        EventKind::Taken => Action::TakeTicket,
        EventKind::Assigned | EventKind::Unassigned | EventKind::Moved => Action::AssignTicket,
        EventKind::Waiting => Action::AwaitCustomer,
        EventKind::OnHold | EventKind::Resumed => Action::HoldTicket,
        EventKind::Resolved => Action::ResolveTicket,
        EventKind::Confirmed => Action::ConfirmTicket,
        EventKind::Closed => Action::CloseTicket,
        EventKind::Reopened => Action::ReopenTicket,
        EventKind::ParticipantAdded => Action::AddParticipant,
        EventKind::ParticipantRemoved | EventKind::ParticipantLeft => Action::RemoveParticipant,
        EventKind::Corrected => Action::CorrectTicket,
        EventKind::Merged | EventKind::MergedFrom => Action::MergeTickets,
    }
}

/// Returns the action context of `by` at step `step` of a ticket, which makes the same IDs each time.
fn act(
    world: &World<'_>,
    entry: &source::Ticket,
    by: &str,
    action: Action,
    at: Timestamp,
    step: usize,
) -> Result<ActionContext> {
    let person = person(world, by)?;
    let hat = person.hats.iter().find(|hat| match action {
        Action::NoteOnTicket | Action::TakeTicket | Action::ResolveTicket => hat.kind == HatKind::Staff,
        _ => true,
    });
    let hat = hat.ok_or_else(|| anyhow!("{by} has no hat to do this"))?.clone();
    let count = AtomicU64::new(0);
    let (key, place) = (entry.key.clone(), place_of(world.source, at)?);
    let fresh = move || {
        let next = count.fetch_add(1, Ordering::Relaxed);
        id_in_order("step", &format!("{key}/{step}/{next}"), place)
    };
    Ok(ActionContext {
        caller: Caller {
            person: person.id,
            name: person.name.clone(),
            hat,
            session: id_of::<SessionId>("session", by),
        },
        action,
        now: at,
        request_id: format!("seed-{}-{step}", entry.key),
        ids: IdGenerator(Arc::new(fresh)),
    })
}

fn person<'a>(world: &World<'a>, key: &str) -> Result<&'a Person> {
    world.people.get(key).ok_or_else(|| anyhow!("there is no person {key}"))
}

fn person_ref(world: &World<'_>, key: &str) -> Result<PersonRef> {
    person(world, key).map(|person| PersonRef { id: person.id, name: person.name.clone() })
}

fn file_ref(upload: &Upload) -> Result<FileRef> {
    Ok(FileRef { id: upload.id, name: upload.name.clone(), size: upload.size, media_type: upload.media_type.clone() })
}

fn upload(world: &World<'_>, entry: &source::Ticket, name: &str, owner: &str) -> Result<Carried> {
    let bytes = world.source.files.get(name).ok_or_else(|| anyhow!("there is no file {name}"))?.clone();
    let media_type = match name.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default() {
        "png" => "image/png",
        "pdf" => "application/pdf",
        "json" => "application/json",
        "csv" => "text/csv",
        "txt" => "text/plain",
        ending => bail!("files ending in {ending} have no media type here"),
    };
    let upload = Upload {
        id: id_in_order::<UploadId>("upload", &format!("{}/{name}", entry.key), entry.number),
        version: 1,
        owner: person(world, owner)?.id,
        name: name.to_owned(),
        size: bytes.len() as u64,
        media_type: media_type.to_owned(),
        sha256: sha256_hex(&bytes),
        state: UploadState::Claimed,
        created_at: entry.opened_at,
    };
    Ok(Carried { upload, bytes })
}

fn as_it_stands(world: &World<'_>, entry: &source::Ticket, carried: &mut Vec<Carried>) -> Result<Ticket> {
    let requester = person(world, &entry.requester)?;
    let account = account(world, entry);
    let partner = requester.hats.iter().find_map(|hat| {
        hat.partner
            .filter(|_| entry.kind == TicketKind::PartnerRequest)
            .map(|id| PartnerRef { id, name: hat.organisation.clone() })
    });
    let product = product(world, entry)?;
    let plan = match (entry.kind, &account) {
        (_, Some(account)) => account.plan,
        (TicketKind::HelpDesk, None) => Plan::Internal,
        (_, None) => Plan::Standard,
    };
    let values = custom_fields(world, entry)?;
    let routing = RoutingFacts {
        kind: entry.kind,
        r#type: entry.r#type,
        severity: entry.severity,
        product: product.as_ref().map(|product| product.id),
        plan,
        territory: account.as_ref().map(|account| account.territory.as_str()).unwrap_or_default(),
        fields: &values.shared,
    };
    let routed = world.settings.route(&routing, &AgentAvailability::default()).map_err(|failure| anyhow!(failure))?;
    let queue = world.source.queues.iter().find(|queue| queue.key == entry.queue);
    let queue = queue.ok_or_else(|| anyhow!("there is no queue {}", entry.queue))?;
    // A file of a note is the note's alone.
    let said = entry.timeline.iter().filter(|item| item.kind != ItemKind::Note);
    let names = entry.files.iter().chain(said.flat_map(|item| &item.files));
    for name in names {
        if !carried.iter().any(|file| &file.upload.name == name) {
            carried.push(upload(world, entry, name, &entry.requester)?);
        }
    }
    let last = |wanted: &[EventKind]| {
        entry
            .timeline
            .iter()
            .rev()
            .find(|item| item.event.is_some_and(|event| wanted.contains(&event)))
            .map(|item| item.at)
    };
    let ended = last(&[EventKind::Confirmed, EventKind::Closed]);
    let resolved_at = last(&[EventKind::Resolved]);
    let seen = entry.timeline.iter().filter(|item| item.kind != ItemKind::Note).map(|item| item.at).max();
    let staff_reply = entry.timeline.iter().find(|item| {
        item.kind == ItemKind::Reply && world.people.get(&item.by).is_some_and(|by| by.hats[0].kind == HatKind::Staff)
    });
    let mut clocks = world.settings.clocks(entry.severity, plan, entry.opened_at);
    clocks.first_responded_at = staff_reply.map(|item| item.at);
    if entry.state.pauses_clocks() {
        clocks.stopped_at = resolved_at.or(last(&[EventKind::Waiting])).or(seen).or(Some(entry.opened_at));
    }
    Ok(Ticket {
        id: id_in_order::<TicketId>("ticket", &entry.key, entry.number),
        version: 1,
        number: entry.number,
        kind: entry.kind,
        r#type: entry.r#type,
        severity: entry.severity,
        synopsis: entry.synopsis.clone(),
        description: entry.description.trim().to_owned(),
        state: entry.state,
        requester: PersonRef { id: requester.id, name: requester.name.clone() },
        account,
        partner,
        product,
        participants: entry.participants.iter().map(|key| person_ref(world, key)).collect::<Result<_>>()?,
        queue: QueueRef { id: id_of("queue", &queue.key), name: queue.name.clone() },
        assignee: entry.assignee.as_deref().map(|key| person_ref(world, key)).transpose()?,
        routing_rule: routed.rule,
        files: carried.iter().map(|file| file_ref(&file.upload)).collect::<Result<_>>()?,
        resolution: entry
            .resolution
            .as_ref()
            .zip(resolved_at.or(ended))
            .map(|(text, at)| Resolution { text: text.clone(), at }),
        clocks,
        hold_until: entry.hold_until,
        custom_fields: std::collections::BTreeMap::new(),
        field_values: values.shared,
        staff_field_values: values.staff,
        created_at: entry.opened_at,
        updated_at: seen.unwrap_or(entry.opened_at),
        closed_at: ended.filter(|_| !entry.state.active()),
        merged_into: entry.merged_into.as_deref().map(|key| merged_into(world, key)).transpose()?,
        rating: entry.rating.as_ref().zip(ended).map(|(rated, at)| Rating {
            score: rated.score,
            comment: rated.comment.clone(),
            at,
        }),
        follows: None,
        follow_ups: Vec::new(),
    })
}

fn custom_fields(world: &World<'_>, entry: &source::Ticket) -> Result<TicketValues> {
    let mut wrong = Vec::new();
    let given = entry.custom_fields.iter().map(|(id, value)| (id.clone(), Some(value.clone()))).collect();
    let values = world.source.fields.corrected(entry.kind.face(), &given, &TicketValues::default(), &mut wrong);
    if let Some(wrong) = wrong.first() {
        bail!("{}: {}", wrong.pointer, wrong.detail);
    }
    Ok(values)
}

fn account(world: &World<'_>, entry: &source::Ticket) -> Option<AccountRef> {
    let account_key = world.source.people.iter().find(|person| person.key == entry.requester).and_then(|person| {
        person.hats.iter().find(|hat| hat.kind == HatKind::Customer).and_then(|hat| hat.account.clone())
    });
    let account = account_key.and_then(|key| world.source.accounts.iter().find(|account| account.key == key));
    account.filter(|_| entry.kind == TicketKind::Support).map(|account| AccountRef {
        id: id_of("account", &account.key),
        name: account.name.clone(),
        number: account.number.clone(),
        plan: account.plan,
        territory: account.territory.clone(),
    })
}

fn merged_into(world: &World<'_>, key: &str) -> Result<TicketRef> {
    let into = world.source.tickets.iter().find(|ticket| ticket.key == key);
    let into = into.ok_or_else(|| anyhow!("there is no ticket {key} to merge it into"))?;
    Ok(TicketRef { id: id_in_order::<TicketId>("ticket", &into.key, into.number), number: into.number })
}

fn product(world: &World<'_>, entry: &source::Ticket) -> Result<Option<ProductRef>> {
    let (Some(product), Some(version)) = (&entry.product, &entry.version) else { return Ok(None) };
    let product = world.source.products.iter().find(|there| &there.key == product);
    let product = product.ok_or_else(|| anyhow!("there is no such product"))?;
    let version = product.versions.iter().find(|there| &there.key == version);
    let version = version.ok_or_else(|| anyhow!("{} has no such version", product.name))?;
    Ok(Some(ProductRef {
        id: id_of("product", &product.key),
        name: product.name.clone(),
        version_id: id_of("version", &version.key),
        version_label: version.label.clone(),
    }))
}
