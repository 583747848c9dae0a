//! People, what signing in needs, and the small records around them.

use super::samples::*;
use futures::future::join_all;
use jiff::SignedDuration;
use jiff::civil::date;
use portico_aws::Aws;
use portico_domain::accounts::{Accounts, Entitlement};
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::caller::Caller;
use portico_domain::change::Write;
use portico_domain::drafts::{Draft, Drafts, KeptForms};
use portico_domain::files::ports::Uploads;
use portico_domain::files::settings::FileSettings;
use portico_domain::identity_provider::begun::BegunSignIn;
use portico_domain::identity_provider::ports::BegunSignIns;
use portico_domain::ids::{AccountId, PersonId, ProductId};
use portico_domain::invitations::Invitations;
use portico_domain::paging::PageRequest;
use portico_domain::people::ports::{Credentials, Layouts, People, SessionLists, Sessions};
use portico_domain::people::record::HatLayout;
use portico_domain::people::{
    Credential, EmailChange, EmailChanges, Invitation, Layout, PasswordReset, PasswordResets, Person, PersonStatus,
    Refresh, SecondFactor, SecondFactors, Session, SignInCode, SignInCodes, Widget,
};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::draft::{Publication, SectionDraft};
use portico_domain::settings::{FormerSection, Settings, SettingsDocuments, SettingsDrafts, Versioned};
use portico_domain::signing::{KeySet, KeySets, PublicHalf};
use portico_domain::store::{CommitError, StoreError};
use portico_domain::tickets::ports::Tickets;
use portico_testing::records;
use serde_json::json;

fn invited(person: &Person) -> [Write; 2] {
    person.create(None)
}

/// Gives a person another e-mail address: their credential moves with them.
async fn moved(store: &Aws, before: &Person, email: &str) -> Result<Person, CommitError> {
    let after = Person { version: before.version + 1, email: email.to_owned(), ..before.clone() };
    let credential = store.credential(&before.email).await?.unwrap();
    commit(store, Credential { person: before.clone(), ..credential }.move_to(&after)).await?;
    Ok(after)
}

/// Changes a person.
async fn changed(store: &Aws, before: &Person, alter: impl FnOnce(&mut Person)) -> Result<Person, CommitError> {
    let mut person = before.clone();
    person.version += 1;
    alter(&mut person);
    commit(store, before.replace_by(&person)).await?;
    Ok(person)
}

async fn with_password(store: &Aws, hash: &str) -> Person {
    let person = person();
    commit(store, person.create(Some(hash.into()))).await.unwrap();
    person
}

pub(super) async fn what_is_missing_is_nothing(store: &Aws) {
    let caller = administrator();
    assert!(store.person(fresh()).await.unwrap().open(&caller, Action::ViewPerson).is_err());
    assert!(store.account(fresh()).await.unwrap().open(&caller, Action::ViewAccount).is_err());
    assert!(store.ticket(fresh()).await.unwrap().open(&caller, Action::ViewTicket).is_err());
    assert!(store.ticket_by_number(fresh_number()).await.unwrap().open(&caller, Action::ViewTicket).is_err());
    assert_eq!(store.session(fresh()).await.unwrap(), None);
    assert_eq!(store.layout(fresh(), fresh()).await.unwrap(), None);
    assert_eq!(store.invited(fresh(), fresh()).await.unwrap(), None);
    assert_eq!(store.draft(fresh(), "ticket").await.unwrap(), None);
    assert_eq!(store.credential("nobody@example.com").await.unwrap(), None);
    assert_eq!(store.credential(&"x".repeat(5000)).await.unwrap(), None);
    assert_eq!(store.claim(fresh(), "key", at(0)).await.unwrap(), None);
    assert_eq!(store.section::<FileSettings>().await.unwrap(), None);
}

