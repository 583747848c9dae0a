//! Mail with a code to sign in. The code is made when the mail is sent, and is in that mail only: the record stores its
//! hash.

use crate::language::{Language, Localized, template};
use crate::mail::{MailRow, Permission, RecordMail, send_about};
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join;
use minijinja::context;
use portico_domain::change::Write;
use portico_domain::people::jobs::SendSignInCode;
use portico_domain::people::{CODE_LIFETIME, PersonStatus, SignInCode};
use portico_domain::portal::PortalSettings;
use portico_http::hash::random_code;
use portico_http::sealing::{Purpose, keyed_hash};

const CODE: MailRow = MailRow {
    name: "sign-in code",
    text: template!("sign_in_code"),
    button_label: Localized { en: "Open the portal", es: "Abrir el portal" },
    category: None,
};

impl Run for SendSignInCode {
    /// Sends the mail, unless nobody can sign in with the address or the request is too old. The code of a repeated
    /// mail replaces the one before.
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let (credential, portal) = try_join(store.credential(&self.email), store.section::<PortalSettings>()).await?;
        let expires_at = cx.job.created_at + CODE_LIFETIME;
        let person = credential.map(|credential| credential.person);
        let Some(person) = person.filter(|person| person.status == PersonStatus::Active && expires_at > cx.act.now)
        else {
            return Ok(Completion::Row);
        };
        let digits = random_code().ok_or_else(|| JobError::Retry("no randomness".into()))?;
        let code_hash = keyed_hash(Purpose::SignInCode, &SignInCode::text(&person.email, &digits))?;
        let version = cx.act.now.as_microsecond().unsigned_abs();
        let code = SignInCode {
            email: person.email.clone(),
            person: person.id,
            epoch: person.epoch,
            code_hash,
            version,
            expires_at,
        };
        let (first, last) = digits.split_at(3);
        let mail = RecordMail {
            to: &person,
            record: &person,
            account: person.hats.iter().find_map(|hat| hat.account),
            permission: Permission::Own,
            obsolete: None,
            row: CODE,
            facts: context! {
                code => format!("{first} {last}"),
                at => Language::of(&person).moment(cx.job.created_at, &person),
                device => self.device,
                until => Language::of(&person).moment(expires_at, &person),
                url => cx.portal_url,
            },
            // Stored before the mail is handed over: a code that arrives is good.
            stored_first: Some(Write::put(&code)),
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

    #[tokio::test]
    async fn the_hash_of_a_code_is_kept_before_its_mail_is_sent() {
        let person = person();
        let mut store = owing(job(&SendSignInCode { email: person.email.clone(), device: None }), Some(person.clone()));
        let kept: Arc<Mutex<Option<SignInCode>>> = Arc::default();
        let known = Arc::clone(&kept);
        store.expect_commit().times(1).returning(move |change| {
            *known.lock().expect("one test") = change.saved::<SignInCode>().next().cloned();
            at_once(Ok(()))
        });
        store.expect_send().times(1).returning(move |mail| {
            let line = mail.text.lines().find(|line| line.len() == 7 && line.as_bytes()[3] == b' ').expect("a code");
            let digits: String = line.split(' ').collect();
            assert!(!mail.subject.contains(line), "a subject is shown on locked screens: {}", mail.subject);
            let hash = keyed_hash(Purpose::SignInCode, &SignInCode::text(&person.email, &digits)).expect("a hash");
            let kept = kept.lock().expect("one test").clone().expect("kept");
            assert!(kept.stands(&person, &hash, Timestamp::now()));
            at_once(Ok(()))
        });
        store.expect_touch().times(1).returning(|_| at_once(Ok(())));
        assert_eq!(runner(store).run().await.expect("answered").done, 1);
    }

    #[tokio::test]
    async fn whoever_cannot_sign_in_gets_no_code_and_nor_does_a_late_request() {
        let active = person();
        let request = || job(&SendSignInCode { email: active.email.clone(), device: None });
        let late = Job { created_at: Timestamp::now() - SignedDuration::from_mins(10), ..request() };
        let disabled = Person { status: PersonStatus::Disabled, ..active.clone() };
        for (job, person) in [(request(), None), (request(), Some(disabled)), (late, Some(active.clone()))] {
            let mut store = owing(job, person);
            store.expect_commit().never();
            store.expect_send().never();
            assert_eq!(runner(store).run().await.expect("answered").done, 1);
        }
    }
}
