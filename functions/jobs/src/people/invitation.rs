//! Mail that invites a person. The secret in its link is made when the mail is sent, and is in that mail only: the
//! record stores its hash.

use crate::language::{Language, Localized, template};
use crate::mail::{MailRow, Permission, RecordMail, one_line, send_about};
use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::future::try_join;
use minijinja::{Value, context};
use portico_domain::change::Write;
use portico_domain::invitations::{InvitationLink, Invited};
use portico_domain::people::jobs::SendInvitation;
use portico_domain::portal::PortalSettings;
use portico_http::hash::{random_secret, sha256_hex};

const INVITATION: MailRow = MailRow {
    name: "invitation",
    text: template!("invitation"),
    button_label: Localized { en: "Choose a password", es: "Elegir una contraseña" },
    category: None,
};

impl Run for SendInvitation {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        send(store, cx, self).await.map(|()| Completion::Row)
    }
}

/// Sends the mail of an invitation, unless the invitation was replaced, accepted or has expired. A repeated mail has
/// its own link, and the link before stays valid: it is unknown whether the first mail arrived.
async fn send<S: Effects>(
    store: &S,
    cx: JobContext<'_>,
    SendInvitation { person, invitation }: SendInvitation,
) -> Result<(), JobError> {
    let (invited, portal) = try_join(store.invited(person, invitation), store.section::<PortalSettings>()).await?;
    let Some(invited) = invited.filter(|invited| invited.stands(cx.act.now)) else {
        return Ok(());
    };
    let secret = random_secret().ok_or_else(|| JobError::Retry("no randomness".into()))?;
    let link = InvitationLink { person, id: invitation, secret };
    // Stored before the mail is handed over: a link that arrives is valid.
    let kept = invited.invitation.with_link(sha256_hex(link.secret.as_bytes()));
    let mail = RecordMail {
        to: &invited.person,
        record: &invited.person,
        account: invited.person.hats.iter().find_map(|hat| hat.account),
        permission: Permission::Own,
        obsolete: None,
        row: INVITATION,
        facts: facts(&invited, &link.text(), cx.portal_url),
        stored_first: Some(Write::update(&invited.invitation, &kept)),
        answers: None,
    };
    send_about(store, cx, &portal.unwrap_or_default(), mail).await
}

/// Values for the template of an invitation; `link` is the part of its address after the `#`.
fn facts(invited: &Invited, link: &str, portal_url: &str) -> Value {
    let Invited { invitation, person, .. } = invited;
    let language = Language::of(person);
    let hats: Vec<String> = person.hats.iter().map(|hat| one_line(&language.hat(hat))).collect();
    context! {
        by => invitation.invited_by.as_deref().map(one_line),
        several => hats.len() > 1,
        hats => hats.join("; "),
        email => person.email.as_str(),
        until => language.moment(invitation.expires_at, person),
        url => format!("{portal_url}/invitation#{link}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{job, runner};
    use portico_domain::change::Change;
    use portico_domain::hats::{HatKind, Role};
    use portico_domain::invitations::Invited;
    use portico_domain::mail::MailError;
    use portico_domain::people::mail::{MailSuppression, StopReason};
    use portico_domain::people::{Invitation, Person, PersonStatus};
    use portico_domain::store::CommitError;
    use portico_domain::touch::{Outcome, Touch};
    use portico_testing::{MockStore, at_once, records};
    use std::sync::{Arc, Mutex};

    fn invited() -> Invited {
        let now = jiff::Timestamp::now();
        let person = records::person(vec![records::hat(HatKind::Staff, Role::Sales)], now);
        let invitation = records::invitation(person.id, now);
        let person = Person {
            name: "Kim Berg".into(),
            email: "kim@example.com".into(),
            time_zone: "UTC".into(),
            status: PersonStatus::Invited,
            invitation: Some(invitation.id),
            ..person
        };
        Invited { invitation, person, queues: None }
    }

    /// Store in which the mail of this invitation is due.
    fn owing(invited: &Invited) -> MockStore {
        let owed = job(&SendInvitation { person: invited.person.id, invitation: invited.invitation.id });
        let mut store = MockStore::new();
        store.expect_due().returning(move |_, _, _| at_once(Ok(vec![owed.clone()])));
        store.expect_replace().returning(|_, _, _| at_once(Ok(())));
        let invited = invited.clone();
        store.expect_invited().returning(move |_, _| at_once(Ok(Some(invited.clone()))));
        store.expect_section::<PortalSettings>().returning(|| at_once(Ok(None)));
        store
    }

    fn hash_in(change: &Change) -> Option<String> {
        change.saved::<Invitation>().find(|saved| saved.version == 2)?.link_hashes.last().cloned()
    }

    #[tokio::test]
    async fn the_hash_of_a_link_is_kept_before_its_mail_is_sent() {
        let invited = invited();
        let mut store = owing(&invited);
        let kept = Arc::new(Mutex::new(None));
        let known = Arc::clone(&kept);
        store.expect_commit().times(1).returning(move |change| {
            *known.lock().expect("one test") = hash_in(&change);
            at_once(Ok(()))
        });
        store.expect_send().times(1).returning(move |mail| {
            let link = mail.text.split_once("https://portal.example/invitation#").map(|(_, rest)| rest);
            let link = link.and_then(|rest| InvitationLink::read(rest.split_whitespace().next()?)).expect("a link");
            let hash = sha256_hex(link.secret.as_bytes());
            assert_eq!(*kept.lock().expect("one test"), Some(hash));
            assert!(mail.html.contains(&link.text()), "{}", mail.html);
            at_once(Ok(()))
        });
        store.expect_touch().times(1).returning(|_| at_once(Ok(())));
        assert_eq!(runner(store).run().await.expect("answered").done, 1);
    }

    #[tokio::test]
    async fn no_mail_is_sent_with_a_link_that_is_not_known() {
        let invited = invited();
        let mut store = owing(&invited);
        store.expect_commit().times(1).returning(|_| at_once(Err(CommitError::Stale)));
        store.expect_send().never();
        assert_eq!(runner(store).run().await.expect("answered").put_off, 1);
    }

    #[tokio::test]
    async fn a_mail_that_is_refused_is_left_to_people() {
        let invited = invited();
        let mut store = owing(&invited);
        store.expect_commit().times(1).returning(|_| at_once(Ok(())));
        store.expect_send().times(1).returning(|_| at_once(Err(MailError::Refused("no such address".into()))));
        assert_eq!(runner(store).run().await.expect("answered").parked, 1);
    }

    #[tokio::test]
    async fn nothing_is_sent_to_whoever_is_not_to_get_it() {
        let asked = invited();
        let now = jiff::Timestamp::now();
        let stop = MailSuppression { email: asked.person.email.clone(), reason: StopReason::Bounced, since: now };
        let stopped = Person { mail_stop: Some(stop), ..asked.person.clone() };
        let replaced = Person { invitation: Some(records::fresh()), ..asked.person.clone() };
        let over = Invitation { expires_at: now, ..asked.invitation.clone() };
        for (invited, touches) in [
            (Invited { person: stopped, ..asked.clone() }, 1),
            (Invited { person: replaced, ..asked.clone() }, 0),
            (Invited { invitation: over, ..asked.clone() }, 0),
        ] {
            let mut store = owing(&invited);
            store.expect_commit().never();
            store.expect_send().never();
            let failed = |touch: &Touch| touch.outcome == Outcome::Failed;
            store.expect_touch().times(touches).withf(failed).returning(|_| at_once(Ok(())));
            assert_eq!(runner(store).run().await.expect("answered").done, 1);
        }
    }
}