pub(super) async fn an_identity_needs_its_session_and_person(store: &Aws) {
    let person = person();
    let session = session(&person);
    assert_eq!(store.identity(session.id, person.id).await.unwrap(), None);
    commit(store, invited(&person).into_iter().chain([Write::create(&session)])).await.unwrap();
    assert_eq!(store.identity(fresh(), person.id).await.unwrap(), None);
    assert_eq!(store.identity(session.id, fresh()).await.unwrap(), None);
    let identity = store.identity(session.id, person.id).await.unwrap().unwrap();
    assert_eq!((identity.session, identity.person), (session.clone(), person.clone()));
    assert_eq!(identity.portal, PortalSettings::default());

    let portal = PortalSettings { company_name: "XYZ Co.".into(), ..PortalSettings::default() };
    commit(store, [Write::put(&Versioned { version: 1, section: portal.clone() })]).await.unwrap();
    changed(store, &person, |person| person.status = PersonStatus::Disabled).await.unwrap();
    let identity = store.identity(session.id, person.id).await.unwrap().unwrap();
    assert_eq!(identity.portal, portal);
    assert_eq!(identity.person.status, PersonStatus::Disabled);
}

pub(super) async fn a_person_is_read_by_id(store: &Aws) {
    let before = person();
    commit(store, invited(&before)).await.unwrap();
    let after = changed(store, &before, |person| person.phone = Some("+47 55 00 00 00".into())).await.unwrap();
    let found = store.person(before.id).await.unwrap().open(&administrator(), Action::ViewPerson).unwrap();
    assert_eq!(found, after);
}

pub(super) async fn many_people_are_read_at_once(store: &Aws) {
    let people: Vec<Person> = (0..30).map(|_| person()).collect();
    for some in people.chunks(6) {
        commit(store, some.iter().flat_map(invited)).await.unwrap();
    }
    let mut ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    ids.insert(7, fresh());
    ids.push(people[3].id);
    let found = store.people(&ids).await.unwrap();
    assert_eq!((found.len(), &found[..30], &found[30]), (31, &people[..], &people[3]));
}

pub(super) async fn a_credential_is_found_by_email(store: &Aws) {
    let person = person();
    commit(store, invited(&person)).await.unwrap();
    let credential = store.credential(&person.email).await.unwrap().unwrap();
    assert_eq!((credential.person, credential.password_hash), (person.clone(), None));
    commit(store, [Credential::set_password(&person.email, "hash".into(), None)]).await.unwrap();
    let credential = store.credential(&person.email).await.unwrap().unwrap();
    assert_eq!((credential.person, credential.password_hash.as_deref()), (person, Some("hash")));
}

pub(super) async fn an_email_address_is_unique(store: &Aws) {
    let first = person();
    commit(store, invited(&first)).await.unwrap();
    let second = Person { email: first.email.clone(), ..person() };
    assert_eq!(commit(store, invited(&second)).await, Err(CommitError::Stale));
    assert_eq!(store.people(&[second.id]).await.unwrap(), []);
    assert_eq!(store.credential(&first.email).await.unwrap().unwrap().person, first);
}

pub(super) async fn a_password_outlives_changes_of_the_person(store: &Aws) {
    let before = with_password(store, "hash").await;
    let after = changed(store, &before, |person| person.name = "Kari Berg".into()).await.unwrap();
    let credential = store.credential(&before.email).await.unwrap().unwrap();
    assert_eq!((credential.person, credential.password_hash.as_deref()), (after.clone(), Some("hash")));

    let next = Person { version: 3, name: "Kari Lie".into(), ..after.clone() };
    let password = Credential::set_password(&next.email, "other".into(), None);
    commit(store, [password].into_iter().chain(after.replace_by(&next))).await.unwrap();
    let credential = store.credential(&before.email).await.unwrap().unwrap();
    assert_eq!((credential.person, credential.password_hash.as_deref()), (next, Some("other")));
}

pub(super) async fn a_password_needs_its_person(store: &Aws) {
    let password = Credential::set_password("nobody@example.com", "hash".into(), None);
    assert_eq!(commit(store, [password]).await, Err(CommitError::Stale));
    assert_eq!(store.credential("nobody@example.com").await.unwrap(), None);
}

