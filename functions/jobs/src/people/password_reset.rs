//! Mail with the link of a password reset. The secret in the link is made when the mail is sent, and is in that mail
//! only: the record stores its hash.

use crate::language::{Language, Localized, template};
use crate::mail::{MailRow, Permission, RecordMail, send_about};
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join;
use minijinja::context;
use portico_domain::change::Write;
use portico_domain::people::jobs::SendPasswordReset;
use portico_domain::people::{PasswordReset, PersonStatus, RESET_LIFETIME, ResetLink};
use portico_domain::portal::PortalSettings;
use portico_http::hash::{random_secret, sha256_hex};

const RESET: MailRow = MailRow {
    name: "password reset",
    text: template!("password_reset"),
    button_label: Localized { en: "Choose a new password", es: "Elegir una nueva contraseña" },
    category: None,
};

impl Run for SendPasswordReset {
    /// Sends the mail, unless nobody can sign in with the address or the request is too old. A repeated mail has a link
    /// of its own: it is unknown whether the first mail arrived.
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let (credential, portal) = try_join(store.credential(&self.email), store.section::<PortalSettings>()).await?;
        let expires_at = cx.job.created_at + RESET_LIFETIME;
        let person = credential.map(|credential| credential.person);
        let Some(person) = person.filter(|person| person.status == PersonStatus::Active && expires_at > cx.act.now)
        else {
            return Ok(Completion::Row);
        };
        let secret = random_secret().ok_or_else(|| JobError::Retry("no randomness".into()))?;
        let link = ResetLink { person: person.id, id: cx.act.id(), secret };
        // Stored before the mail is handed over: a link that arrives is valid.
        let reset = PasswordReset {
            id: link.id,
            person: person.id,
            epoch: person.epoch,
            link_hash: sha256_hex(link.secret.as_bytes()),
            expires_at,
        };
        let mail = RecordMail {
            to: &person,
            record: &person,
            account: person.hats.iter().find_map(|hat| hat.account),
            permission: Permission::Own,
            obsolete: None,
            row: RESET,
            facts: context! {
                at => Language::of(&person).moment(cx.job.created_at, &person),
                device => self.device,
                until => Language::of(&person).moment(expires_at, &person),
                url => format!("{}/password#{}", cx.portal_url, link.text()),
            },
            stored_first: Some(Write::create(&reset)),
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
    use portico_domain::jobs::Job;
    use portico_domain::people::{Credential, Person};
    use portico_testing::{MockStore, at_once, records};
    use std::sync::{Arc, Mutex};

    fn person() -> Person {
        records::person(vec![records::hat(HatKind::Staff, Role::Sales)], Timestamp::now())
    }

    /// Store in which this job is due, and in which this person has the address.
    fn owing(job: Job, person: Option<Person>) -> MockStore {
        let mut store = MockStore::new();
        store.expect_due().returning(move |_, _, _| at_once(Ok(vec![job.clone()])));
        store.expect_replace().returning(|_, _, _| at_once(Ok(())));
        let credential = person.map(|person| Credential { person, password_hash: None });
        store.expect_credential().returning(move |_| at_once(Ok(credential.clone())));
        store.expect_section::<PortalSettings>().returning(|| at_once(Ok(None)));
        store
    }

    fn request(person: &Person) -> SendPasswordReset {
        SendPasswordReset { email: person.email.clone(), device: Some("Firefox on Windows".into()) }
    }

    #[tokio::test]
    async fn the_hash_of_a_link_is_kept_before_its_mail_is_sent() {
        let person = person();
        let mut store = owing(job(&request(&person)), Some(person.clone()));
        let kept: Arc<Mutex<Option<PasswordReset>>> = Arc::default();
        let known = Arc::clone(&kept);
        store.expect_commit().times(1).returning(move |change| {
            *known.lock().expect("one test") = change.saved::<PasswordReset>().next().cloned();
            at_once(Ok(()))
        });
        store.expect_send().times(1).returning(move |mail| {
            let (_, link) = mail.text.split_once("https://portal.example/password#").expect("a link");
            let link = ResetLink::read(link.split_whitespace().next().expect("a text")).expect("a link");
            let kept = kept.lock().expect("one test").clone().expect("kept");
            assert!(kept.stands(&person, &sha256_hex(link.secret.as_bytes()), Timestamp::now()));
            assert_eq!(kept.id, link.id);
            assert!(mail.text.contains("Firefox on Windows"), "{}", mail.text);
            at_once(Ok(()))
        });
        store.expect_touch().times(1).returning(|_| at_once(Ok(())));
        assert_eq!(runner(store).run().await.expect("answered").done, 1);
    }

    #[tokio::test]
    async fn whoever_cannot_sign_in_gets_no_link_and_nor_does_a_late_request() {
        let active = person();
        let late = Job { created_at: Timestamp::now() - SignedDuration::from_hours(1), ..job(&request(&active)) };
        let of = |status| Some(Person { status, ..active.clone() });
        for (job, person) in [
            (job(&request(&active)), None),
            (job(&request(&active)), of(PersonStatus::Disabled)),
            (job(&request(&active)), of(PersonStatus::Invited)),
            (late, Some(active.clone())),
        ] {
            let mut store = owing(job, person);
            store.expect_commit().never();
            store.expect_send().never();
            store.expect_touch().never();
            assert_eq!(runner(store).run().await.expect("answered").done, 1);
        }
    }
}
