//! A change: everything that has to be written for one decision, as one transaction. It cannot be built without its touch.

use crate::accounts::{Account, Entitlement};
use crate::files::Upload;
use crate::ids::{ArticleId, HatId, InvitationId, PersonId, TicketId};
use crate::invitations::Invitation;
use crate::jobs::Job;
use crate::knowledge::{Article, Vote};
use crate::people::{Layout, Person, Session};
use crate::settings::TicketSettings;
use crate::signing::KeySet;
use crate::tickets::Ticket;
use crate::tickets::availability::RoundRobinCursor;
use crate::tickets::timeline::{InternalItem, PublicItem};
use crate::touch::Touch;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How long an idempotency key is kept.
pub const CLAIM_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// One record to be written. `expected` is the version it must still have; 0: it must not exist yet.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// A person, with the copy that signing in reads.
    Person {
        /// New state of the person.
        person: Person,
        /// The version it must have.
        expected: u64,
    },
    /// Nothing of a person, who must still be as they were when this was decided.
    PersonStays {
        /// The person.
        person: PersonId,
        /// The version they must have.
        expected: u64,
    },
    /// The hash of a person's password.
    Password {
        /// E-mail address of the person.
        email: String,
        /// PHC string.
        hash: String,
        /// The one it must have now; without, whichever it has.
        expected: Option<String>,
    },
    /// An invitation. It is forgotten when it cannot be accepted any more.
    Invitation {
        /// New state of the invitation.
        invitation: Invitation,
        /// The version it must have.
        expected: u64,
    },
    /// An invitation that was accepted.
    DropInvitation {
        /// Person it belongs to.
        person: PersonId,
        /// Invitation that is deleted.
        invitation: InvitationId,
    },
    /// A session.
    Session {
        /// New state of the session.
        session: Session,
        /// The version it must have.
        expected: u64,
    },
    /// The home page of one hat.
    Layout {
        /// Person it belongs to.
        person: PersonId,
        /// Hat that the layout is for.
        hat: HatId,
        /// New state of the layout.
        layout: Layout,
        /// The version it must have.
        expected: u64,
    },
    /// Text being typed.
    Draft(Draft),
    /// Text no longer being typed.
    DropDraft {
        /// Person it belongs to.
        person: PersonId,
        /// Form that the draft is of.
        form: String,
    },
    /// An upload.
    Upload {
        /// New state of the upload.
        upload: Upload,
        /// The version it must have.
        expected: u64,
    },
    /// An upload that nobody claimed.
    DropUpload {
        /// State of the upload before the change.
        upload: Upload,
    },
    /// A ticket.
    Ticket {
        /// New state of the ticket.
        ticket: Ticket,
        /// State before the change; none for a new record.
        before: Option<Ticket>,
    },
    /// Nothing of a ticket, which must still be as it was when this was decided.
    Stays {
        /// The ticket.
        ticket: TicketId,
        /// The version it must have.
        expected: u64,
    },
    /// An item on a ticket that everybody on it sees.
    Public {
        /// The ticket.
        ticket: TicketId,
        /// The item.
        item: PublicItem,
    },
    /// An item on a ticket that only staff see.
    Internal {
        /// The ticket.
        ticket: TicketId,
        /// The item.
        item: InternalItem,
    },
    /// Who had the last turn in a queue; the one before must be the last that was counted.
    RoundRobinCursor(RoundRobinCursor),
    /// Somebody of whom the rota need not know any more that they are away.
    OffRota {
        /// Person concerned.
        person: PersonId,
    },
    /// An account.
    Account {
        /// New state of the account.
        account: Account,
        /// The version it must have.
        expected: u64,
    },
    /// Purchase of an account.
    Entitlement(Entitlement),
    /// An article.
    Article {
        /// New state of the article.
        article: Article,
        /// State before the change; none for a new record.
        before: Option<Article>,
    },
    /// A vote on an article, one for each person.
    Vote {
        /// The vote. Its version is that of the one before and one more.
        vote: Vote,
        /// The one before, as far as is known.
        before: Option<Vote>,
    },
    /// A ticket that was not needed, thanks to an article: one for each person, article and day.
    Deflection {
        /// The article.
        article: ArticleId,
        /// Person it belongs to.
        person: PersonId,
        /// Whether the person said it was solved, or only left.
        solved: bool,
        /// Time of the deflection.
        at: Timestamp,
    },
    /// A job.
    Job {
        /// New state of the job.
        job: Job,
        /// The version it must have.
        expected: u64,
    },
    /// A job that was carried out.
    DropJob {
        /// State of the job before the change.
        job: Job,
    },
    /// The public halves of the signing keys.
    KeySet {
        /// New state of the keys.
        keys: KeySet,
        /// The version it must have.
        expected: u64,
    },
    /// Who works on which queue, and what else is settled of tickets.
    Queues {
        /// New state of the settings.
        settings: TicketSettings,
        /// The version it must have.
        expected: u64,
    },
    /// A section of the settings.
    Settings {
        /// Name of the section.
        section: &'static str,
        /// The document.
        document: serde_json::Value,
    },
}

/// Text being typed, kept so that it survives a lost session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Person it belongs to.
    pub person: PersonId,
    /// Hat that it was written under. Without one it is for every hat of the person.
    pub hat: Option<HatId>,
    /// Form that the draft is of.
    pub form: String,
    /// Fields of the form.
    pub data: serde_json::Map<String, serde_json::Value>,
    /// Time at which the draft was last kept.
    pub updated_at: Timestamp,
}