pub(super) async fn a_new_email_address_takes_the_password_along(store: &Aws) {
    let before = with_password(store, "hash").await;
    let email = person().email;
    let after = moved(store, &before, &email).await.unwrap();
    assert_eq!(store.credential(&before.email).await.unwrap(), None);
    let credential = store.credential(&email).await.unwrap().unwrap();
    assert_eq!((credential.person, credential.password_hash.as_deref()), (after, Some("hash")));
    assert_eq!(changed(store, &before, |person| person.name = "Late".into()).await, Err(CommitError::Stale));
}

/// Somebody invited, and their invitation.
async fn with_invitation(store: &Aws) -> (Person, Invitation) {
    let mut person = person();
    let invitation = Invitation {
        invited_by: Some("Kari Halvorsen".into()),
        expires_at: at(60),
        ..records::invitation(person.id, at(0))
    };
    (person.status, person.invitation) = (PersonStatus::Invited, Some(invitation.id));
    let written = Write::create(&invitation);
    commit(store, invited(&person).into_iter().chain([written])).await.unwrap();
    (person, invitation)
}

pub(super) async fn an_invitation_is_found_with_its_person(store: &Aws) {
    let (person, first) = with_invitation(store).await;
    let (other, _) = with_invitation(store).await;
    let found = store.invited(person.id, first.id).await.unwrap().unwrap();
    assert_eq!((&found.invitation, &found.person), (&first, &person));
    assert_eq!(store.invited(other.id, first.id).await.unwrap(), None);

    let sent = first.with_link("hash".into());
    commit(store, [Write::replace(&sent, 1)]).await.unwrap();
    let again = commit(store, [Write::replace(&sent, 1)]).await;
    assert_eq!(again, Err(CommitError::Stale));
    assert_eq!(store.invited(person.id, first.id).await.unwrap().unwrap().invitation, sent);

    let dropped = Write::discard::<Invitation>(Invitation::key_of(person.id, first.id));
    commit(store, [dropped.clone()]).await.unwrap();
    assert_eq!(store.invited(person.id, first.id).await.unwrap(), None);
    // Forgotten by itself, it may be gone already; and what is gone takes no link.
    commit(store, [dropped]).await.unwrap();
    let late = commit(store, [Write::replace(&sent.with_link("late".into()), 2)]).await;
    assert_eq!(late, Err(CommitError::Stale));
}

pub(super) async fn of_two_who_accept_at_once_one_joins(store: &Aws) {
    let (person, invitation) = with_invitation(store).await;
    let accepts = |hash: &str| {
        let joined = Person { version: 2, status: PersonStatus::Active, invitation: None, ..person.clone() };
        let others = [
            Credential::set_password(&joined.email, hash.into(), None),
            Write::discard::<Invitation>(Invitation::key_of(person.id, invitation.id)),
        ];
        commit(store, person.replace_by(&joined).into_iter().chain(others))
    };
    let outcomes = join_all(["one", "other"].map(accepts)).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1, "{outcomes:?}");
    let winner = if outcomes[0].is_ok() { "one" } else { "other" };
    let credential = store.credential(&person.email).await.unwrap().unwrap();
    assert_eq!(credential.password_hash.as_deref(), Some(winner));
    assert_eq!(credential.person.status, PersonStatus::Active);
}

pub(super) async fn a_new_email_address_must_be_free(store: &Aws) {
    let (before, other) = (with_password(store, "hash").await, with_password(store, "other").await);
    assert_eq!(moved(store, &before, &other.email).await, Err(CommitError::Stale));
    assert_eq!(store.credential(&before.email).await.unwrap().unwrap().person, before);
    assert_eq!(store.credential(&other.email).await.unwrap().unwrap().person, other);
}

pub(super) async fn a_session_moves_on_by_version(store: &Aws) {
    let first = session(&person());
    commit(store, [Write::create(&first)]).await.unwrap();
    let month = SignedDuration::from_hours(30 * 24);
    let Refresh::Rotated(second) = first.clone().refresh("family", "one", "two".into(), at(1), month) else {
        panic!("not rotated")
    };
    commit(store, [Write::replace(&second, 1)]).await.unwrap();
    assert_eq!(store.session(first.id).await.unwrap(), Some(second));
    let late = Write::replace(&first, 1);
    assert_eq!(commit(store, [late]).await, Err(CommitError::Stale));
}

