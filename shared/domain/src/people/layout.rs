//! Layouts: how a person arranges the home page of a hat.

use crate::action::{Action, reach};
use crate::error::{Error, FieldError};
use crate::hats::{HatKind, Role};
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

/// How a person arranged the home page of one hat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Counts the changes; 0 while the default holds.
    pub version: u64,
    /// The widgets in order.
    pub widgets: Vec<Widget>,
}

/// Every widget, in the order a home page starts with, and the action it shows or leads to. A hat has those whose action
/// the policy gives it.
const WIDGETS: &[(&str, Action)] = &[
    ("submit_ticket", Action::OpenTicket),
    ("my_tickets", Action::OpenTicket),
    ("failed_jobs", Action::ListJobs),
    ("my_work", Action::TakeTicket),
    ("queue", Action::ListQueues),
    ("find_answer", Action::SearchArticles),
    ("articles", Action::SearchArticles),
];

impl Layout {
    /// Default widgets for a hat of this kind and role.
    pub fn standard(kind: HatKind, role: Role) -> Self {
        Self::default().fitted(kind, role)
    }

    /// The widgets there are for a hat of this kind and role.
    pub fn known(kind: HatKind, role: Role) -> Vec<&'static str> {
        let has = |(_, action): &&(&str, Action)| reach(*action, kind, role).is_some();
        WIDGETS.iter().filter(has).map(|(id, _)| *id).collect()
    }

    /// The arrangement with exactly the widgets of the hat: those it does not have are left out, new ones come last.
    pub fn fitted(mut self, kind: HatKind, role: Role) -> Self {
        let known = Self::known(kind, role);
        self.widgets.retain(|widget| known.contains(&widget.id.as_str()));
        for id in known {
            if !self.widgets.iter().any(|there| there.id == id) {
                self.widgets.push(Widget { id: id.to_owned(), visible: true });
            }
        }
        self
    }

    /// The next arrangement: every widget of the hat exactly once; those not named come last and stay as they were.
    pub fn arrange(&self, (kind, role): (HatKind, Role), widgets: Vec<Widget>) -> Result<Self, Error> {
        let known = Self::known(kind, role);
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
        for widget in &self.clone().fitted(kind, role).widgets {
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
    use crate::hats::ALL_HATS;

    #[test]
    fn a_layout_keeps_every_widget() {
        let member = (HatKind::Customer, Role::Member);
        let layout = Layout::standard(member.0, member.1);
        let arranged =
            layout.arrange(member, vec![Widget { id: "articles".into(), visible: false }]).expect("a known widget");
        assert_eq!(arranged.widgets.len(), layout.widgets.len());
        assert_eq!(arranged.widgets[0], Widget { id: "articles".into(), visible: false });
        assert!(layout.arrange(member, vec![Widget { id: "queue".into(), visible: true }]).is_err());
    }

    #[test]
    fn a_home_has_only_what_its_hat_may_do() {
        let known = Layout::known;
        let own = ["submit_ticket", "my_tickets", "find_answer", "articles"];
        for (kind, role) in ALL_HATS.iter().copied().filter(|(kind, _)| *kind != HatKind::Staff) {
            assert_eq!(known(kind, role), own, "{kind:?} {role:?}");
        }
        assert_eq!(known(HatKind::Staff, Role::Agent), ["my_work", "queue", "find_answer", "articles"]);
        for role in [Role::Sales, Role::Editor, Role::Hr] {
            assert_eq!(known(HatKind::Staff, role), ["find_answer", "articles"], "{role:?}");
        }
        assert_eq!(known(HatKind::Staff, Role::Operations), ["failed_jobs", "find_answer", "articles"]);
        let administrator = ["failed_jobs", "my_work", "queue", "find_answer", "articles"];
        assert_eq!(known(HatKind::Staff, Role::Administrator), administrator);
    }

    #[test]
    fn a_layout_kept_before_gets_what_came_and_loses_what_went() {
        let widget = |id: &str, visible| Widget { id: id.into(), visible };
        let kept = Layout { version: 3, widgets: vec![widget("articles", false), widget("queue", true)] };
        let fitted = kept.fitted(HatKind::Partner, Role::Seller);
        let ids: Vec<(&str, bool)> = fitted.widgets.iter().map(|widget| (widget.id.as_str(), widget.visible)).collect();
        assert_eq!(ids, [("articles", false), ("submit_ticket", true), ("my_tickets", true), ("find_answer", true)]);
        assert_eq!(fitted.version, 3);
    }
}