/// The form of a ticket to be opened. The first hat that writes one keeps it here; versions without hats read no other.
pub const TICKET_FORM: &str = "ticket";

/// The form of a ticket to be opened that a hat keeps for itself while another hat's draft is the first one.
pub fn ticket_form_of(hat: HatId) -> String {
    format!("{TICKET_FORM}-{hat}")
}

/// Where a hat's draft of a ticket is, and the draft: its own one, or the first one unless that is another hat's.
pub fn ticket_draft(hat: HatId, first: Option<Draft>, own: Option<Draft>) -> (String, Option<Draft>) {
    let of_another = first.as_ref().and_then(|draft| draft.hat).is_some_and(|writer| writer != hat);
    if of_another || own.is_some() { (ticket_form_of(hat), own) } else { (TICKET_FORM.into(), first) }
}

/// How many drafts a person has at most. One more takes the place of the one that was left alone longest.
pub const MOST_DRAFTS: usize = 50;

/// That a person has a draft, without what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// Form that the draft is of.
    pub form: String,
    /// Time at which the draft was last kept.
    pub updated_at: Timestamp,
}

/// The drafts that go when the one of `form` is kept beside `kept`: those left alone longest.
pub fn outlived(mut kept: Vec<KeptForm>, form: &str) -> Vec<String> {
    kept.retain(|other| other.form != form);
    kept.sort_by_key(|other| std::cmp::Reverse(other.updated_at));
    kept.into_iter().skip(MOST_DRAFTS - 1).map(|other| other.form).collect()
}

/// An idempotency key taken by a change, with the answer it gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Person whose key it is.
    pub person: PersonId,
    /// The key.
    pub key: String,
    /// Hash of what was asked: operation, path and body.
    pub request_hash: String,
    /// The answer, to be given again.
    pub answer: StoredReply,
    /// When the key is forgotten.
    pub expires_at: Timestamp,
}

/// An answer kept to be given again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredReply {
    /// The body, as it was sent.
    pub body: String,
    /// Where the created record is.
    pub location: Option<String>,
    /// The version of the record.
    pub version: Option<u64>,
    /// Whether the body is not the answer, but what the handler makes it of anew: for answers that must not be kept.
    #[serde(default)]
    pub remade: bool,
}

/// Everything one decision writes.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The records.
    pub writes: Vec<Write>,
    /// What the ledger says of it.
    pub touch: Touch,
    /// The side effects owed.
    pub jobs: Vec<Job>,
    /// The idempotency key it takes.
    pub claim: Option<Claim>,
}

impl Change {
    /// A change that leaves this touch and, so far, writes nothing else.
    pub fn new(touch: Touch) -> Self {
        Self { writes: Vec::new(), touch, jobs: Vec::new(), claim: None }
    }

    /// With one record more.
    pub fn write(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }

    /// With some records more.
    pub fn writes(mut self, writes: impl IntoIterator<Item = Write>) -> Self {
        self.writes.extend(writes);
        self
    }

    /// With one side effect more.
    pub fn job(mut self, job: Job) -> Self {
        self.jobs.push(job);
        self
    }
    /// With some side effects more.
    pub fn jobs(mut self, jobs: impl IntoIterator<Item = Job>) -> Self {
        self.jobs.extend(jobs);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{monday, uuid};

    fn draft(hat: Option<HatId>) -> Draft {
        let form = TICKET_FORM.into();
        Draft { person: uuid(1).into(), hat, form, data: serde_json::Map::new(), updated_at: monday() }
    }

    #[test]
    fn a_hat_has_the_first_draft_of_a_ticket_or_its_own() {
        let (hat, another) = (HatId(uuid(2)), HatId(uuid(3)));
        let first = || TICKET_FORM.to_owned();
        assert_eq!(ticket_draft(hat, None, None), (first(), None));
        for writer in [None, Some(hat)] {
            assert_eq!(ticket_draft(hat, Some(draft(writer)), None), (first(), Some(draft(writer))));
        }
        assert_eq!(ticket_draft(hat, Some(draft(Some(another))), None), (ticket_form_of(hat), None));
        // Its own one stays its own, whatever becomes of the first one.
        let own = || Some(draft(Some(hat)));
        for first in [None, Some(draft(None)), Some(draft(Some(another)))] {
            assert_eq!(ticket_draft(hat, first, own()), (ticket_form_of(hat), own()));
        }
    }

    fn kept(number: usize) -> KeptForm {
        let minutes = i64::try_from(number).unwrap();
        KeptForm { form: format!("form {number}"), updated_at: monday() + SignedDuration::from_mins(minutes) }
    }

    #[test]
    fn the_draft_left_alone_longest_makes_room_for_one_more() {
        let full: Vec<KeptForm> = (1..=MOST_DRAFTS).map(kept).collect();
        assert_eq!(outlived(full.clone(), "another"), ["form 1"]);
        assert!(outlived(full.clone(), "form 1").is_empty(), "one that is kept again is not one more");
        assert!(outlived(full[1..].to_vec(), "another").is_empty());
        let more: Vec<KeptForm> = (0..=MOST_DRAFTS).map(kept).rev().collect();
        assert_eq!(outlived(more, "another"), ["form 1", "form 0"]);
    }
}