pub(super) async fn sessions_are_listed_until_they_are_ended(store: &Aws) {
    let (person, other) = (person(), person());
    let of = |person: &Person, minutes| Session { rotated_at: at(minutes), ..session(person) };
    let (first, second) = (of(&person, 1), of(&person, 2));
    commit(store, [&first, &second, &of(&other, 3)].map(Write::create)).await.unwrap();
    let listed = async |page| store.sessions_of(person.id, page).await.unwrap();
    let page = listed(PageRequest::first(10)).await;
    assert_eq!(
        page.items.iter().map(|row| (row.id, row.rotated_at)).collect::<Vec<_>>(),
        [(second.id, at(2)), (first.id, at(1))]
    );
    let page = listed(PageRequest::first(1)).await;
    assert_eq!(page.items[0].id, second.id);
    assert_eq!(listed(PageRequest { limit: 1, after: page.next }).await.items[0].id, first.id);
    let renewed = Session { version: 2, rotated_at: at(9), ..first.clone() };
    commit(store, [Write::replace(&renewed, 1), Write::replace(&second.ended(at(9)), 1)]).await.unwrap();
    let page = listed(PageRequest::first(10)).await;
    assert_eq!(page.items.iter().map(|row| (row.id, row.rotated_at)).collect::<Vec<_>>(), [(first.id, at(9))]);
}

pub(super) async fn attempts_are_counted_by_window(store: &Aws) {
    let key = format!("sign-in#{}", fresh::<PersonId>());
    let count = async |key: &str, minutes: i64| store.attempt(key, at(minutes), 900).await.unwrap().count();
    for expected in 1..=3 {
        assert_eq!(count(&key, 0).await, expected);
    }
    // A window of a quarter of an hour slides by five minutes: attempts that are in it for sure are counted.
    for (minutes, expected) in [(4, 4), (6, 5), (14, 6), (19, 7), (20, 4), (26, 4), (60, 1)] {
        assert_eq!(count(&key, minutes).await, expected, "after {minutes} minutes");
    }
    assert_eq!(count(&format!("{key}-another"), 0).await, 1);
    let seen = store.attempts(&key, at(60), 900).await.unwrap();
    assert_eq!(seen.count(), 1, "to look is no attempt");
    // The slice began with the five minutes, not with the first attempt, and is forgotten after the window.
    assert_eq!(seen.0.last().unwrap().forgotten_at, "2026-11-20T09:20:00Z".parse().unwrap());
}

pub(super) async fn an_attempt_taken_back_was_none(store: &Aws) {
    let key = format!("sign-in#{}", fresh::<PersonId>());
    let count = async || store.attempt(&key, at(0), 900).await.unwrap().count();
    assert_eq!((count().await, count().await), (1, 2));
    store.uncount_attempt(&key, at(1), 900).await.unwrap();
    assert_eq!(count().await, 2);
    // Uncounting in another window, or more than was counted, takes nothing from later attempts.
    store.uncount_attempt(&key, at(16), 900).await.unwrap();
    for _ in 0..5 {
        store.uncount_attempt(&key, at(0), 900).await.unwrap();
    }
    assert_eq!(count().await, 1);
}

pub(super) async fn attempts_are_forgotten_together(store: &Aws) {
    let key = format!("sign-in#{}", fresh::<PersonId>());
    let count = async |minutes: i64| store.attempt(&key, at(minutes), 900).await.unwrap().count();
    assert_eq!((count(0).await, count(6).await, count(12).await), (1, 2, 3));
    store.forget_attempts(&key, at(12), 900).await.unwrap();
    assert_eq!(store.attempts(&key, at(12), 900).await.unwrap().count(), 0);
    assert_eq!(count(12).await, 1);
    // To forget what was never counted is no error.
    store.forget_attempts(&format!("{key}-another"), at(0), 900).await.unwrap();
}

