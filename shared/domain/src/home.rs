//! Widgets of the home page, of all areas.

use crate::action::{Action, reach};
use crate::hats::{HatKind, Role};
use crate::{jobs, knowledge, tickets};

/// The widgets of each area, in the order a home page starts with, and the action each shows or leads to. A hat has
/// those whose action the policy gives it.
const WIDGETS: &[&[(&str, Action)]] = &[jobs::WIDGETS, tickets::WIDGETS, knowledge::WIDGETS];

/// IDs of the widgets there are for a hat of this kind and role, in the order a home page starts with.
pub fn known_widgets(kind: HatKind, role: Role) -> Vec<&'static str> {
    let has = |(_, action): &&(&str, Action)| reach(*action, kind, role).is_some();
    WIDGETS.iter().copied().flatten().filter(has).map(|(id, _)| *id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::ALL_HATS;

    #[test]
    fn a_home_has_only_what_its_hat_may_do() {
        let known = known_widgets;
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
}
