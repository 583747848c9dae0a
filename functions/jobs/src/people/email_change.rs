//! Mails of a change of the e-mail address: the link to the new one, and the notice to the previous one. The secret in
//! the link is made when the mail is sent, and is in that mail only: the record stores its hash.

use crate::language::{Language, Localized, template};
use crate::mail::{MailRow, Permission, RecordMail, send_about};
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join;
use minijinja::context;
use portico_domain::change::Write;
use portico_domain::people::jobs::{SendEmailChange, SendEmailChanged};
use portico_domain::people::{EmailChangeLink, Person};
use portico_domain::portal::PortalSettings;
use portico_http::hash::{random_secret, sha256_hex};

const LINK: MailRow = MailRow {
    name: "link to a new address",
    text: template!("email_change"),
    button_label: Localized { en: "Confirm the address", es: "Confirmar la dirección" },
    category: None,
};

const NOTICE: MailRow = MailRow {
    name: "notice to the previous address",
    text: template!("email_changed"),
    button_label: Localized { en: "Open the portal", es: "Abrir el portal" },
    category: None,
};

impl Run for SendEmailChange {
    /// Sends the mail, unless somebody has the address, the request is too old, or a newer one has replaced it. A
    /// repeated mail has its own link, and the link before stays valid: it is unknown whether the first mail arrived.
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let (found, portal) = try_join(store.email_change(self.person), store.section::<PortalSettings>()).await?;
        let asked = found.filter(|(change, person)| change.id == self.change && change.stands(person, cx.act.now));
        let Some((change, person)) = asked else {
            return Ok(Completion::Row);
        };
        if store.credential(&change.email).await?.is_some() {
            return Ok(Completion::Row);
        }
        let secret = random_secret().ok_or_else(|| JobError::Retry("no randomness".into()))?;
        let link = EmailChangeLink { person: person.id, id: change.id, secret };
        // Stored before the mail is handed over: a link that arrives is valid.
        let kept = change.with_link(sha256_hex(link.secret.as_bytes()));
        let to = Person { email: change.email.clone(), ..person.clone() };
        let mail = RecordMail {
            to: &to,
            record: &person,
            account: person.hats.iter().find_map(|hat| hat.account),
            permission: Permission::Own,
            obsolete: None,
            row: LINK,
            facts: context! {
                email => change.email,
                at => Language::of(&person).moment(change.created_at, &person),
                until => Language::of(&person).moment(change.expires_at, &person),
                url => format!("{}/email-change#{}", cx.portal_url, link.text()),
            },
            stored_first: Some(Write::replace(&kept, change.version)),
            answers: None,
        };
        send_about(store, cx, &portal.unwrap_or_default(), mail).await?;
        Ok(Completion::Row)
    }
}