pub(super) async fn a_reset_is_found_with_its_person_and_used_once(store: &Aws) {
    let person = person();
    let reset =
        PasswordReset { id: fresh(), person: person.id, epoch: 0, link_hash: "hash".into(), expires_at: at(60) };
    commit(store, invited(&person).into_iter().chain([Write::create(&reset)])).await.unwrap();
    assert_eq!(store.password_reset(person.id, reset.id).await.unwrap(), Some((reset.clone(), person.clone())));
    assert_eq!(store.password_reset(fresh(), reset.id).await.unwrap(), None);
    assert_eq!(store.password_reset(person.id, fresh()).await.unwrap(), None);
    commit(store, [Write::remove(&reset)]).await.unwrap();
    assert_eq!(commit(store, [Write::remove(&reset)]).await, Err(CommitError::Stale));
    assert_eq!(store.password_reset(person.id, reset.id).await.unwrap(), None);
}

pub(super) async fn a_person_moves_to_another_address_with_their_credential(store: &Aws) {
    let person = person();
    let change = |version| EmailChange {
        id: fresh(),
        version,
        person: person.id,
        email: format!("new-{}", person.email),
        epoch: 0,
        session: fresh(),
        link_hashes: Vec::new(),
        created_at: at(0),
        expires_at: at(60),
    };
    assert_eq!(store.email_change(person.id).await.unwrap(), None);
    commit(store, invited(&person).into_iter().chain([Write::put(&change(1))])).await.unwrap();
    let newer = change(2);
    commit(store, [Write::put(&newer)]).await.unwrap();
    assert_eq!(store.email_change(person.id).await.unwrap(), Some((newer.clone(), person.clone())));

    let credential = store.credential(&person.email).await.unwrap().unwrap();
    let moved = Person { version: person.version + 1, email: newer.email.clone(), ..person.clone() };
    let moves = || credential.move_to(&moved).into_iter().chain([Write::remove(&newer)]);
    let taken = Credential { person: Person { id: fresh(), ..moved.clone() }, password_hash: None };
    commit(store, [Write::create(&taken)]).await.unwrap();
    assert_eq!(commit(store, moves()).await, Err(CommitError::Stale), "somebody has the address");
    assert_eq!(store.credential(&person.email).await.unwrap().as_ref(), Some(&credential));
    commit(store, [Write::remove(&taken)]).await.unwrap();
    commit(store, moves()).await.unwrap();
    assert_eq!(store.credential(&person.email).await.unwrap(), None);
    let there = Credential { person: moved.clone(), ..credential.clone() };
    assert_eq!(store.credential(&moved.email).await.unwrap(), Some(there));
    assert_eq!(store.email_change(person.id).await.unwrap(), None);
    assert_eq!(commit(store, moves()).await, Err(CommitError::Stale));
}

pub(super) async fn the_newest_code_of_an_address_is_the_one(store: &Aws) {
    let person = person();
    let code = |version| SignInCode {
        email: person.email.clone(),
        person: person.id,
        epoch: 0,
        code_hash: format!("hash {version}"),
        version,
        expires_at: at(10),
    };
    commit(store, [Write::put(&code(1))]).await.unwrap();
    assert_eq!(store.sign_in_code(&person.email).await.unwrap(), None, "nobody has the address");
    commit(store, invited(&person)).await.unwrap();
    assert_eq!(store.sign_in_code(&person.email).await.unwrap(), Some((code(1), person.clone())));
    commit(store, [Write::put(&code(2))]).await.unwrap();
    assert_eq!(store.sign_in_code(&person.email).await.unwrap(), Some((code(2), person.clone())));
    assert_eq!(commit(store, [Write::remove(&code(1))]).await, Err(CommitError::Stale));
    commit(store, [Write::remove(&code(2))]).await.unwrap();
    assert_eq!(store.sign_in_code(&person.email).await.unwrap(), None);
    assert_eq!(store.sign_in_code(&"x".repeat(5000)).await.unwrap(), None);
}

