use super::*;
use crate::action::Action;
use crate::caller::Caller;
use crate::ids::PartnerId;
use crate::jobs::Job;
use crate::people::jobs::SendInvitation;
use crate::people::mail::{MailSuppression, StopReason};
use crate::standing::StandingChange;
use crate::testing::{ACCOUNT, QUEUE, account, act, caller, monday, person_of, settings, uuid};
use crate::touch::Outcome;

fn inviting() -> ActionContext {
    act(caller(1, HatKind::Staff, Role::Administrator, None, &[]), Action::InvitePerson, monday())
}

fn newcomer() -> Newcomer {
    Newcomer {
        name: " Kim Berg ".into(),
        email: "Kim@Example.com".into(),
        locale: "en".into(),
        time_zone: "Europe/Oslo".into(),
        hats: vec![caller(7, HatKind::Staff, Role::Sales, None, &[]).hat],
    }
}

fn written(change: &Change) -> Invitation {
    change.saved().next().cloned().expect("an invitation")
}

/// Somebody invited, whose link has been sent; its secret's hash is `hash`.
fn invited() -> Invited {
    let (person, change) = invite(&inviting(), newcomer(), None).expect("invited");
    Invited { invitation: written(&change).with_link("hash".into()), person, queues: None }
}

fn refusals(failure: Error) -> Vec<(String, String)> {
    let Error::Input(errors) = failure else { panic!("{failure:?}") };
    errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

#[test]
fn somebody_is_invited_by_one_change() {
    let (person, change) = invite(&inviting(), newcomer(), None).expect("invited");
    assert_eq!((person.name.as_str(), person.email.as_str()), ("Kim Berg", "kim@example.com"));
    assert_eq!((person.status, person.version), (PersonStatus::Invited, 1));
    let invitation = written(&change);
    assert_eq!(person.invitation, Some(invitation.id));
    assert_eq!((invitation.person, invitation.invited_by.as_deref()), (person.id, Some("Person 1")));
    assert_eq!(invitation.expires_at, monday() + SignedDuration::from_hours(168));
    // No link is good before one is sent.
    assert!(invitation.link_hashes.is_empty());
    // The person, the credential and the invitation.
    assert_eq!(change.writes.len(), 3);
    let owed: Vec<Option<SendInvitation>> = change.jobs.iter().map(Job::task).collect();
    assert_eq!(owed, [Some(SendInvitation { person: person.id, invitation: invitation.id })]);
    assert_eq!((change.touch.action, change.touch.record), (Action::InvitePerson, person.record()));
}

#[test]
fn an_operator_has_no_name_in_the_mail() {
    let operator = act(Caller::system(), Action::InvitePerson, monday());
    let (_, change) = invite(&operator, newcomer(), None).expect("invited");
    assert_eq!(written(&change).invited_by, None);
    assert_eq!(change.touch.person, None);
}

#[test]
fn a_link_is_good_once_and_for_seven_days() {
    let invited = invited();
    let just_before = monday() + INVITATION_LIFETIME - SignedDuration::from_secs(1);
    assert!(invited.stands(monday()) && invited.stands(just_before));
    assert!(!invited.stands(monday() + INVITATION_LIFETIME));
    assert!(invited.is_link("hash") && !invited.is_link("other") && !invited.is_link(""));

    let own = act(caller(7, HatKind::Staff, Role::Sales, None, &[]), Action::AcceptInvitation, monday());
    let (person, change) = invited.clone().accept(&own);
    assert_eq!((person.status, person.invitation, person.version), (PersonStatus::Active, None, 2));
    let dropped = Write::discard::<Invitation>(Invitation::key_of(person.id, invited.invitation.id));
    assert!(change.writes.contains(&dropped), "{change:?}");
    assert_eq!((change.touch.action, change.touch.outcome), (Action::AcceptInvitation, Outcome::Done));
    assert!(!Invited { person, ..invited }.stands(monday()));
}

#[test]
fn whoever_is_to_work_on_a_queue_can_be_given_its_tickets() {
    let agent = caller(7, HatKind::Staff, Role::Agent, None, &[QUEUE]);
    let mut invited = invited();
    invited.person.hats = vec![agent.hat.clone()];
    let before = Versioned { version: 4, section: settings() };
    invited.queues = Some(before.clone());
    let (person, change) = invited.clone().accept(&act(agent.clone(), Action::AcceptInvitation, monday()));
    let wanted = settings().joined_by(&person);
    assert!(change.writes.contains(&Write::update(&before, &before.next(wanted.clone()))), "{change:?}");
    let on = |settings: &TicketSettings| -> Vec<bool> {
        let there = |queue: &Queue| queue.agents.iter().any(|agent| agent.id == person.id);
        settings.queues.iter().map(there).collect()
    };
    let named: Vec<bool> = wanted.queues.iter().map(|queue| agent.hat.queues.contains(&queue.id)).collect();
    assert!(named.contains(&true));
    assert_eq!(on(&wanted), named);
    // An agent who is listed already is not listed twice, and a person without queues changes nothing.
    assert_eq!(wanted.clone().joined_by(&person), wanted);
    invited.person.hats = newcomer().hats;
    let (_, change) = invited.accept(&act(agent, Action::AcceptInvitation, monday()));
    assert!(change.saved::<Versioned<TicketSettings>>().next().is_none());
}

#[test]
fn a_new_invitation_makes_the_one_before_useless() {
    let first = invited();
    let again = Newcomer { name: "Kim Bergh".into(), ..newcomer() };
    let (person, change) = invite(&inviting(), again, Some(first.person.clone())).expect("invited");
    assert_eq!((person.id, person.version, person.name.as_str()), (first.person.id, 2, "Kim Bergh"));
    assert_eq!(change.touch.detail.as_deref(), Some("once more"));
    let second = Invited { invitation: written(&change), person: person.clone(), queues: None };
    // The test's acts count their ids from one each: the two invitations would be taken for one.
    let first = Invitation { id: InvitationId(uuid(99)), ..first.invitation };
    assert!(second.stands(monday()));
    assert!(!Invited { invitation: first, person, queues: None }.stands(monday()));
}

#[test]
fn whoever_has_joined_or_is_shut_out_is_not_invited() {
    for status in [PersonStatus::Active, PersonStatus::Disabled] {
        let refused = invite(&inviting(), newcomer(), Some(person_of(7, status))).expect_err("refused");
        assert_eq!(refusals(refused), [("/email".into(), "taken".into())]);
    }
    let mut person = person_of(7, PersonStatus::Invited);
    person.mail_stop =
        Some(MailSuppression { email: person.email.clone(), reason: StopReason::Bounced, since: monday() });
    let refused = invite(&inviting(), newcomer(), Some(person)).expect_err("refused");
    assert_eq!(refusals(refused), [("/email".into(), "mail_stopped".into())]);
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let nobody = Newcomer {
        name: "  ".into(),
        email: "kim".into(),
        locale: "english please".into(),
        time_zone: "Nowhere/At_All".into(),
        hats: Vec::new(),
    };
    let wrong: Vec<String> = refusals(invite(&inviting(), nobody, None).expect_err("refused"))
        .into_iter()
        .map(|(pointer, _)| pointer)
        .collect();
    assert_eq!(wrong, ["/name", "/email", "/time_zone", "/locale", "/hats"]);
}

#[test]
fn an_address_is_one_address() {
    for good in ["kim@example.com", "k.i-m+x@mail.example.co.uk", "o'brien@example.com", "k@xn--bcher-kva.example"] {
        assert!(is_address(good), "{good}");
    }
    for bad in [
        "",
        "kim",
        "@example.com",
        "kim@",
        "kim@localhost",
        "kim@.com",
        "kim@example.",
        "a@b@example.com",
        "kim berg@example.com",
        "kim@example.com,eve@example.com",
        "<kim@example.com>",
        "kim@example.com\r\nBcc: x@y.z",
        "a..b@x.yz",
        ".kim@example.com",
        "kim.@example.com",
        "kim@-example.com",
        "kim@example-.com",
        "kim@exa_mple.com",
        "kim@192.0.2.1",
        "kim@example.c",
        "kim@bücher.example",
        &format!("{}@example.com", "k".repeat(65)),
        &format!("kim@{}.com", "k".repeat(64)),
    ] {
        assert!(!is_address(bad), "{bad}");
    }
}

#[test]
fn what_a_link_carries_is_read_back_and_not_printed() {
    let link = InvitationLink { person: PersonId(uuid(1)), id: InvitationId(uuid(2)), secret: "c2VjcmV0".into() };
    assert_eq!(InvitationLink::read(&link.text()), Some(link.clone()));
    assert!(!format!("{link:?}").contains("c2VjcmV0"));
    for text in ["", "x", "a.b.c", &format!("{}.", link.text()), &link.text().replace("c2VjcmV0", "")] {
        assert_eq!(InvitationLink::read(text), None, "{text}");
    }
}

#[test]
fn only_the_latest_links_are_kept() {
    let mut invitation = invited().invitation;
    for number in 0..6 {
        invitation = invitation.with_link(number.to_string());
    }
    assert_eq!(invitation.link_hashes, ["2", "3", "4", "5"]);
    assert_eq!(invitation.version, 8);
}

#[test]
fn whoever_is_disabled_before_they_accept_is_invited_still_when_let_in_again() {
    let invited = invited();
    let by = act(caller(1, HatKind::Staff, Role::Administrator, None, &[]), Action::ChangePerson, monday());
    let admin = Person { hats: vec![by.caller.hat.clone()], ..person_of(1, PersonStatus::Active) };
    let to = |status| StandingChange { status: Some(status), ..StandingChange::default() };
    let change = |person: &Person, status| person.clone().change_standing(&by, to(status), &admin).expect("allowed").0;
    let disabled = change(&invited.person, PersonStatus::Disabled);
    assert_eq!(disabled.status, PersonStatus::Disabled);
    assert!(!Invited { person: disabled.clone(), ..invited.clone() }.stands(monday()));
    let again = change(&disabled, PersonStatus::Active);
    assert_eq!(again.status, PersonStatus::Invited);
    assert!(Invited { person: again, ..invited.clone() }.stands(monday()));
    // Nobody joins for somebody else.
    let refused = invited.person.change_standing(&by, to(PersonStatus::Active), &admin);
    assert!(matches!(refused, Err(Error::Conflict { .. })), "{refused:?}");
}

#[test]
fn hats_are_those_there_are() {
    let (account, queues) = (account(), settings().queues);
    let wanted = |kind, role| WantedHat { id: None, kind, role, account: None, queues: Vec::new() };
    let member = WantedHat { account: Some(account.id), ..wanted(HatKind::Customer, Role::Member) };
    let agent = WantedHat { queues: vec![QueueId(uuid(QUEUE))], ..wanted(HatKind::Staff, Role::Agent) };
    let accounts = [account];
    let made = |wanted: &[WantedHat]| hats(&inviting(), wanted, &[], "XYZ Co.", &accounts, &queues);

    let given = made(&[member.clone(), agent.clone()]).expect("given");
    assert_eq!(given[0].organisation, "Somewhere");
    assert_eq!((given[0].account, &given[0].queues), (Some(AccountId(uuid(ACCOUNT))), &Vec::new()));
    assert_eq!((given[1].organisation.as_str(), &given[1].queues), ("XYZ Co.", &agent.queues));
    assert_ne!(given[0].id, given[1].id);

    for (hat, field) in [
        (wanted(HatKind::Customer, Role::Member), "account_id"),
        (WantedHat { account: Some(AccountId(uuid(11))), ..member.clone() }, "account_id"),
        (WantedHat { account: member.account, ..wanted(HatKind::Staff, Role::Sales) }, "account_id"),
        (wanted(HatKind::Staff, Role::Member), "role"),
        (wanted(HatKind::Employee, Role::Administrator), "role"),
        (wanted(HatKind::Partner, Role::Seller), "kind"),
        (WantedHat { queues: vec![QueueId(uuid(41))], ..agent.clone() }, "queue_ids"),
        (WantedHat { queues: agent.queues.clone(), ..wanted(HatKind::Staff, Role::Sales) }, "queue_ids"),
    ] {
        let wrong = refusals(made(std::slice::from_ref(&hat)).expect_err("refused"));
        assert_eq!(wrong[0].0, format!("/hats/0/{field}"), "{hat:?}");
    }
    let twice = refusals(made(&[member.clone(), member]).expect_err("refused"));
    assert_eq!(twice, [("/hats/1/role".into(), "duplicate".into())]);
}

#[test]
fn a_hat_that_stays_keeps_its_id_and_whom_it_is_of() {
    let (account, queues) = (account(), settings().queues);
    let hat = |number: u128, kind, role| Hat { id: HatId(uuid(number)), ..caller(7, kind, role, None, &[]).hat };
    let member = Hat { account: Some(account.id), ..hat(101, HatKind::Customer, Role::Member) };
    let partner = |id: u128, company: &str| Hat {
        partner: Some(PartnerId(uuid(id))),
        organisation: company.into(),
        ..hat(id, HatKind::Partner, Role::Seller)
    };
    let before = [member.clone(), partner(102, "Fjord"), partner(103, "Sund"), hat(104, HatKind::Staff, Role::Agent)];
    let stays = |hat: &Hat| WantedHat {
        id: Some(hat.id),
        kind: hat.kind,
        role: hat.role,
        account: hat.account,
        queues: hat.queues.clone(),
    };
    let accounts = [account];
    let made = |wanted: &[WantedHat]| hats(&inviting(), wanted, &before, "XYZ Co.", &accounts, &queues);

    let wanted = [
        WantedHat { role: Role::Manager, ..stays(&member) },
        WantedHat { role: Role::Manager, ..stays(&before[1]) },
        WantedHat { role: Role::Manager, ..stays(&before[2]) },
        WantedHat { queues: vec![QueueId(uuid(QUEUE))], ..stays(&before[3]) },
        WantedHat { id: None, role: Role::Sales, ..stays(&before[3]) },
    ];
    let given = made(&wanted).expect("given");
    let named: Vec<_> = given.iter().map(|hat| (hat.organisation.as_str(), hat.partner, hat.role)).collect();
    let [fjord, sund] = [before[1].partner, before[2].partner];
    let own = "XYZ Co.";
    assert_eq!(
        named[..3],
        [("Somewhere", None, Role::Manager), ("Fjord", fjord, Role::Manager), ("Sund", sund, Role::Manager)]
    );
    assert_eq!(named[3..], [(own, None, Role::Agent), (own, None, Role::Sales)]);
    assert!(given.iter().zip(&before).all(|(hat, was)| hat.id == was.id));
    assert!(!before.iter().any(|was| was.id == given[4].id));

    for (hat, wrong) in [
        (WantedHat { id: Some(HatId(uuid(999))), ..stays(&member) }, ("id", "not_one_of")),
        (
            WantedHat { kind: HatKind::Staff, role: Role::Agent, account: None, ..stays(&member) },
            ("kind", "not_one_of"),
        ),
        (WantedHat { kind: HatKind::Partner, role: Role::Seller, ..stays(&before[3]) }, ("kind", "not_one_of")),
        (WantedHat { account: Some(AccountId(uuid(11))), ..stays(&member) }, ("account_id", "not_one_of")),
        (WantedHat { account: None, ..stays(&member) }, ("account_id", "not_one_of")),
        (WantedHat { id: None, ..stays(&before[1]) }, ("kind", "not_one_of")),
        (WantedHat { role: Role::Member, ..stays(&before[1]) }, ("role", "not_one_of")),
    ] {
        let refused = refusals(made(std::slice::from_ref(&hat)).expect_err("refused"));
        assert_eq!(refused, [(format!("/hats/0/{}", wrong.0), wrong.1.to_owned())], "{hat:?}");
    }
    let sales = WantedHat { role: Role::Sales, ..stays(&before[3]) };
    let twice = refusals(made(&[sales.clone(), stays(&before[3])]).expect_err("refused"));
    assert_eq!(twice, [("/hats/1/id".into(), "duplicate".into())]);
    let same = refusals(made(&[sales.clone(), WantedHat { id: None, ..sales }]).expect_err("refused"));
    assert_eq!(same, [("/hats/1/role".into(), "duplicate".into())]);
}