impl Run for SendEmailChanged {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let (person, portal) = try_join(store.person(self.person), store.section::<PortalSettings>()).await?;
        let Some(person) = person.open_for_system(&cx.act.caller) else {
            return Ok(Completion::Row);
        };
        let to = Person { email: self.email.clone(), ..person.clone() };
        let mail = RecordMail {
            to: &to,
            record: &person,
            account: person.hats.iter().find_map(|hat| hat.account),
            permission: Permission::Own,
            obsolete: None,
            row: NOTICE,
            facts: context! {
                email => self.email,
                at => Language::of(&person).moment(self.at, &person),
                device => self.device,
                url => cx.portal_url,
            },
            stored_first: None,
            answers: None,
        };
        send_about(store, cx, &portal.unwrap_or_default(), mail).await?;
        Ok(Completion::Row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{job, runner};
    use jiff::{SignedDuration, Timestamp};
    use portico_domain::hats::{HatKind, Role};
    use portico_domain::ids::{EmailChangeId, SessionId};
    use portico_domain::jobs::Job;
    use portico_domain::people::{Credential, EmailChange, PersonStatus};
    use portico_domain::policy::Guarded;
    use portico_testing::{MockStore, at_once, records};
    use std::sync::{Arc, Mutex};
    use uuid::Uuid;

    fn person() -> Person {
        records::person(vec![records::hat(HatKind::Staff, Role::Sales)], Timestamp::now())
    }

    fn asked(person: &Person) -> EmailChange {
        EmailChange {
            id: EmailChangeId(Uuid::now_v7()),
            version: 7,
            person: person.id,
            email: "new@example.com".into(),
            epoch: person.epoch,
            session: SessionId(Uuid::now_v7()),
            link_hashes: Vec::new(),
            created_at: Timestamp::now(),
            expires_at: Timestamp::now() + SignedDuration::from_hours(1),
        }
    }

    /// Store in which this job is due and this change under way, and in which somebody may have the address.
    fn owing(job: Job, change: EmailChange, person: Person, other: Option<Person>) -> MockStore {
        let mut store = MockStore::new();
        store.expect_due().returning(move |_, _, _| at_once(Ok(vec![job.clone()])));
        store.expect_replace().returning(|_, _, _| at_once(Ok(())));
        store.expect_email_change().returning(move |_| at_once(Ok(Some((change.clone(), person.clone())))));
        let credential = other.map(|person| Credential { person, password_hash: None });
        store.expect_credential().returning(move |_| at_once(Ok(credential.clone())));
        store.expect_section::<PortalSettings>().returning(|| at_once(Ok(None)));
        store
    }

    fn due(change: &EmailChange) -> Job {
        job(&SendEmailChange { person: change.person, change: change.id })
    }

    #[tokio::test]
    async fn the_hash_of_a_link_is_kept_before_its_mail_goes_to_the_new_address() {
        let person = person();
        let change = asked(&person);
        let mut store = owing(due(&change), change.clone(), person, None);
        let kept: Arc<Mutex<Option<EmailChange>>> = Arc::default();
        let known = Arc::clone(&kept);
        store.expect_commit().times(1).returning(move |change| {
            *known.lock().expect("one test") = change.saved::<EmailChange>().next().cloned();
            at_once(Ok(()))
        });
        store.expect_send().times(1).returning(move |mail| {
            assert_eq!(mail.to, change.email);
            let (_, link) = mail.text.split_once("https://portal.example/email-change#").expect("a link");
            let link = EmailChangeLink::read(link.split_whitespace().next().expect("a text")).expect("a link");
            let kept = kept.lock().expect("one test").clone().expect("kept");
            assert!(kept.is_link(link.id, &sha256_hex(link.secret.as_bytes())));
            assert_eq!(kept.version, change.version + 1);
            at_once(Ok(()))
        });
        store.expect_touch().times(1).returning(|_| at_once(Ok(())));
        assert_eq!(runner(store).run().await.expect("answered").done, 1);
    }

    #[tokio::test]
    async fn an_address_that_somebody_has_gets_no_link_and_nor_does_an_old_request() {
        let person = person();
        let change = asked(&person);
        let late = EmailChange { expires_at: Timestamp::now(), ..change.clone() };
        let newer = EmailChange { id: EmailChangeId(Uuid::now_v7()), ..change.clone() };
        let disabled = Person { status: PersonStatus::Disabled, ..person.clone() };
        let moved = Person { epoch: person.epoch + 1, ..person.clone() };
        let other = Person { email: change.email.clone(), ..person.clone() };
        for (change_now, person_now, other) in [
            (change.clone(), person.clone(), Some(other)),
            (late, person.clone(), None),
            (newer, person, None),
            (change.clone(), disabled, None),
            (change.clone(), moved, None),
        ] {
            let mut store = owing(due(&change), change_now, person_now, other);
            store.expect_commit().never();
            store.expect_send().never();
            store.expect_touch().never();
            assert_eq!(runner(store).run().await.expect("answered").done, 1);
        }
    }

    #[tokio::test]
    async fn the_previous_address_is_notified() {
        let at = "2026-11-23T10:00:00Z".parse().expect("a time");
        let person = Person { name: "Kim Berg".into(), time_zone: "UTC".into(), ..person() };
        let device = Some("Firefox on Windows".to_owned());
        let due = job(&SendEmailChanged { person: person.id, email: "old@example.com".into(), at, device });
        let mut store = MockStore::new();
        store.expect_due().returning(move |_, _, _| at_once(Ok(vec![due.clone()])));
        store.expect_replace().returning(|_, _, _| at_once(Ok(())));
        let new = person.email.clone();
        store.expect_person().returning(move |_| at_once(Ok(Guarded::seal(Some(person.clone())))));
        store.expect_section::<PortalSettings>().returning(|| at_once(Ok(None)));
        store.expect_send().times(1).returning(move |mail| {
            assert_eq!(mail.to, "old@example.com");
            for part in ["Hello Kim Berg,", "23 November 2026, 10:00", "Firefox on Windows", "https://portal.example\n"]
            {
                assert!(mail.text.contains(part), "{part} is missing in {}", mail.text);
            }
            assert!(!mail.text.contains(&new), "the reader may be another person by now");
            at_once(Ok(()))
        });
        store.expect_touch().times(1).returning(|_| at_once(Ok(())));
        assert_eq!(runner(store).run().await.expect("answered").done, 1);
    }
}