pub(super) async fn a_sign_in_that_was_begun_is_used_up_once(store: &Aws) {
    let begun = |number: u64| BegunSignIn {
        state_hash: format!("state {number}"),
        page_hash: "page".into(),
        issuer: "https://accounts.example".into(),
        client_id: "portico".into(),
        expires_at: at(10),
    };
    commit(store, [Write::create(&begun(1)), Write::create(&begun(2))]).await.unwrap();
    assert_eq!(commit(store, [Write::create(&begun(1))]).await, Err(CommitError::Stale));
    assert_eq!(store.begun_sign_in("state 1").await.unwrap(), Some(begun(1)));
    commit(store, [Write::remove(&begun(1))]).await.unwrap();
    assert_eq!(store.begun_sign_in("state 1").await.unwrap(), None);
    assert_eq!(commit(store, [Write::remove(&begun(1))]).await, Err(CommitError::Stale));
    assert_eq!(store.begun_sign_in("state 2").await.unwrap(), Some(begun(2)));
}

pub(super) async fn a_second_factor_moves_on_by_version(store: &Aws) {
    let factor = SecondFactor {
        person: fresh(),
        version: 1,
        secret: "sealed".into(),
        confirmed: true,
        used_step: 100,
        recovery_hashes: vec!["one".into()],
        answered: Vec::new(),
    };
    commit(store, [Write::replace(&factor, 0)]).await.unwrap();
    assert_eq!(store.second_factor(factor.person).await.unwrap(), Some(factor.clone()));
    assert_eq!(store.second_factor(fresh()).await.unwrap(), None);
    let next = factor.used(101).unwrap();
    commit(store, [Write::replace(&next, 1)]).await.unwrap();
    assert_eq!(commit(store, [Write::replace(&factor.recovered("one").unwrap(), 1)]).await, Err(CommitError::Stale));
    commit(store, [Write::remove(&next)]).await.unwrap();
    assert_eq!(store.second_factor(factor.person).await.unwrap(), None);
}

pub(super) async fn a_password_changed_meanwhile_is_not_overwritten(store: &Aws) {
    let person = with_password(store, "old").await;
    let hash = async || store.credential(&person.email).await.unwrap().unwrap().password_hash.unwrap();
    let replace =
        |hash: &str, expected: &str| Credential::set_password(&person.email, hash.into(), Some(expected.into()));
    commit(store, [replace("new", "old")]).await.unwrap();
    assert_eq!(commit(store, [replace("late", "old")]).await, Err(CommitError::Stale));
    assert_eq!(hash().await, "new");
    // The same together with the person.
    let next = Person { version: 2, name: "Kari Berg".into(), ..person.clone() };
    let with = |password| person.replace_by(&next).into_iter().chain([password]);
    assert_eq!(commit(store, with(replace("late", "old"))).await, Err(CommitError::Stale));
    commit(store, with(replace("newest", "new"))).await.unwrap();
    assert_eq!(hash().await, "newest");
}

pub(super) async fn concurrent_attempts_are_all_counted(store: &Aws) {
    let counts = join_all((0..10).map(|_| store.attempt("key", at(0), 900))).await;
    let mut counts: Vec<u32> = counts.into_iter().map(|attempts| attempts.unwrap().count()).collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=10).collect::<Vec<_>>());
}

pub(super) async fn a_layout_is_kept_for_each_hat(store: &Aws) {
    let (person, hat) = (fresh(), fresh());
    let layout = Layout { version: 1, widgets: vec![Widget { id: "articles".into(), visible: false }] };
    let write = |expected| Write::replace(&HatLayout { person, hat, layout: layout.clone() }, expected);
    commit(store, [write(0)]).await.unwrap();
    assert_eq!(store.layout(person, hat).await.unwrap(), Some(layout.clone()));
    assert_eq!(store.layout(person, fresh()).await.unwrap(), None);
    assert_eq!(commit(store, [write(0)]).await, Err(CommitError::Stale));
}

pub(super) async fn a_draft_comes_back_as_it_was(store: &Aws) {
    let mut deep = json!("end");
    for _ in 0..40 {
        deep = json!({ "in": deep, "empty": "", "nothing": null, "number": 1.5, "list": [1, true] });
    }
    let data = deep.as_object().unwrap().clone();
    let draft = Draft { hat: Some(fresh()), data, ..records::draft(fresh(), "ticket", at(0)) };
    commit(store, [Write::put(&draft)]).await.unwrap();
    assert_eq!(store.draft(draft.person, "ticket").await.unwrap(), Some(draft.clone()));
    assert_eq!(store.draft(draft.person, "reply").await.unwrap(), None);
    let later = Draft { hat: None, updated_at: at(1), ..draft };
    commit(store, [Write::put(&later)]).await.unwrap();
    assert_eq!(store.draft(later.person, "ticket").await.unwrap(), Some(later));
}

