//! Tests of mails that come in: the decision on each, and the reply that one becomes.

use super::joining::{Addressed, MailedReply};
use super::*;
use crate::act::ActionContext;
use crate::caller::Caller;
use crate::hats::{Hat, HatKind, Role};
use crate::people::{Person, PersonStatus};
use crate::portal::{PortalSettings, TakenAway};
use crate::record::Record as _;
use crate::records;
use crate::testing::*;
use crate::tickets::jobs::MailTemplate;
use crate::tickets::record::PublicEntry;
use crate::tickets::timeline::{PublicItem, RefusedFile};
use crate::tickets::{REOPEN_WITHIN, Ticket, TicketState};

fn kari() -> Person {
    let by = customer(CUSTOMER, Role::Member);
    Person { id: by.person, name: by.name, email: "kari@example.com".into(), ..records::person(vec![by.hat], monday()) }
}

fn received() -> ActionContext {
    act(Caller::system(), Action::ReceiveMail, monday())
}

fn mail() -> InboundMail {
    InboundMail { from: "kari@example.com".into(), text: "It is back.".into(), ..records::inbound_mail(monday()) }
}

fn address(ticket: &Ticket, person: &Person) -> ReplyAddress {
    let (ticket, person) = (ticket.id, person.id);
    ReplyAddress { hash: "0".repeat(64), ticket, person, side: Side::Customer, created_at: monday() }
}

fn addressed(ticket: &Ticket, person: &Person) -> Addressed {
    Addressed {
        address: Some(address(ticket, person)),
        ticket: Some(ticket.clone()),
        person: Some(person.clone()),
        portal: PortalSettings::default(),
    }
}

fn judged(of: Addressed, mail: &InboundMail) -> Result<(), InboundReason> {
    of.judge(mail, &received()).map(drop)
}

#[test]
fn what_is_not_shown_is_counted_once_until_somebody_has_seen_it() {
    let id = InboundMailId(uuid(700));
    let of = |number: u128| InboundMail { id: InboundMailId(uuid(number)), ..mail() };
    let count = |mail: InboundMail, before: Option<&InboundMail>| -> Option<InboundMail> {
        let change = mail.counted(id, before.cloned(), &received())?;
        change.saved().next().cloned()
    };
    let first = count(of(701), None).expect("it is counted");
    assert_eq!((first.id, first.version, first.state), (id, 1, InboundState::Waiting));
    assert_eq!((first.from.as_str(), first.text.as_str(), first.object.as_str()), ("kari@example.com", "", ""));
    assert!(!first.can_be_attached() && !first.can_be_reply() && first.require_attachable().is_err());
    assert_eq!(count(of(701), Some(&first)), None, "it came twice");
    let second = count(of(702), Some(&first)).expect("it is counted");
    assert_eq!(second.further.map(|further| further.count), Some(2));
    let (seen, _) = second.discard(&act(agent(AGENT), Action::DiscardInboundMail, monday())).expect("discarded");
    let again = count(of(703), Some(&seen)).expect("it is counted");
    assert_eq!((again.further.map(|further| further.count), again.state), (Some(1), InboundState::Waiting));
    assert_eq!(again.version, seen.version + 1);
}

#[test]
fn a_list_shows_the_mails_of_a_sender_or_a_domain() {
    let row = InboundMail { reason: Some(InboundReason::Empty), ..mail() }.row();
    let all = InboundMailList { set_aside: false, reason: None, from: None };
    let shows = |reason, from: Option<&str>| all.clone().filtered(reason, from).shows(&row);
    assert!(shows(None, None) && shows(Some(InboundReason::Empty), Some(" Kari@Example.com ")));
    assert!(shows(None, Some("@example.com")) && !shows(None, Some("@ample.com")));
    assert!(!shows(Some(InboundReason::TooLong), None) && !shows(None, Some("ari@example.com")));
}

#[test]
fn an_answer_of_the_recipient_fits() {
    let (_, sender) = addressed(&ticket(), &kari()).judge(&mail(), &received()).expect("it fits");
    assert_eq!((sender.person, sender.hat.kind, sender.is_system()), (kari().id, HatKind::Customer, false));
}

