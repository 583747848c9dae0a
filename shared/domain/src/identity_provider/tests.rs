use super::begun::{BEGUN_LIFETIME, BegunSignIn};
use super::*;
use crate::action::Action;
use crate::hats::Role;
use crate::invitations::{INVITATION_LIFETIME, invite};
use crate::people::Session;
use crate::settings::Section as _;
use crate::settings::difference::Differences;
use crate::testing::{act, caller, monday, person_of, uuid};
use jiff::SignedDuration;

fn settings() -> IdentityProviderSettings {
    IdentityProviderSettings {
        enabled: true,
        issuer: "https://accounts.xyz.example".into(),
        client_id: "portico".into(),
        client_secret: Some("entra".into()),
        label: "XYZ account".into(),
        faces: vec![HatKind::Employee, HatKind::Staff],
        domains: vec!["xyz.example".into(), "xyz.test".into()],
        newcomers: vec![NewcomerRule { domain: "xyz.example".into(), kind: HatKind::Employee, role: Role::Employee }],
    }
}

fn claims(email: &str) -> ProviderClaims {
    ProviderClaims { email: Some(email.into()), email_verified: true, ..ProviderClaims::default() }
}

fn wearing(kinds: &[(HatKind, Role)], status: PersonStatus) -> Person {
    let hats = kinds.iter().map(|(kind, role)| caller(7, *kind, *role, None, &[]).hat).collect();
    Person { hats, ..person_of(7, status) }
}

fn employee(status: PersonStatus) -> Person {
    wearing(&[(HatKind::Employee, Role::Employee)], status)
}

fn arrival(person: Person) -> Option<Arrival> {
    Arrival::of(person, None, &settings(), monday())
}

fn created(claims: &ProviderClaims, address: &str) -> Person {
    let settings = settings();
    let rule = settings.rule_for(address).expect("a rule");
    let ids = NewcomerIds { person: uuid(5).into(), hat: uuid(6).into() };
    Arrival::created(rule, claims, address.into(), "XYZ Co.", ids, monday()).person().clone()
}

#[test]
fn the_provider_vouches_for_verified_addresses_of_its_domains() {
    let address = |email: &str| claims(email).address(&settings());
    assert_eq!(address(" Kari.Berg@XYZ.example ").as_deref(), Some("kari.berg@xyz.example"));
    assert_eq!(address("kari@xyz.test").as_deref(), Some("kari@xyz.test"));
    for other in [
        "kari@evil.example",
        "kari@xyz.example.evil.example",
        "kari@sub.xyz.example",
        "kari@evil.example@xyz.example",
        "kari",
        "@xyz.example",
        "",
    ] {
        assert_eq!(address(other), None, "{other}");
    }
    let unverified = ProviderClaims { email_verified: false, ..claims("kari@xyz.example") };
    assert_eq!(unverified.address(&settings()), None);
    assert_eq!(ProviderClaims { email: None, ..claims("") }.address(&settings()), None);
}

#[test]
fn a_person_with_a_hat_that_is_served_is_let_in() {
    let served = wearing(&[(HatKind::Customer, Role::Member), (HatKind::Staff, Role::Sales)], PersonStatus::Active);
    let let_in = arrival(served.clone()).expect("let in");
    let own = let_in.caller(&settings(), uuid(9).into()).expect("a caller");
    assert_eq!((own.person, own.hat.kind), (served.id, HatKind::Staff), "the first hat that is served");
    let customer = wearing(&[(HatKind::Customer, Role::Member)], PersonStatus::Active);
    assert_eq!(arrival(customer), None);
    for status in [PersonStatus::Disabled, PersonStatus::Invited] {
        assert_eq!(arrival(employee(status)), None, "{status:?}");
    }
    let off = IdentityProviderSettings { enabled: false, ..settings() };
    assert_eq!(Arrival::of(employee(PersonStatus::Active), None, &off, monday()), None);
}