pub(super) async fn kept_forms_are_listed_the_latest_first(store: &Aws) {
    let person: PersonId = fresh();
    let keep = |form: &str, minutes| Write::put(&records::draft(person, form, at(minutes)));
    let forms =
        async || -> Vec<String> { store.kept_forms(person).await.unwrap().into_iter().map(|kept| kept.form).collect() };
    assert_eq!(forms().await, Vec::<String>::new());
    commit(store, [keep("ticket", 1), keep("reply-a", 3), keep("reply-b", 2)]).await.unwrap();
    assert_eq!(forms().await, ["reply-a", "reply-b", "ticket"]);
    commit(store, [keep("ticket", 4)]).await.unwrap();
    commit(store, [Draft::discard(person, "reply-a")]).await.unwrap();
    assert_eq!(forms().await, ["ticket", "reply-b"]);
}

pub(super) async fn a_dropped_draft_is_gone(store: &Aws) {
    let person: PersonId = fresh();
    let data = json!({ "synopsis": "The pump" }).as_object().unwrap().clone();
    let draft = Draft { data, ..records::draft(person, "ticket", at(0)) };
    commit(store, [Write::put(&draft)]).await.unwrap();
    for _ in 0..2 {
        commit(store, [Write::discard::<Draft>(Draft::key_of(person, "ticket"))]).await.unwrap();
        assert_eq!(store.draft(person, "ticket").await.unwrap(), None);
    }
}

pub(super) async fn settings_come_back_as_they_were(store: &Aws) {
    let settings = FileSettings::default();
    commit(store, [Write::put(&Versioned { version: 1, section: settings.clone() })]).await.unwrap();
    assert_eq!(store.section::<FileSettings>().await.unwrap(), Some(settings));
    assert_eq!(store.section::<PortalSettings>().await.unwrap(), None);
}

pub(super) async fn a_draft_of_settings_comes_back_next_to_the_former_states(store: &Aws) {
    let none = store.section_draft("knowledge").await.unwrap().open_for_system(&Caller::system()).unwrap();
    assert_eq!(none, SectionDraft::none("knowledge"));
    let draft = SectionDraft {
        version: 1,
        document: Some(json!({ "synonyms": [["till", "register"]] })),
        based_on: 3,
        saved_by: "Kari".into(),
        publication: Some(Publication { at: at(0), by: "Kari".into() }),
        ..none
    };
    commit(store, [Write::replace(&draft, 0)]).await.unwrap();
    assert!(commit(store, [Write::replace(&draft, 0)]).await.is_err(), "somebody else was quicker");
    let found = store.section_draft("knowledge").await.unwrap().open_for_system(&Caller::system()).unwrap();
    assert_eq!(found, draft);
    let former = |version| FormerSection {
        section: "knowledge".into(),
        version,
        document: json!({ "synonyms": [[version.to_string(), "other"]] }),
        replaced_at: at(0),
        replaced_by: "Kari".into(),
    };
    commit(store, [Write::create(&former(1)), Write::create(&former(12))]).await.unwrap();
    assert_eq!(store.former_document("knowledge", 12).await.unwrap(), Some(former(12)));
    assert_eq!(store.former_document("knowledge", 2).await.unwrap(), None);
    let page = store.former_documents("knowledge", PageRequest::first(1)).await.unwrap();
    assert_eq!(page.items, [former(12)]);
}

pub(super) async fn verification_keys_must_be_there(store: &Aws) {
    assert!(matches!(store.verification_keys().await, Err(StoreError::Corrupt(_))));
    let document = json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "kid": "a", "x": "AAAA" }] });
    let section: KeySet = serde_json::from_value(document.clone()).unwrap();
    commit(store, [Write::put(&Versioned { version: 1, section })]).await.unwrap();
    let keys: serde_json::Value = serde_json::from_str(&store.verification_keys().await.unwrap()).unwrap();
    assert_eq!(keys, document);
}

