//! Layouts: how a person arranges the home page of a hat.

use crate::error::{Error, FieldError};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One widget of a home page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Widget {
    /// ID of the widget.
    #[schema(min_length = 1, max_length = 40)]
    pub id: String,
    /// Whether the widget is shown.
    pub visible: bool,
}

/// A person's arrangement of the home page of one hat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Counts the changes; 0 while the default holds.
    pub version: u64,
    /// The widgets in order.
    pub widgets: Vec<Widget>,
}

impl Layout {
    /// The arrangement with exactly the widgets of the hat: those it does not have are left out, new ones come last.
    pub fn fitted(mut self, known: &[&str]) -> Self {
        self.widgets.retain(|widget| known.contains(&widget.id.as_str()));
        for id in known {
            if !self.widgets.iter().any(|there| there.id == *id) {
                self.widgets.push(Widget { id: (*id).to_owned(), visible: true });
            }
        }
        self
    }

    /// The next arrangement: every widget of the hat exactly once; those not named come last and stay as they were.
    pub fn arrange(&self, known: &[&str], widgets: Vec<Widget>) -> Result<Self, Error> {
        let mut errors = Vec::new();
        for (index, widget) in widgets.iter().enumerate() {
            let pointer = format!("/widgets/{index}/id");
            if !known.contains(&widget.id.as_str()) {
                errors.push(FieldError::new(pointer, "not_one_of", "There is no such widget."));
            } else if widgets[..index].iter().any(|before| before.id == widget.id) {
                errors.push(FieldError::new(pointer, "duplicate", "This widget is listed twice."));
            }
        }
        if !errors.is_empty() {
            return Err(Error::Input(errors));
        }
        let mut arranged = widgets;
        for widget in &self.clone().fitted(known).widgets {
            if !arranged.iter().any(|there| there.id == widget.id) {
                arranged.push(widget.clone());
            }
        }
        Ok(Self { version: self.version + 1, widgets: arranged })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_keeps_every_widget() {
        let known = ["submit_ticket", "my_tickets", "articles"];
        let layout = Layout::default().fitted(&known);
        let arranged =
            layout.arrange(&known, vec![Widget { id: "articles".into(), visible: false }]).expect("a known widget");
        assert_eq!(arranged.widgets.len(), known.len());
        assert_eq!(arranged.widgets[0], Widget { id: "articles".into(), visible: false });
        assert!(layout.arrange(&known, vec![Widget { id: "queue".into(), visible: true }]).is_err());
    }

    #[test]
    fn a_layout_kept_before_gets_what_came_and_loses_what_went() {
        let widget = |id: &str, visible| Widget { id: id.into(), visible };
        let kept = Layout { version: 3, widgets: vec![widget("articles", false), widget("queue", true)] };
        let fitted = kept.fitted(&["submit_ticket", "my_tickets", "find_answer", "articles"]);
        let ids: Vec<(&str, bool)> = fitted.widgets.iter().map(|widget| (widget.id.as_str(), widget.visible)).collect();
        assert_eq!(ids, [("articles", false), ("submit_ticket", true), ("my_tickets", true), ("find_answer", true)]);
        assert_eq!(fitted.version, 3);
    }
}
