//! The draft of a section: a state that is kept next to the published one until somebody publishes or discards it.

use super::StoredSection;
use super::jobs::PublishSection;
use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::dates;
use crate::error::Error;
use crate::jobs::Job;
use crate::record::{Ownership, Record, RecordKey, RecordKind, RecordRef, Resource};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Longest time ahead at which a draft can be published.
const LONGEST_WAIT_DAYS: i32 = 366;
/// Partition of all drafts.
const DRAFTS: &str = "settings-drafts";

/// Draft of a section. It stays when it is published or discarded, without a document, so that no version comes twice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SectionDraft {
    /// Name of the section.
    pub section: String,
    /// Number of changes, from 1; 0 for one that was never saved.
    pub version: u64,
    /// The document; absent if there is no draft now.
    #[serde(default)]
    pub document: Option<Value>,
    /// Version of the section that the draft was made from.
    pub based_on: u64,
    /// Time at which the draft was saved.
    pub saved_at: Timestamp,
    /// Name of the person who saved the draft.
    pub saved_by: String,
    /// Publication at a later time.
    #[serde(default)]
    pub publication: Option<Publication>,
}

/// Publication of a draft at a later time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Time of the publication.
    pub at: Timestamp,
    /// Name of the person who set the time.
    pub by: String,
}

impl SectionDraft {
    /// The draft of a section of which none was ever saved.
    pub fn none(section: &str) -> Self {
        Self {
            section: section.into(),
            version: 0,
            document: None,
            based_on: 0,
            saved_at: Timestamp::UNIX_EPOCH,
            saved_by: String::new(),
            publication: None,
        }
    }

    /// Key of the draft of a section.
    pub fn key_of(section: &str) -> RecordKey {
        RecordKey::new(DRAFTS, section)
    }

    /// The document and the version that it was made from, or a refusal if there is no draft.
    pub fn document(&self) -> Result<&Value, Error> {
        self.document.as_ref().ok_or_else(|| Error::state("There is no draft of this section."))
    }

    fn changed(&self, act: &ActionContext, next: Self) -> (Self, Change) {
        let next = Self { version: self.version + 1, ..next };
        let change = Change::new(act.touch(next.record(), None)).write(Write::replace(&next, self.version));
        (next, change)
    }

    /// Saves a document that was made from version `based_on` of the section. A time of publication is forgotten.
    pub fn save(
        self,
        act: &ActionContext,
        published: &StoredSection,
        document: Value,
        based_on: u64,
    ) -> Result<(Self, Change), Error> {
        is_based_on(published, based_on)?;
        let (saved_at, saved_by) = (act.now, act.caller.name.clone());
        let document = Some(document);
        let next = Self { document, based_on, saved_at, saved_by, publication: None, ..self.clone() };
        Ok(self.changed(act, next))
    }

    /// Discards the draft.
    pub fn discard(self, act: &ActionContext) -> Result<(Self, Change), Error> {
        self.document()?;
        let next = Self { document: None, publication: None, ..self.clone() };
        Ok(self.changed(act, next))
    }

    /// Sets the time at which the draft is published, by a job.
    pub fn schedule(
        self,
        act: &ActionContext,
        published: &StoredSection,
        at: Timestamp,
    ) -> Result<(Self, Change), Error> {
        self.document()?;
        is_based_on(published, self.based_on)?;
        dates::ahead("/at", at, act.now, LONGEST_WAIT_DAYS)?;
        let next = Self { publication: Some(Publication { at, by: act.caller.name.clone() }), ..self.clone() };
        let (next, change) = self.changed(act, next);
        let task = PublishSection { section: next.section.clone(), draft: next.version };
        Ok((next, change.job(Job::due(act, &task, at))))
    }

    /// Publishes the draft: `document` becomes the next state of the section, and the draft ends.
    pub fn publish(
        self,
        act: &ActionContext,
        published: StoredSection,
        document: Value,
    ) -> Result<(StoredSection, Change), Error> {
        is_based_on(&published, self.based_on)?;
        let by =
            self.publication.as_ref().map_or_else(|| act.caller.name.clone(), |publication| publication.by.clone());
        let (section, change) = published.replace_by(act, document, by);
        let next = Self { version: self.version + 1, document: None, publication: None, ..self.clone() };
        Ok((section, change.write(Write::replace(&next, self.version))))
    }