pub(super) async fn of_changes_of_the_key_set_one_wins(store: &Aws) {
    assert_eq!(store.key_set().await.unwrap(), Versioned { version: 0, section: KeySet::default() });
    let set = |kid: &str| KeySet::default().with(PublicHalf::ed25519(kid, "AAAA".into()));
    let write = |kid: &str, expected| {
        let next = Versioned { version: expected, section: KeySet::default() }.next(set(kid));
        commit(store, [Write::replace(&next, expected)])
    };
    let won = join_all(vec![write("a", 0), write("b", 0), write("c", 0)]).await;
    assert_eq!(won.iter().filter(|made| made.is_ok()).count(), 1, "{won:?}");
    let known = store.key_set().await.unwrap();
    assert_eq!((known.section.keys.len(), known.version), (1, 1));
    assert_eq!(write("late", 0).await, Err(CommitError::Stale));
    write("next", 1).await.unwrap();
    assert_eq!(store.key_set().await.unwrap(), Versioned { version: 2, section: set("next") });
    // What everybody verifies with is the same.
    let shown: serde_json::Value = serde_json::from_str(&store.verification_keys().await.unwrap()).unwrap();
    assert_eq!(shown["keys"][0]["kid"], "next");
    // One that was written as a section of the settings is changed likewise.
    let document = json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "kid": "old", "x": "AAAA" }] });
    let section: KeySet = serde_json::from_value(document).unwrap();
    commit(store, [Write::put(&Versioned { version: 1, section })]).await.unwrap();
    let known = store.key_set().await.unwrap();
    assert_eq!(known.section.half("old").unwrap().good_until, None);
    write("over", known.version).await.unwrap();
}

pub(super) async fn an_account_comes_back(store: &Aws) {
    let account = account();
    commit(store, [Write::create(&account)]).await.unwrap();
    let found = store.account(account.id).await.unwrap().open(&administrator(), Action::ViewAccount).unwrap();
    assert_eq!(found, account);
}

fn entitlement(account: AccountId, product: ProductId) -> Entitlement {
    Entitlement {
        product,
        supported_until: None,
        quantity: 2,
        serials: vec!["A1".into(), "A2".into()],
        support_until: date(2027, 1, 31),
        ..records::entitlement(account)
    }
}

pub(super) async fn entitlements_are_listed_by_product(store: &Aws) {
    let account = account();
    let (first, second): (ProductId, ProductId) = (fresh(), fresh());
    let owned = [second, first, second, first, first].map(|product| entitlement(account.id, product));
    let other = entitlement(fresh(), first);
    let writes = owned.iter().chain([&other]).map(Write::put);
    commit(store, writes.chain([Write::create(&account)])).await.unwrap();
    let read = async |page: PageRequest| store.entitlements(account.id, page).await.unwrap().of(&account).unwrap();
    let found = all_pages(2, read).await;
    assert_eq!(found.len(), owned.len());
    assert!(owned.iter().all(|owned| found.contains(owned)));
    assert_eq!(found.iter().map(|owned| owned.product).collect::<Vec<_>>(), [first, first, first, second, second]);
    let more = Entitlement { quantity: 3, ..owned[0].clone() };
    commit(store, [Write::put(&more)]).await.unwrap();
    let found = all_pages(50, read).await;
    assert_eq!(found.len(), owned.len());
    assert!(found.contains(&more));
}

pub(super) async fn uploads_are_read_together(store: &Aws) {
    let uploads = [(); 3].map(|()| upload(fresh()));
    let writes = uploads.iter().map(Write::create);
    commit(store, writes).await.unwrap();
    let ids = [uploads[2].id, fresh(), uploads[0].id];
    assert_eq!(store.uploads(&ids).await.unwrap(), [uploads[2].clone(), uploads[0].clone()]);
    assert_eq!(store.uploads(&[]).await.unwrap(), []);
    let owner = customer(uploads[1].owner, fresh());
    let found = store.upload(uploads[1].id).await.unwrap().open(&owner, Action::UploadFile).unwrap();
    assert_eq!(found, uploads[1]);
}