#[test]
fn what_does_not_fit_waits_with_the_reason() {
    let (ticket, kari) = (ticket(), kari());
    let of = |ticket: &Ticket, person: &Person| addressed(ticket, person);
    let elsewhere = Hat { account: Some(crate::ids::AccountId(uuid(77))), ..kari.hats[0].clone() };
    let taken = TakenAway { capability: crate::action::Capability::Tickets, face: HatKind::Customer, role: None };
    let old = ReplyAddress { created_at: monday() - REPLY_ADDRESS_LIFETIME, ..address(&ticket, &kari) };
    let closed = |closed_at| Ticket { state: TicketState::Closed, closed_at: Some(closed_at), ..ticket.clone() };
    let over = closed(monday() - REOPEN_WITHIN);
    let merged = Ticket { state: TicketState::Merged, ..ticket.clone() };
    let disabled = Person { status: PersonStatus::Disabled, ..kari.clone() };
    let moved = Person { hats: vec![elsewhere], ..kari.clone() };
    let without = PortalSettings { taken_away: vec![taken], ..PortalSettings::default() };
    let company = ReplyAddress { side: Side::Company, ..address(&ticket, &kari) };
    let long = InboundMail { text: "x".repeat(LONGEST_TEXT + 1), ..mail() };
    for (of, mail, reason) in vec![
        (Addressed::default(), mail(), InboundReason::UnknownAddress),
        (Addressed { address: Some(old), ..of(&ticket, &kari) }, mail(), InboundReason::UnknownAddress),
        (Addressed { ticket: None, ..of(&ticket, &kari) }, mail(), InboundReason::UnknownAddress),
        (of(&ticket, &kari), InboundMail { from: "kari@home.example".into(), ..mail() }, InboundReason::OtherSender),
        (of(&ticket, &disabled), mail(), InboundReason::NotActive),
        (of(&ticket, &moved), mail(), InboundReason::NotAllowed),
        (Addressed { portal: without, ..of(&ticket, &kari) }, mail(), InboundReason::NotAllowed),
        (Addressed { address: Some(company), ..of(&ticket, &kari) }, mail(), InboundReason::NotAllowed),
        (of(&over, &kari), mail(), InboundReason::TicketClosed),
        (of(&merged, &kari), mail(), InboundReason::TicketClosed),
        (of(&ticket, &kari), InboundMail { text: " \n".into(), files: Vec::new(), ..mail() }, InboundReason::Empty),
        (of(&ticket, &kari), long, InboundReason::TooLong),
    ] {
        assert_eq!(judged(of, &mail), Err(reason));
        let (kept, change) = mail.put_by(&received(), reason);
        assert_eq!((kept.state, kept.reason), (InboundState::Waiting, Some(reason)));
        assert_eq!(change.writes, [Write::create(&kept)]);
        assert!(change.touch.detail.is_some_and(|detail| !detail.contains('@')));
    }
    assert_eq!(judged(of(&closed(monday()), &kari), &mail()), Ok(()), "it is opened again");
}

#[test]
fn what_nobody_wrote_is_set_aside_and_forgotten() {
    use crate::record::Record;
    for reason in [InboundReason::AutoReply, InboundReason::Bounce, InboundReason::Loop, InboundReason::MailingList] {
        let (kept, _) = mail().put_by(&received(), reason);
        assert_eq!((kept.state, kept.expires_at()), (InboundState::SetAside, Some(monday() + KEPT_FOR)));
    }
    let (waiting, _) = mail().put_by(&received(), InboundReason::OtherSender);
    assert_eq!(waiting.expires_at(), None);
}

fn by_kari() -> ActionContext {
    act(customer(CUSTOMER, Role::Member), Action::ReplyToTicket, monday())
}

fn mailed() -> MailedReply {
    MailedReply { text: "It is back.".into(), quoted: "> Is it?".into(), ..MailedReply::default() }
}

