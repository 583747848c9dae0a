//! Text being typed in a form, kept so that it survives a lost session or device.

use crate::change::Write;
use crate::ids::{HatId, PersonId};
use crate::people::Person;
use crate::record::{List, ListHome, ListQuery, Membership, Record, RecordKey, time_text};
use crate::store::StoreResult;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::future::Future;

/// Text being typed in one form of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Person whom the draft belongs to.
    pub person: PersonId,
    /// Hat that the draft was written under. If absent, the draft is for every hat of the person.
    pub hat: Option<HatId>,
    /// Form that the draft is of.
    pub form: String,
    /// Fields of the form.
    pub data: Map<String, Value>,
    /// Time at which the draft was last kept.
    pub updated_at: Timestamp,
}

/// A draft as it is stored: the fields as text, for they may be nested deeper than an item can be.
#[derive(Serialize, Deserialize)]
pub struct StoredDraft {
    /// Fields of the form, as JSON.
    pub data: String,
    /// Time at which the draft was last kept.
    pub updated_at: Timestamp,
    /// Hat that the draft was written under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hat: Option<HatId>,
}

impl Draft {
    /// Key of the draft of a form.
    pub fn key_of(person: PersonId, form: &str) -> RecordKey {
        RecordKey::under(Person::KIND, person, Self::KIND, form)
    }

    /// Write that deletes the draft of a form.
    pub fn discard(person: PersonId, form: &str) -> Write {
        Write::discard::<Self>(Self::key_of(person, form))
    }

    /// Query of a person's drafts, the latest first. It gives a [`KeptForm`] of each.
    pub fn of_person(person: PersonId) -> ListQuery {
        ListQuery::all(drafts_of(person)).newest_first()
    }

    /// The draft of a form, from what is stored.
    pub fn read(person: PersonId, form: &str, stored: StoredDraft) -> serde_json::Result<Self> {
        let data = serde_json::from_str(&stored.data)?;
        Ok(Self { person, hat: stored.hat, form: form.to_owned(), data, updated_at: stored.updated_at })
    }
}

impl Serialize for Draft {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let data = serde_json::to_string(&self.data).map_err(serde::ser::Error::custom)?;
        StoredDraft { data, updated_at: self.updated_at, hat: self.hat }.serialize(serializer)
    }
}

fn drafts_of(person: PersonId) -> List {
    List::new(ListHome::Index1, format!("drafts-of#{person}"))
}

impl Record for Draft {
    const KIND: &'static str = "draft";
    type Row = KeptForm;

    fn key(&self) -> RecordKey {
        Self::key_of(self.person, &self.form)
    }
    fn version(&self) -> u64 {
        1
    }
    fn row(&self) -> KeptForm {
        KeptForm { form: self.form.clone(), updated_at: self.updated_at }
    }
    fn memberships(&self) -> Vec<Membership> {
        vec![drafts_of(self.person).at(format!("{}#{}", time_text(self.updated_at), self.form))]
    }
}

/// The form of a ticket to be opened. The first hat that writes one keeps it here; versions without hats read no other.
pub const TICKET_FORM: &str = "ticket";

/// Form of a hat's own ticket draft, which is used while another hat's draft has [`TICKET_FORM`].
pub fn ticket_form_of(hat: HatId) -> String {
    format!("{TICKET_FORM}-{hat}")
}

/// Returns the form of a hat's ticket draft, and the draft: its own one, or the first one unless another hat wrote it.
pub fn ticket_draft(hat: HatId, first: Option<Draft>, own: Option<Draft>) -> (String, Option<Draft>) {
    let of_another = first.as_ref().and_then(|draft| draft.hat).is_some_and(|writer| writer != hat);
    if of_another || own.is_some() { (ticket_form_of(hat), own) } else { (TICKET_FORM.into(), first) }
}

/// Largest number of drafts of a person. One more replaces the one that was last kept longest ago.
pub const MOST_DRAFTS: usize = 50;

/// Entry of a draft in a list, without the contents of the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptForm {
    /// Form that the draft is of.
    pub form: String,
    /// Time at which the draft was last kept.
    pub updated_at: Timestamp,
}

/// Forms of the drafts to drop when that of `form` is kept in addition to `kept`: those last kept longest ago.
pub fn outlived(mut kept: Vec<KeptForm>, form: &str) -> Vec<String> {
    kept.retain(|other| other.form != form);
    kept.sort_by_key(|other| std::cmp::Reverse(other.updated_at));
    kept.into_iter().skip(MOST_DRAFTS - 1).map(|other| other.form).collect()
}

/// Port of drafts.
pub trait Drafts {
    /// The draft of a form.
    fn draft(&self, person: PersonId, form: &str) -> impl Future<Output = StoreResult<Option<Draft>>> + Send;
}

/// Port of the drafts of a person, without their contents.
pub trait KeptForms {
    /// The drafts of a person without their contents, the latest first: a hundred at most.
    fn kept_forms(&self, person: PersonId) -> impl Future<Output = StoreResult<Vec<KeptForm>>> + Send;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records;
    use crate::testing::{monday, uuid};
    use jiff::SignedDuration;

    fn draft(hat: Option<HatId>) -> Draft {
        Draft { hat, ..records::draft(uuid(1).into(), TICKET_FORM, monday()) }
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
