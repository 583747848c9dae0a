//! Suppression of mail. An address that permanently refuses mail, or whose owner calls it unwanted, gets no more mail
//! until an administrator allows it again.

use crate::act::ActionContext;
use crate::change::Change;
use crate::people::Person;
use crate::record::Resource;
use crate::touch::{Outcome, Touch};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Reason why nothing is sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// The address permanently refused a mail: there is no such mailbox.
    Bounced,
    /// The recipient called a mail unwanted.
    Complained,
}

/// Suppression of all mail to an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSuppression {
    /// Address that gets no mail. Another address of the same person does.
    pub email: String,
    /// Reason why no mail is sent.
    pub reason: StopReason,
    /// Time at which the reason became known.
    pub since: Timestamp,
}

/// Feedback of the mail service about a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFeedback {
    /// The mail could not be delivered now: the mailbox is full, or the mail too large.
    Transient,
    /// Nothing can be delivered to the address.
    Permanent,
    /// The mail was delivered, and called unwanted.
    Complaint,
}

impl Person {
    /// Suppression of mail to the person's present address, if any.
    pub fn stopped(&self) -> Option<&MailSuppression> {
        self.mail_stop.as_ref().filter(|stop| stop.email == self.email)
    }

    /// Returns the change that records feedback at `at` about a mail to the person. `detail` is the mail service's own
    /// word. Nothing if this feedback has stopped mail already: the same feedback may arrive twice.
    pub fn mail_returned(
        self,
        act: &ActionContext,
        returned: MailFeedback,
        at: Timestamp,
        detail: &str,
    ) -> Option<Change> {
        let (what, reason) = match returned {
            MailFeedback::Transient => ("could not be delivered", None),
            MailFeedback::Permanent => ("bounced", Some(StopReason::Bounced)),
            MailFeedback::Complaint => ("was complained of", Some(StopReason::Complained)),
        };
        if self.stopped().is_some_and(|stop| stop.since == at) {
            return None;
        }
        let detail = if detail.is_empty() { what.to_owned() } else { format!("{what}: {detail}") };
        let failed = |touch: Touch| Touch { outcome: Outcome::Failed, ..touch.with_detail(detail) };
        match reason {
            Some(reason) if self.stopped().is_none() => {
                let stop = Some(MailSuppression { email: self.email.clone(), reason, since: at });
                let (_, change) = self.clone().changed_to(Self { mail_stop: stop, ..self }, act);
                Some(Change { touch: failed(change.touch), ..change })
            }
            _ => {
                let account = self.hats.iter().find_map(|hat| hat.account);
                Some(Change::new(failed(act.touch(self.record(), account))))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::caller::Caller;
    use crate::people::PersonStatus;
    use crate::testing::{act, monday, person_of};
    use jiff::SignedDuration;

    fn system() -> ActionContext {
        act(Caller::system(), Action::ReturnMail, monday())
    }

    fn kari() -> Person {
        person_of(7, PersonStatus::Active)
    }

    fn written(change: &Change) -> Option<Person> {
        change.saved().next().cloned()
    }

    #[test]
    fn what_bounced_for_good_or_was_complained_of_stops_mail() {
        let at = Timestamp::UNIX_EPOCH;
        for (returned, reason) in
            [(MailFeedback::Permanent, StopReason::Bounced), (MailFeedback::Complaint, StopReason::Complained)]
        {
            let change = kari().mail_returned(&system(), returned, at, "General").expect("a change");
            assert_eq!((change.touch.outcome, change.touch.person), (Outcome::Failed, None));
            let person = written(&change).expect("the person");
            assert_eq!(person.version, kari().version + 1);
            assert_eq!(person.stopped(), Some(&MailSuppression { email: kari().email, reason, since: at }));
            // The same feedback again writes nothing; another mail that bounces leaves only its touch.
            assert_eq!(person.clone().mail_returned(&system(), returned, at, "General"), None);
            let later = at + SignedDuration::from_mins(1);
            let change = person.clone().mail_returned(&system(), returned, later, "").expect("a change");
            assert_eq!(written(&change), None);
            // The stop is the address's, not the person's.
            assert_eq!(Person { email: "other@example.com".into(), ..person }.stopped(), None);
        }
    }

    #[test]
    fn what_may_be_delivered_later_stops_nothing() {
        let change = kari().mail_returned(&system(), MailFeedback::Transient, Timestamp::UNIX_EPOCH, "MailboxFull");
        let change = change.expect("a change");
        assert_eq!((written(&change), change.touch.outcome), (None, Outcome::Failed));
        assert_eq!(change.touch.detail.as_deref(), Some("could not be delivered: MailboxFull"));
    }
}
