//! Settings of the knowledge base.

use super::ProductName;
use crate::error::FieldError;
use crate::settings::Section;
use crate::text::is_line;
use serde::{Deserialize, Serialize};

/// Settings of the knowledge base: its synonyms, and the products that articles are about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnowledgeSettings {
    /// Groups of words that mean the same.
    pub synonyms: Vec<Vec<String>>,
    /// Products that an article can be about.
    #[serde(default)]
    pub products: Vec<ProductName>,
}

impl Section for KnowledgeSettings {
    const NAME: &'static str = "knowledge";

    fn validate(&self) -> Vec<FieldError> {
        let bad = |group: &Vec<String>| group.len() < 2 || group.iter().any(|word| !is_line(word, 60));
        let groups = self.synonyms.iter().enumerate().filter(|(_, group)| bad(group));
        let detail = "A group has at least two words or phrases, each on one line of at most 60 characters.";
        let groups = groups.map(|(index, _)| FieldError::new(format!("/synonyms/{index}"), "wrong_format", detail));
        let products = self.products.iter().enumerate().filter(|(_, product)| !is_line(&product.name, 120));
        let detail = "A product has a name on one line of at most 120 characters.";
        let products = products.map(|(index, _)| {
            let pointer = format!("/products/{index}/name");
            FieldError::new(pointer, "wrong_format", detail)
        });
        groups.chain(products).collect()
    }
}
