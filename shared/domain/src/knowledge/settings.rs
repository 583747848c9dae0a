//! Settings of the knowledge base.

use crate::error::FieldError;
use crate::settings::Section;
use crate::text::is_line;
use serde::{Deserialize, Serialize};

/// Settings of the knowledge base: its synonyms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeSettings {
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
}

impl Section for KnowledgeSettings {
    const NAME: &'static str = "knowledge";

    fn validate(&self) -> Vec<FieldError> {
        let bad = |group: &Vec<String>| group.len() < 2 || group.iter().any(|word| !is_line(word, 60));
        let groups = self.synonyms.iter().enumerate().filter(|(_, group)| bad(group));
        let detail = "A group has at least two words or phrases, each on one line of at most 60 characters.";
        groups.map(|(index, _)| FieldError::new(format!("/synonyms/{index}"), "wrong_format", detail)).collect()
    }
}