    /// Whether the job of this task is to publish the draft: nothing has changed since the time was set.
    pub fn awaits(&self, task: &PublishSection) -> bool {
        self.document.is_some() && self.publication.is_some() && self.version == task.draft
    }
}

/// Refuses a draft that was made from another version than the published one: publishing it would lose a change.
fn is_based_on(published: &StoredSection, version: u64) -> Result<(), Error> {
    if published.version == version {
        return Ok(());
    }
    let detail = "Somebody has published this section since the draft was begun. Look at what is published now, and \
                  save the draft again.";
    Err(Error::Conflict { code: "published_meanwhile", detail: detail.into() })
}

impl Record for SectionDraft {
    const KIND: &'static str = "settings_draft";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(&self.section)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
}

impl Resource for SectionDraft {
    fn ownership(&self) -> Ownership {
        Ownership::default()
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Settings, id: self.section.clone(), label: self.section.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::hats::{HatKind, Role};
    use crate::settings::FormerSection;
    use crate::testing::{act, caller, monday};
    use jiff::SignedDuration;
    use serde_json::json;

    fn by_ada() -> ActionContext {
        act(caller(1, HatKind::Staff, Role::Administrator, None, &[]), Action::PublishSettings, monday())
    }

    fn published(version: u64) -> StoredSection {
        StoredSection { name: "knowledge".into(), version, document: json!({ "synonyms": [] }) }
    }

    fn saved() -> SectionDraft {
        let begun = SectionDraft::none("knowledge");
        begun.save(&by_ada(), &published(4), json!({ "synonyms": [["a", "b"]] }), 4).expect("a draft").0
    }

    #[test]
    fn a_published_draft_ends_and_the_state_before_is_kept() {
        let draft = saved();
        assert_eq!((draft.version, draft.based_on), (1, 4));
        let document = draft.document().expect("a document").clone();
        let (section, change) = draft.publish(&by_ada(), published(4), document).expect("published");
        assert_eq!((section.version, &section.document), (5, &json!({ "synonyms": [["a", "b"]] })));
        let former = change.saved::<FormerSection>().next().expect("the state before");
        assert_eq!((former.version, &former.document), (4, &json!({ "synonyms": [] })));
        let ended = change.saved::<SectionDraft>().next().expect("the draft");
        assert_eq!((ended.version, &ended.document), (2, &None), "its version goes on");
    }

    #[test]
    fn a_draft_of_a_former_state_is_not_published() {
        let refused = |error: Error| matches!(error, Error::Conflict { code: "published_meanwhile", .. });
        let draft = saved();
        assert!(refused(draft.clone().publish(&by_ada(), published(5), json!({})).expect_err("refused")));
        assert!(refused(draft.clone().schedule(&by_ada(), &published(5), monday()).expect_err("refused")));
        assert!(refused(draft.clone().save(&by_ada(), &published(5), json!({}), 4).expect_err("refused")));
        // Saved again by somebody who saw what is published now.
        assert_eq!(draft.save(&by_ada(), &published(5), json!({}), 5).expect("saved").0.based_on, 5);
    }

    #[test]
    fn a_time_is_set_within_a_year_and_forgotten_with_the_next_change() {
        let hours = |hours| monday() + SignedDuration::from_hours(hours);
        let at = |at| saved().schedule(&by_ada(), &published(4), at);
        for wrong in [hours(0), hours(-1), hours(367 * 24)] {
            assert!(matches!(at(wrong), Err(Error::Input(_))), "{wrong}");
        }
        let (draft, change) = at(hours(2)).expect("a time");
        let job = &change.jobs[0];
        let task: PublishSection = job.task().expect("its task");
        assert_eq!((job.due, task.draft), (hours(2), 2));
        assert!(draft.awaits(&task));
        let (later, _) = draft.clone().save(&by_ada(), &published(4), json!({}), 4).expect("saved");
        assert!(!later.awaits(&task));
        let (gone, _) = draft.discard(&by_ada()).expect("discarded");
        assert!(!gone.awaits(&task) && gone.clone().discard(&by_ada()).is_err());
    }
}