#[test]
fn an_invited_person_accepts_by_coming_through_the_provider() {
    let inviting = act(caller(1, HatKind::Staff, Role::Administrator, None, &[]), Action::InvitePerson, monday());
    let newcomer = crate::invitations::Newcomer {
        name: "Kim Berg".into(),
        email: "kim@xyz.example".into(),
        locale: "en".into(),
        time_zone: "Europe/Oslo".into(),
        hats: vec![caller(7, HatKind::Employee, Role::Employee, None, &[]).hat],
    };
    let (person, change) = invite(&inviting, newcomer, None).expect("invited");
    let invitation = change.saved().next().cloned().expect("an invitation");
    let invited = Invited { invitation, person: person.clone(), queues: None };
    let of = |invited: &Invited, now| Arrival::of(person.clone(), Some(invited.clone()), &settings(), now);
    let arrival = of(&invited, monday()).expect("let in");
    let own = arrival.caller(&settings(), uuid(9).into()).expect("a caller");
    let session = session_of(&person);
    let (joined, change) = arrival.let_in(&act(own, Action::SignInByProvider, monday()), session.record());
    assert_eq!((joined.status, joined.invitation), (PersonStatus::Active, None));
    let link = person.invitation.expect("an invitation");
    assert!(change.writes.contains(&people::Invitation::discard(person.id, link)), "the link is of no use any more");
    assert_eq!(change.touch.detail.as_deref(), Some("accepted the invitation"));
    assert_eq!(of(&invited, monday() + INVITATION_LIFETIME), None, "one that is too old");
    let disabled = Invited { person: Person { status: PersonStatus::Disabled, ..person.clone() }, ..invited };
    assert_eq!(of(&disabled, monday()), None);
}

fn session_of(person: &Person) -> Session {
    crate::records::session(person, &person.hats[0], monday())
}

#[test]
fn a_known_person_leaves_the_touch_of_their_session() {
    let person = employee(PersonStatus::Active);
    let (let_in, session) = (arrival(person.clone()).expect("let in"), session_of(&person));
    let own = let_in.caller(&settings(), session.id).expect("a caller");
    let (after, change) = let_in.let_in(&act(own, Action::SignInByProvider, monday()), session.record());
    assert_eq!((after, change.writes.len()), (person, 0));
    assert_eq!(change.touch.record, Some(session.record()));
}

#[test]
fn a_rule_creates_people_of_its_domain_alone() {
    assert!(settings().rule_for("kari@xyz.example").is_some());
    assert!(settings().rule_for("kari@xyz.test").is_none());
    let said = ProviderClaims {
        name: Some(" Kari Berg ".into()),
        locale: Some("nb-NO".into()),
        time_zone: Some("Europe/Oslo".into()),
        ..claims("kari@xyz.example")
    };
    let person = created(&said, "kari@xyz.example");
    assert_eq!((person.name.as_str(), person.email.as_str()), ("Kari Berg", "kari@xyz.example"));
    assert_eq!((person.locale.as_str(), person.time_zone.as_str()), ("nb-NO", "Europe/Oslo"));
    assert_eq!((person.status, person.version), (PersonStatus::Active, 1));
    let [hat] = person.hats.as_slice() else { panic!("{:?}", person.hats) };
    assert_eq!((hat.kind, hat.role, hat.organisation.as_str()), (HatKind::Employee, Role::Employee, "XYZ Co."));
    assert!(hat.account.is_none() && hat.partner.is_none() && hat.queues.is_empty());
    // The person, and the credential without a password.
    let own = Arrival::New(person.clone()).caller(&settings(), uuid(9).into()).expect("a caller");
    let act = act(own, Action::SignInByProvider, monday());
    let (_, change) = Arrival::New(person.clone()).let_in(&act, session_of(&person).record());
    assert_eq!(change.writes, person.create(None));
    assert_eq!(change.touch.record, person.record());
}

#[test]
fn claims_that_do_not_fit_are_left_out() {
    let odd = |name: Option<&str>| ProviderClaims {
        name: name.map(str::to_owned),
        locale: Some("no such language".into()),
        time_zone: Some("Mars/Olympus".into()),
        ..claims("kari.berg@xyz.example")
    };
    let long = "x".repeat(101);
    for name in [None, Some(""), Some(" "), Some("see www.evil.example"), Some("one\nother"), Some(long.as_str())] {
        let person = created(&odd(name), "kari.berg@xyz.example");
        assert_eq!((person.name.as_str(), person.locale.as_str()), ("kari berg", "en"), "{name:?}");
        assert_eq!(person.time_zone, "UTC");
    }
    assert_eq!(created(&odd(None), "--@xyz.example").name, "New colleague");
}

#[test]
fn a_sign_in_that_was_begun_is_good_for_its_page_and_its_provider_for_ten_minutes() {
    let settings = settings();
    let begun = BegunSignIn::new(&settings, "state".into(), "page".into(), monday());
    assert!(begun.stands(&settings, "page", monday() + BEGUN_LIFETIME - SignedDuration::from_secs(1)));
    assert!(!begun.stands(&settings, "page", monday() + BEGUN_LIFETIME));
    assert!(!begun.stands(&settings, "other", monday()));
    for other in [
        IdentityProviderSettings { enabled: false, ..settings.clone() },
        IdentityProviderSettings { issuer: "https://other.example".into(), ..settings.clone() },
        IdentityProviderSettings { client_id: "other".into(), ..settings.clone() },
    ] {
        assert!(!begun.stands(&other, "page", monday()), "{other:?}");
    }
}

