//! Settings: one document for each section, kept with the version it has. An area declares its own section.

use crate::record::{Record, RecordKey};
use crate::store::StoreResult;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::future::Future;

/// A section of the settings.
pub trait Section: Serialize + DeserializeOwned + Clone + Debug + PartialEq + Send + Sync + 'static {
    /// Its name.
    const NAME: &'static str;
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
    /// The section as it is to be after this version.
    pub fn next(&self, section: S) -> Self {
        Self { version: self.version + 1, section }
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

/// Settings.
pub trait Settings {
    /// A section, if it was ever written.
    fn section<T: Section>(&self) -> impl Future<Output = StoreResult<Option<T>>> + Send;
}
