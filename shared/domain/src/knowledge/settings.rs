//! Settings of the knowledge base.

use crate::settings::Section;
use serde::{Deserialize, Serialize};

/// What the knowledge base knows about words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeSettings {
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
}

impl Section for KnowledgeSettings {
    const NAME: &'static str = "knowledge";
}
