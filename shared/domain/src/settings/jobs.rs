//! Tasks of the settings.

use crate::jobs::Task;
use serde::{Deserialize, Serialize};

/// Publication of a draft at the time that somebody set. One that has changed since is not published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishSection {
    /// Name of the section.
    pub section: String,
    /// Version that the draft has.
    pub draft: u64,
}

impl Task for PublishSection {
    const KIND: &'static str = "publish_settings";
    fn subject(&self) -> String {
        format!("settings {}", self.section)
    }
}
