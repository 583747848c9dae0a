//! Settings of the knowledge base.

use crate::error::FieldError;
use crate::settings::Section;
use crate::text::shown;
use serde::{Deserialize, Serialize};

/// What the knowledge base knows about words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeSettings {
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
}

impl Section for KnowledgeSettings {
    const NAME: &'static str = "knowledge";

    fn wrong(&self) -> Vec<FieldError> {
        let short = |group: &Vec<String>| group.len() < 2 || group.iter().any(|word| shown(word) == 0);
        let groups = self.synonyms.iter().enumerate().filter(|(_, group)| short(group));
        let detail = "A group has at least two words, and none is empty.";
        groups.map(|(index, _)| FieldError::new(format!("/synonyms/{index}"), "too_short", detail)).collect()
    }
}
