use super::*;
use crate::action::Action;
use crate::caller::Caller;
use crate::hats::{HatKind, Role};
use crate::ids::{HatId, QueueId};
use crate::people::Session;
use crate::people::mail::MailFeedback;
use crate::records;
use crate::testing::{ACCOUNT, AGENT, OTHER_AGENT, QUEUE, act, caller, monday, person_of, settings, uuid};
use crate::tickets::settings::{Queue, RoutingAgent};

/// An administrator, and the context of their act.
fn administrator(number: u128) -> (ActionContext, Person) {
    let by = caller(number, HatKind::Staff, Role::Administrator, None, &[]);
    let person = Person { hats: vec![by.hat.clone()], ..person_of(number, PersonStatus::Active) };
    (act(by, Action::ChangePerson, monday()), person)
}

fn of(status: PersonStatus) -> StandingChange {
    StandingChange { status: Some(status), ..StandingChange::default() }
}

fn mail_again() -> StandingChange {
    StandingChange { mail_again: true, ..StandingChange::default() }
}

fn to(hats: Vec<Hat>) -> StandingChange {
    let settings = Some(Versioned { version: 4, section: settings() });
    StandingChange { hats: Some(NewHats { hats, settings }), ..StandingChange::default() }
}

fn hat(number: u128, kind: HatKind, role: Role) -> Hat {
    let account = (kind == HatKind::Customer).then_some(ACCOUNT);
    Hat { id: HatId(uuid(number)), ..caller(7, kind, role, account, &[]).hat }
}

fn agents(change: &Change) -> Option<Vec<u128>> {
    let stored = change.saved::<Versioned<TicketSettings>>().next()?;
    Some(stored.section.queues[0].agents.iter().map(|agent| agent.id.0.as_u128()).collect())
}

#[test]
fn an_administrator_lets_mail_go_again() {
    let (act, by) = administrator(1);
    let kari = person_of(7, PersonStatus::Active);
    let system = crate::testing::act(Caller::system(), Action::ReturnMail, monday());
    let change = kari.mail_returned(&system, MailFeedback::Permanent, act.now, "General").expect("a change");
    let stopped: Person = change.saved().next().cloned().expect("the person");
    let (person, change) = stopped.clone().change_standing(&act, mail_again(), &by).expect("allowed");
    assert_eq!((person.stopped(), person.version), (None, stopped.version + 1));
    assert_eq!(change.expect("a change").touch.detail.as_deref(), Some("mail is sent again"));
    let as_it_is = of(person.status);
    assert_eq!(person.clone().change_standing(&act, as_it_is, &by).expect("allowed").1, None);
    assert_eq!(person.change_standing(&act, mail_again(), &by).expect("allowed").1, None);
    // Both at once are one change.
    let both = StandingChange { mail_again: true, ..of(PersonStatus::Disabled) };
    let (person, change) = stopped.change_standing(&act, both, &by).expect("allowed");
    assert_eq!((person.stopped(), person.status), (None, PersonStatus::Disabled));
    let change = change.expect("a change");
    assert_eq!(change.touch.detail.as_deref(), Some("active → disabled, mail is sent again"));
    assert_eq!(change.saved::<Person>().count(), 1);
    // The person, their credential, and the requirement that the administrator is unchanged.
    assert_eq!(change.writes.len(), 3);
}

