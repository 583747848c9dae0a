//! Settings: one document for each section, kept with the version it has. An area declares its own section.

pub mod difference;
pub mod draft;
pub mod jobs;

use crate::act::ActionContext;
use crate::action::Action;
use crate::change::{Change, Write};
use crate::error::{Error, FieldError};
use crate::fault::Fault;
use crate::ids::PersonId;
use crate::paging::{Page, PageRequest};
use crate::policy::Guarded;
use crate::record::{List, ListHome, ListQuery, Ownership, Record, RecordKey, RecordKind, RecordRef, Resource};
use crate::settings::difference::Differences;
use crate::settings::draft::SectionDraft;
use crate::store::StoreResult;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::Future;

/// A section of the settings.
pub trait Section: Serialize + DeserializeOwned + Clone + Debug + PartialEq + Send + Sync + 'static {
    /// Name of the section.
    const NAME: &'static str;

    /// Errors in the values, each with its pointer into the section.
    fn validate(&self) -> Vec<FieldError> {
        Vec::new()
    }
    /// Errors for values of `before` that the section no longer has, although records refer to them.
    fn validate_removals(&self, _before: &Self) -> Vec<FieldError> {
        Vec::new()
    }
    /// Staff to whom the section gives work.
    fn staff(&self) -> Vec<Staffing> {
        Vec::new()
    }
    /// Writes the names of people where the section shows them.
    fn write_names(&mut self, _names: &BTreeMap<PersonId, String>) {}
    /// Adds the differences from `before`, in plain words.
    fn differences(&self, _before: &Self, _found: &mut Differences) {}
}

/// Work that a section gives to a person of the staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staffing {
    /// Pointer into the section to the place that names the person.
    pub pointer: String,
    /// Person who gets the work.
    pub person: PersonId,
    /// Action that the person must be allowed.
    pub action: Action,
    /// Ownership of the records that the work is on.
    pub records: Ownership,
}

/// Partition of all sections.
const SETTINGS: &str = "settings";

/// Key of the section of this name.
pub fn section_key(name: &str) -> RecordKey {
    RecordKey { partition: SETTINGS.into(), sort: name.into() }
}

/// A section of the settings with its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Versioned<S> {
    /// Number of changes, from 1; 0 for one that was never written.
    #[serde(skip)]
    pub version: u64,
    /// The section.
    pub section: S,
}

impl<S: Section> Versioned<S> {
    /// Returns `section` as the version after this one.
    pub fn next(&self, section: S) -> Self {
        Self { version: self.version + 1, section }
    }

    /// Writes that replace the section, and keep the one before in its history.
    pub fn replace(&self, act: &ActionContext, section: S) -> [Write; 2] {
        let document = serde_json::to_value(&self.section).unwrap_or_default();
        let former = FormerSection::of(act, S::NAME.into(), self.version, document);
        [Write::update(self, &self.next(section)), Write::create(&former)]
    }
}

impl<S: Section> Record for Versioned<S> {
    const KIND: &'static str = SETTINGS;
    type Row = ();

    fn key(&self) -> RecordKey {
        section_key(S::NAME)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
}

/// A section as it is stored, for the editing of settings. Only its area knows its type.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct StoredSection {
    /// Name of the section.
    #[serde(skip)]
    pub name: String,
    /// Number of changes, from 1; 0 for one that was never written.
    #[serde(skip)]
    pub version: u64,
    /// The document; null for one that was never written.
    pub document: Value,
}

/// A state of a section that another one replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FormerSection {
    /// Name of the section.
    pub section: String,
    /// Version of the section in this state.
    pub version: u64,
    /// The document.
    pub document: Value,
    /// Time at which this state was replaced.
    pub replaced_at: Timestamp,
    /// Name of the person who replaced this state.
    pub replaced_by: String,
}

impl StoredSection {
    /// Returns the section in its own type, or `None` if it was never written.
    ///
    /// # Errors
    ///
    /// Fails with [`Error::Internal`] if the document cannot be read as this section.
    pub fn typed<S: Section>(&self) -> Result<Option<Versioned<S>>, Error> {
        if self.version == 0 {
            return Ok(None);
        }
        let unreadable = |error| Error::internal(Fault::caused(format!("the section {}", S::NAME), error));
        let section = S::deserialize(&self.document).map_err(unreadable)?;
        Ok(Some(Versioned { version: self.version, section }))
    }

    /// Replaces the document, and keeps the one before in the history of the section.
    pub fn replace(self, act: &ActionContext, document: Value) -> (Self, Change) {
        self.replace_by(act, document, act.caller.name.clone())
    }

    /// Replaces the document in the name of a person who decided on it before.
    pub fn replace_by(self, act: &ActionContext, document: Value, by: String) -> (Self, Change) {
        let next = Self { name: self.name.clone(), version: self.version + 1, document };
        let change = Change::new(act.touch(next.record(), None)).write(Write::replace(&next, self.version));
        let former = (self.version > 0).then(|| FormerSection {
            replaced_by: by,
            ..FormerSection::of(act, self.name, self.version, self.document)
        });
        (next, change.writes(former.as_ref().map(Write::create)))
    }
}

impl Record for StoredSection {
    const KIND: &'static str = SETTINGS;
    type Row = ();

    fn key(&self) -> RecordKey {
        section_key(&self.name)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
}

impl Resource for StoredSection {
    fn ownership(&self) -> Ownership {
        Ownership::default()
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Settings, id: self.name.clone(), label: self.name.clone() })
    }
}

impl FormerSection {
    fn of(act: &ActionContext, section: String, version: u64, document: Value) -> Self {
        let replaced_by = act.caller.name.clone();
        Self { section, version, document, replaced_at: act.now, replaced_by }
    }

    fn partition(section: &str) -> String {
        format!("settings-history#{section}")
    }

    /// Key of the state that a section had at a version.
    pub fn key_of(section: &str, version: u64) -> RecordKey {
        RecordKey::new(Self::partition(section), format!("{version:010}"))
    }

    /// Query of the former states of a section, the newest first.
    pub fn of_section(section: &str) -> ListQuery {
        ListQuery::all(List::new(ListHome::Table, Self::partition(section))).newest_first()
    }
}

impl Record for FormerSection {
    const KIND: &'static str = "former_settings";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(&self.section, self.version)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
}

/// Sections to be edited, and their history.
pub trait SettingsDocuments {
    /// Reads a section; version 0 and no document if the section was never written.
    fn document(&self, section: &str) -> impl Future<Output = StoreResult<Guarded<StoredSection>>> + Send;
    /// Former states of a section, the newest first.
    fn former_documents(
        &self,
        section: &str,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<FormerSection>>> + Send;
    /// The state that a section had at a version, if it was replaced.
    fn former_document(
        &self,
        section: &str,
        version: u64,
    ) -> impl Future<Output = StoreResult<Option<FormerSection>>> + Send;
}

/// Drafts of sections.
pub trait SettingsDrafts {
    /// Reads the draft of a section; version 0 and no document if none was ever saved.
    fn section_draft(&self, section: &str) -> impl Future<Output = StoreResult<Guarded<SectionDraft>>> + Send;
}

/// Settings.
pub trait Settings {
    /// Reads a section, if it was ever written.
    fn section<T: Section>(&self) -> impl Future<Output = StoreResult<Option<T>>> + Send;
}
