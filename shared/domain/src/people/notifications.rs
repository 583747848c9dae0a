//! Mail preferences: the kinds of mails that a person can switch off. Mails about how they sign in are of no kind, and
//! always come.

use super::Person;
use crate::act::ActionContext;
use crate::change::Change;
use crate::hats::HatKind;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Kind of mails that a person can switch off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailCategory {
    /// A ticket was received.
    TicketReceived,
    /// The company replied on a ticket, or asks for an answer.
    TicketReplies,
    /// The company still waits for an answer.
    TicketReminders,
    /// A ticket was solved or closed.
    TicketEnded,
    /// A ticket was assigned to the agent, or to somebody else.
    DeskAssignments,
    /// The requester of an agent's ticket wrote, or closed it, or a note names the agent.
    DeskReplies,
    /// A target is due soon or was missed, or a hold has ended.
    DeskDeadlines,
    /// A ticket that the whole queue should know of was opened.
    DeskAlarms,
}

use MailCategory::{
    DeskAlarms, DeskAssignments, DeskDeadlines, DeskReplies, TicketEnded, TicketReceived, TicketReminders,
    TicketReplies,
};

impl MailCategory {
    /// Kinds of mails that people with a hat of this kind get.
    pub fn of_hat(kind: HatKind) -> &'static [Self] {
        match kind {
            HatKind::Staff => &[DeskAssignments, DeskReplies, DeskDeadlines, DeskAlarms],
            HatKind::Customer | HatKind::Partner | HatKind::Employee => {
                &[TicketReceived, TicketReplies, TicketReminders, TicketEnded]
            }
        }
    }
}

/// Preference for a kind of mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MailPreference {
    /// Kind of the mails.
    pub category: MailCategory,
    /// Whether the person gets these mails.
    pub on: bool,
}

impl Person {
    /// Whether the person gets mails of this kind; mails of no kind always.
    pub fn wants(&self, category: Option<MailCategory>) -> bool {
        category.is_none_or(|category| !self.mails_off.contains(&category))
    }

    /// Preferences for the kinds of mails that the person's hats get, in a fixed order.
    pub fn mail_preferences(&self) -> Vec<MailPreference> {
        let mut kinds: Vec<MailCategory> =
            self.hats.iter().flat_map(|hat| MailCategory::of_hat(hat.kind)).copied().collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.into_iter().map(|category| MailPreference { category, on: self.wants(Some(category)) }).collect()
    }

    /// Switches kinds of mails on or off. Kinds that are not named stay as they are. Writes nothing if nothing changes.
    pub fn prefer_mails(self, act: &ActionContext, preferences: &[MailPreference]) -> (Self, Option<Change>) {
        let mut off = self.mails_off.clone();
        for preference in preferences {
            off.retain(|category| *category != preference.category);
            if !preference.on {
                off.push(preference.category);
            }
        }
        off.sort_unstable();
        if off == self.mails_off {
            return (self, None);
        }
        let after = Self { mails_off: off, ..self.clone() };
        let (person, change) = self.changed_to(after, act);
        (person, Some(change))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::hats::Role;
    use crate::people::PersonStatus;
    use crate::testing::{act, customer, monday, person_of};

    #[test]
    fn what_is_switched_off_is_not_wanted_until_it_is_switched_on() {
        let person = person_of(1, PersonStatus::Active);
        let by = act(customer(1, Role::Member), Action::ChangeNotifications, monday());
        let prefer = |person: Person, category, on| person.prefer_mails(&by, &[MailPreference { category, on }]);
        assert!(person.wants(Some(TicketReplies)) && person.wants(None));
        let (person, change) = prefer(person, TicketReplies, false);
        assert_eq!(change.expect("a change").saved::<Person>().next(), Some(&person));
        assert!(!person.wants(Some(TicketReplies)) && person.wants(Some(TicketEnded)) && person.wants(None));
        let (person, change) = prefer(person, TicketReplies, false);
        assert_eq!(change, None);
        let (person, _) = prefer(person, TicketReplies, true);
        assert!(person.wants(Some(TicketReplies)) && person.mails_off.is_empty());
    }

    #[test]
    fn preferences_are_those_of_all_hats() {
        let person = person_of(1, PersonStatus::Active);
        let of = |kinds: &[HatKind]| {
            let hats = kinds.iter().map(|kind| crate::hats::Hat { kind: *kind, ..person.hats[0].clone() });
            Person { hats: hats.collect(), ..person.clone() }.mail_preferences().len()
        };
        assert_eq!(of(&[HatKind::Customer]), 4);
        assert_eq!(of(&[HatKind::Customer, HatKind::Partner]), 4);
        assert_eq!(of(&[HatKind::Customer, HatKind::Staff]), 8);
        assert_eq!(of(&[]), 0);
    }
}