#[test]
fn other_hats_are_one_change_with_its_words_and_a_mail() {
    let (act, by) = administrator(1);
    let [member, sales] = [hat(101, HatKind::Customer, Role::Member), hat(102, HatKind::Staff, Role::Sales)];
    let employee = hat(103, HatKind::Employee, Role::Employee);
    let person = Person { hats: vec![member.clone(), sales.clone()], ..person_of(7, PersonStatus::Active) };
    let manager = Hat { role: Role::Manager, ..member.clone() };
    let (after, change) =
        person.clone().change_standing(&act, to(vec![manager.clone(), employee.clone()]), &by).expect("changed");
    let change = change.expect("a change");
    assert_eq!((&after.hats, after.version, after.epoch), (&vec![manager, employee], 2, person.epoch));
    let words = "Somewhere, member → Somewhere, manager; added Somewhere, employee; removed Somewhere, sales";
    assert_eq!(change.touch.detail.as_deref(), Some(words));
    let mail: SendHatsChanged = change.jobs[0].task().expect("a mail");
    assert_eq!(mail, SendHatsChanged { person: person.id, at: act.now });
    // They work on no queue, so its settings stay.
    assert_eq!(agents(&change), None);
    // The same hats are no change; another order is one.
    assert_eq!(person.clone().change_standing(&act, to(person.hats.clone()), &by).expect("as it is").1, None);
    let (_, change) = person.change_standing(&act, to(vec![sales, member]), &by).expect("changed");
    assert_eq!(change.expect("a change").touch.detail.as_deref(), Some("another order of roles"));
}

#[test]
fn only_who_can_sign_in_gets_the_mail() {
    let (act, by) = administrator(1);
    let sales = || to(vec![hat(102, HatKind::Staff, Role::Sales)]);
    for status in [PersonStatus::Invited, PersonStatus::Disabled] {
        let (_, change) = person_of(7, status).change_standing(&act, sales(), &by).expect("changed");
        assert!(change.expect("a change").jobs.is_empty(), "{status:?}");
    }
    // Disabled by the same change: the administrator is required once.
    let both = StandingChange { status: Some(PersonStatus::Disabled), ..sales() };
    let (_, change) = person_of(7, PersonStatus::Active).change_standing(&act, both, &by).expect("changed");
    let change = change.expect("a change");
    assert!(change.jobs.is_empty());
    assert_eq!(change.writes.iter().filter(|write| **write == Write::require(&by)).count(), 1);
    let words = "active → disabled, added Somewhere, sales; removed Somewhere, agent";
    assert_eq!(change.touch.detail.as_deref(), Some(words));
}

#[test]
fn a_session_of_a_hat_that_is_gone_is_over_and_another_follows() {
    let (act, by) = administrator(1);
    let [member, sales] = [hat(101, HatKind::Customer, Role::Member), hat(102, HatKind::Staff, Role::Sales)];
    let person = Person { hats: vec![member.clone(), sales.clone()], ..person_of(7, PersonStatus::Active) };
    let begun = |worn: &Hat| records::session(&person, worn, monday());
    let editor = Hat { role: Role::Editor, ..sales.clone() };
    let (after, _) = person.clone().change_standing(&act, to(vec![editor.clone()]), &by).expect("changed");
    let caller = |session: Session| session.caller(&after, monday());
    assert_eq!(caller(begun(&member)), None);
    assert_eq!(caller(begun(&sales)).map(|caller| caller.hat), Some(editor));
}

#[test]
fn nobody_changes_their_own_hats_or_takes_the_last_one() {
    let (by, admin) = administrator(1);
    let more = vec![admin.hats[0].clone(), hat(102, HatKind::Staff, Role::Sales)];
    let refused = admin.clone().change_standing(&by, to(more), &admin);
    assert!(matches!(refused, Err(Error::Conflict { code: "state_conflict", .. })), "{refused:?}");
    let refused = person_of(7, PersonStatus::Active).change_standing(&by, to(Vec::new()), &admin);
    assert!(matches!(refused, Err(Error::Input(errors)) if errors[0].pointer == "/hats"));
}

#[test]
fn whoever_changes_hats_must_stay_an_administrator() {
    let ((one, first), (_, second)) = (administrator(1), administrator(2));
    let agent = || to(vec![Hat { role: Role::Agent, ..second.hats[0].clone() }]);
    let (_, change) = second.clone().change_standing(&one, agent(), &first).expect("changed");
    assert!(change.expect("a change").writes.contains(&Write::require(&first)));
    let mut demoted = first.clone();
    demoted.hats[0].role = Role::Agent;
    let refused = second.clone().change_standing(&one, agent(), &demoted);
    assert_eq!(refused, Err(Error::NotSignedIn("token_stale")));
    let disabled = Person { status: PersonStatus::Disabled, ..first };
    let refused = second.clone().change_standing(&one, agent(), &disabled);
    assert_eq!(refused, Err(Error::NotSignedIn("session_ended")));
}