#[test]
fn settings_that_do_not_fit_are_refused_by_field() {
    let errors = |settings: IdentityProviderSettings| -> Vec<(String, String)> {
        settings.validate().into_iter().map(|error| (error.pointer, error.code)).collect()
    };
    let one = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
    assert_eq!(errors(settings()), []);
    for issuer in ["https://accounts.google.com", "https://id.example/realms/xyz", "http://127.0.0.1:4000"] {
        assert_eq!(errors(IdentityProviderSettings { issuer: issuer.into(), ..settings() }), [], "{issuer}");
    }
    for issuer in [
        "",
        "accounts.xyz.example",
        "http://accounts.xyz.example",
        "http://127.0.0.1.evil.example:80",
        "http://127.0.0.1:1@evil.example",
        "https://",
        "https://a.example?b",
        "https://a.example#b",
        "https://a@b.example",
        "https://a b.example",
        "ftp://a.example",
    ] {
        let wrong = IdentityProviderSettings { issuer: issuer.into(), ..settings() };
        assert_eq!(errors(wrong), one("/issuer", "wrong_format"), "{issuer}");
    }
    for name in ["", "Entra", "a/b", "../signing-key", "a secret"] {
        let wrong = IdentityProviderSettings { client_secret: Some(name.into()), ..settings() };
        assert_eq!(errors(wrong), one("/client_secret", "wrong_format"), "{name}");
    }
    assert_eq!(errors(IdentityProviderSettings { client_secret: None, ..settings() }), []);
    let empty = IdentityProviderSettings { faces: Vec::new(), newcomers: Vec::new(), ..settings() };
    assert_eq!(errors(empty), one("/faces", "required"));
    let customers = IdentityProviderSettings { faces: vec![HatKind::Employee, HatKind::Customer], ..settings() };
    assert_eq!(errors(customers), one("/faces/1", "not_one_of"));
    for domain in ["XYZ.test", "xyz", "@xyz.test", "xyz.test.", "127.0.0.1"] {
        let domains = vec!["xyz.example".into(), domain.into()];
        assert_eq!(
            errors(IdentityProviderSettings { domains, ..settings() }),
            one("/domains/1", "wrong_format"),
            "{domain}"
        );
    }
    let twice = vec!["xyz.example".to_owned(), "xyz.example".to_owned()];
    assert_eq!(errors(IdentityProviderSettings { domains: twice, ..settings() }), one("/domains/1", "duplicate"));
}

#[test]
fn a_rule_makes_no_administrators() {
    let with = |domain: &str, kind, role| {
        let rule = NewcomerRule { domain: domain.into(), kind, role };
        let errors = IdentityProviderSettings { newcomers: vec![rule], ..settings() }.validate();
        errors.into_iter().map(|error| error.pointer).collect::<Vec<_>>()
    };
    assert_eq!(with("xyz.example", HatKind::Employee, Role::Contractor), [""; 0]);
    assert_eq!(with("xyz.test", HatKind::Staff, Role::Agent), [""; 0]);
    assert_eq!(with("xyz.example", HatKind::Staff, Role::Administrator), ["/newcomers/0/role"]);
    assert_eq!(with("xyz.example", HatKind::Employee, Role::Agent), ["/newcomers/0/role"]);
    assert_eq!(with("other.example", HatKind::Employee, Role::Employee), ["/newcomers/0/domain"]);
    assert_eq!(with("xyz.example", HatKind::Customer, Role::Member), ["/newcomers/0/kind"]);
    let rule = settings().newcomers[0].clone();
    let twice = IdentityProviderSettings { newcomers: vec![rule.clone(), rule], ..settings() };
    assert_eq!(twice.validate().len(), 1);
}

#[test]
fn secrets_are_not_printed() {
    let answer = ports::ProviderAnswer {
        code: "hidden".into(),
        return_to: "https://portal.example".into(),
        nonce: "hidden".into(),
        verifier: "hidden".into(),
        now: monday(),
    };
    assert!(!format!("{answer:?}").contains("hidden"));
}

#[test]
fn a_change_of_the_provider_is_named_part_by_part() {
    let before = settings();
    let mut after = IdentityProviderSettings { enabled: false, client_secret: None, ..before.clone() };
    after.domains.remove(1);
    after.newcomers[0].role = Role::Contractor;
    let mut found = Differences::default();
    after.differences(&before, &mut found);
    let found = found.found();
    let parts: Vec<_> = found.iter().map(|one| &*one.part).collect();
    assert_eq!(parts, ["provider_enabled", "client_secret_name", "provider_domains", "newcomer_hat"]);
    assert_eq!(found[2].before[0].text, "xyz.test");
    assert_eq!(found[3].after[1].code.as_deref(), Some("role.contractor"));
}