#[test]
fn an_answer_is_a_reply_that_came_by_mail() {
    for (state, after) in [
        (TicketState::New, TicketState::New),
        (TicketState::Open, TicketState::Open),
        (TicketState::Waiting, TicketState::Open),
        (TicketState::OnHold, TicketState::Open),
        (TicketState::Resolved, TicketState::Open),
        (TicketState::Closed, TicketState::Open),
    ] {
        let ticket = records::in_state(ticket(), state, monday());
        let ticket = Ticket { closed_at: (state == TicketState::Closed).then(monday), ..ticket };
        let (reply, change) = ticket.reply_by_mail(&by_kari(), mailed(), &settings()).expect("joined");
        assert_eq!(reply.by_mail.as_ref().map(|mail| mail.quoted.as_str()), Some("> Is it?"));
        assert_eq!(reply.author.id, Some(kari().id));
        let left = left(&change).expect("changed");
        assert_eq!((left.state, left.closed_at), (after, None), "{state:?}");
        assert!(change.touch.detail.as_deref().is_some_and(|detail| detail.starts_with("by mail")), "{state:?}");
        assert!(change.saved::<PublicEntry>().any(|entry| entry.item == PublicItem::Reply(reply.clone())));
        assert!(change.writes.iter().all(|write| !matches!(write, Write::Discard { .. })), "a draft stays");
    }
}

#[test]
fn the_sender_is_told_of_files_that_were_not_taken() {
    let refused = vec![RefusedFile {
        name: "setup.exe".into(),
        code: "file_type_refused".into(),
        reason: ".exe files cannot be attached.".into(),
    }];
    let with = MailedReply { text: String::new(), refused, ..mailed() };
    let (reply, change) = ticket().reply_by_mail(&by_kari(), with, &settings()).expect("joined");
    assert_eq!(reply.text, "(Files without a text.)");
    let public_events = mails(&change).into_iter().filter(|(template, _)| *template == MailTemplate::FilesRefused);
    assert_eq!(public_events.map(|(_, to)| to).collect::<Vec<_>>(), [kari().id]);
}

#[test]
fn what_is_quoted_is_kept_as_far_as_a_timeline_holds_it() {
    let with = MailedReply { quoted: "é".repeat(LONGEST_QUOTED), ..mailed() };
    let (reply, _) = ticket().reply_by_mail(&by_kari(), with, &settings()).expect("joined");
    let quoted = reply.by_mail.expect("by mail").quoted;
    assert!(quoted.len() <= LONGEST_QUOTED && quoted.ends_with("é…"), "{} bytes", quoted.len());
}

#[test]
fn a_mail_is_decided_on_once() {
    let by = act(agent(AGENT), Action::DiscardInboundMail, monday());
    let (waiting, _) = mail().put_by(&received(), InboundReason::OtherSender);
    let (gone, change) = waiting.clone().discard(&by).expect("discarded");
    assert_eq!((gone.state, gone.text.as_str(), gone.version), (InboundState::Discarded, "", 2));
    assert_eq!(change.writes, [Write::update(&waiting, &gone)]);
    assert!(gone.discard(&by).is_err());
    let on = ticket();
    let (_, noted) = on.note(&by_noting(), waiting.as_note()).expect("noted");
    let (attached, change) = waiting.clone().attach(&by, &on, "a note, from a mail", noted);
    assert_eq!((attached.state, attached.ticket), (InboundState::Joined, Some(on.reference())));
    assert_eq!((change.touch.action, change.touch.record), (Action::DiscardInboundMail, on.record()));
    assert!(attached.undecided().is_err());
}

fn by_noting() -> ActionContext {
    act(agent(AGENT), Action::NoteOnTicket, monday())
}

#[test]
fn a_note_says_who_wrote_and_which_files_stay() {
    let files = vec![InboundFile { name: "log.txt".into(), size: 3 }];
    let mail = InboundMail { from_name: "Kari".into(), subject: "The pump".into(), files, ..mail() };
    assert_eq!(
        mail.as_note(),
        "Mail from Kari, kari@example.com: The pump\n\nFiles that stay with the mail: log.txt\n\nIt is back."
    );
    let long = InboundMail { text: "x".repeat(90_000), ..mail };
    assert_eq!(long.as_note().chars().count(), LONGEST_TEXT);
}

#[test]
fn a_raw_mail_goes_once_its_note_holds_all_of_it() {
    assert!(!mail().exceeds_a_note());
    let file = InboundFile { name: "log.txt".into(), size: 3 };
    // The heading of the note takes room as well.
    let long = InboundMail { text: "x".repeat(LONGEST_TEXT - 5), ..mail() };
    for more in [
        InboundMail { files: vec![file], ..mail() },
        InboundMail { quoted: "> Is it back?".into(), ..mail() },
        InboundMail { reason: Some(InboundReason::TooLarge), ..mail() },
        long,
    ] {
        assert!(more.exceeds_a_note(), "{:?}, {} characters", more.reason, more.text.len());
    }
}