#[test]
fn queues_follow_the_hats() {
    let (act, by) = administrator(1);
    let agent = |id: u128, status| Person { hats: vec![], ..person_of(id, status) };
    let works = |queues: &[u128]| Hat {
        queues: queues.iter().map(|queue| QueueId(uuid(*queue))).collect(),
        ..hat(102, HatKind::Staff, Role::Agent)
    };
    let change = |before: Person, hats: Vec<Hat>| {
        before.change_standing(&act, to(hats), &by).expect("changed").1.expect("a change")
    };
    let with = |person: Person, hats: Vec<Hat>| Person { hats, ..person };
    // One joins, whether they can sign in or are disabled for a time; the invited join when they accept.
    for (status, joined) in
        [(PersonStatus::Active, true), (PersonStatus::Disabled, true), (PersonStatus::Invited, false)]
    {
        let before = with(agent(7, status), vec![hat(102, HatKind::Staff, Role::Sales)]);
        let wanted = joined.then(|| vec![AGENT, OTHER_AGENT, 7]);
        assert_eq!(agents(&change(before, vec![works(&[QUEUE])])), wanted, "{status:?}");
    }
    // One leaves, and the rule that always chose them chooses nobody.
    let left = change(with(agent(AGENT, PersonStatus::Active), vec![works(&[QUEUE])]), vec![works(&[])]);
    assert_eq!(left.touch.detail.as_deref(), Some("other queues of Somewhere, agent"));
    assert_eq!(agents(&left), Some(vec![OTHER_AGENT]));
    let stored = left.saved::<Versioned<TicketSettings>>().next().expect("the settings");
    assert_eq!(stored.version, 5);
    let choices: Vec<_> = stored.section.rules.iter().map(|rule| rule.agent.clone()).collect();
    assert_eq!(choices, [RoutingAgent::Nobody, RoutingAgent::RoundRobin, RoutingAgent::Nobody]);
    // An administrator may take all tickets, but gave up the queue with the agent's hat.
    let chief = Hat { role: Role::Administrator, ..works(&[]) };
    let promoted = change(with(agent(AGENT, PersonStatus::Active), vec![works(&[QUEUE])]), vec![chief.clone()]);
    assert_eq!(agents(&promoted), Some(vec![OTHER_AGENT]));
    // One whom the settings name stays, until they may take no tickets.
    let named = with(agent(AGENT, PersonStatus::Active), vec![chief.clone()]);
    let employee = hat(103, HatKind::Employee, Role::Employee);
    assert_eq!(agents(&change(named.clone(), vec![chief, employee.clone()])), None);
    assert_eq!(agents(&change(named, vec![employee])), Some(vec![OTHER_AGENT]));
}

#[test]
fn a_queue_that_loses_its_last_agent_has_no_least_loaded_one() {
    let mut alone = settings();
    let agent = person_of(AGENT, PersonStatus::Active);
    alone.queues[0].agents.retain(|one| one.id == agent.id);
    for rule in &mut alone.rules {
        rule.agent = RoutingAgent::LeastLoaded;
    }
    let other: Queue = Queue { id: QueueId(uuid(41)), ..alone.queues[0].clone() };
    alone.queues.push(other);
    let sales = Person { hats: vec![hat(102, HatKind::Staff, Role::Sales)], ..agent.clone() };
    let followed = alone.followed_by(&agent, &sales);
    assert!(followed.queues.iter().all(|queue| queue.agents.is_empty()));
    assert!(followed.rules.iter().all(|rule| rule.agent == RoutingAgent::Nobody));
}
