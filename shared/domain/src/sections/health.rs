//! The health of the settings: findings about those that are published, and about unfinished drafts.

use super::may;
use crate::identity_provider::settings::IdentityProviderSettings;
use crate::ids::PersonId;
use crate::people::Person;
use crate::portal::PortalSettings;
use crate::settings::Section;
use crate::settings::draft::SectionDraft;
use crate::tickets::fields::{FieldCondition, TicketFields};
use crate::tickets::settings::{RoutingCondition, TicketSettings};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Smallest contrast of the brand colour with a light page: that of text (WCAG 2.2, 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;
/// Time after which a draft counts as forgotten.
const DRAFT_LASTS: SignedDuration = SignedDuration::from_hours(14 * 24);
/// Time after which a publication that was due counts as failed.
const OVERDUE: SignedDuration = SignedDuration::from_mins(15);

/// Weight of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FindingWeight {
    /// Something does not work as it was meant.
    Wrong,
    /// Something is unfinished, or could be better.
    Unfinished,
}

/// Something in the settings that needs an administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// Section that the finding is about.
    pub section: String,
    /// Stable key: `queue_without_agents`.
    pub code: String,
    /// Weight of the finding.
    pub weight: FindingWeight,
    /// Name of the thing that the finding is about, such as that of a queue; absent if there is only one.
    pub name: Option<String>,
    /// Sentence for administrators.
    pub detail: String,
}

/// The settings, as far as their health depends on them.
#[derive(Clone, Debug)]
pub struct SettingsState {
    /// The portal.
    pub portal: PortalSettings,
    /// Tickets; absent if they were never written.
    pub tickets: Option<TicketSettings>,
    /// The company's fields.
    pub fields: TicketFields,
    /// The identity provider; absent if it was never written.
    pub provider: Option<IdentityProviderSettings>,
    /// Drafts, each with the version of its published section.
    pub drafts: Vec<(SectionDraft, u64)>,
}

impl SettingsState {
    /// People whose state the health depends on.
    pub fn people(&self) -> Vec<PersonId> {
        let staff = self.tickets.iter().flat_map(Section::staff).map(|work| work.person);
        staff.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Things that are wrong or unfinished, the gravest first.
    pub fn findings(&self, people: &[Person], now: Timestamp) -> Vec<Finding> {
        let mut found = Findings::default();
        self.portal.look(&mut found);
        match &self.tickets {
            Some(tickets) => {
                tickets.look_at_queues(people, &mut found);
                tickets.look_at_rules(&self.fields, &mut found);
                tickets.look_at_calendar(now, &mut found);
            }
            None => found.wrong::<TicketSettings>("never_written", None, "Tickets have no settings yet."),
        }
        self.fields.look(&mut found);
        if self.provider.as_ref().is_some_and(|provider| !provider.enabled) {
            let detail = "The sign-in page of the company is set up, but switched off.";
            found.unfinished::<IdentityProviderSettings>("provider_off", None, detail);
        }
        for (draft, published) in &self.drafts {
            look_at_draft(draft, *published, now, &mut found);
        }
        found.0.sort_by_key(|finding| finding.weight);
        found.0
    }
}

/// Findings as they are collected.
#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, section: &str, code: &str, weight: FindingWeight, name: Option<&str>, detail: impl Into<String>) {
        let (section, code, name) = (section.into(), code.into(), name.map(str::to_owned));
        self.0.push(Finding { section, code, weight, name, detail: detail.into() });
    }
    fn wrong<S: Section>(&mut self, code: &str, name: Option<&str>, detail: impl Into<String>) {
        self.add(S::NAME, code, FindingWeight::Wrong, name, detail);
    }
    fn unfinished<S: Section>(&mut self, code: &str, name: Option<&str>, detail: impl Into<String>) {
        self.add(S::NAME, code, FindingWeight::Unfinished, name, detail);
    }
}

impl PortalSettings {
    fn look(&self, found: &mut Findings) {
        if self.support_email.is_empty() && self.support_phone.is_empty() {
            let detail = "Customers who cannot sign in find neither an address nor a telephone number of support.";
            found.unfinished::<Self>("no_support_contact", None, detail);
        }
        let contrast = contrast_with_white(&self.brand_color);
        if contrast < LEAST_CONTRAST {
            let detail =
                format!("Buttons and links of the colour {} are hard to see on a light page.", self.brand_color);
            let shown = format!("{contrast:.1} : 1");
            found.wrong::<Self>("faint_color", Some(&shown), detail);
        }
    }
}

impl TicketSettings {
    fn look_at_queues(&self, people: &[Person], found: &mut Findings) {
        for queue in &self.queues {
            let name = Some(&*queue.name);
            if queue.agents.is_empty() {
                found.wrong::<Self>("queue_without_agents", name, format!("Nobody works on the queue {}.", queue.name));
            }
            if !self.rules.iter().any(|rule| rule.queue == queue.id) {
                let detail = format!("No rule leads to the queue {}: tickets get there by hand alone.", queue.name);
                found.unfinished::<Self>("queue_without_rule", name, detail);
            }
        }
        for work in self.staff() {
            let person = people.iter().find(|person| person.id == work.person);
            if person.is_some_and(|person| may(person, &work)) {
                continue;
            }
            let queue = work.records.queue.and_then(|queue| self.queue(queue));
            let agent = queue.iter().flat_map(|queue| &queue.agents).find(|agent| agent.id == work.person);
            let who = person.map(|person| &*person.name).or(agent.map(|agent| &*agent.name)).unwrap_or("Somebody");
            let name = queue.map(|queue| &*queue.name);
            let detail = format!("{who} is named for this queue, but cannot sign in or does not work on it.");
            found.wrong::<Self>("agent_unable", name, detail);
        }
    }

    fn look_at_rules(&self, fields: &TicketFields, found: &mut Findings) {
        for (index, rule) in self.rules.iter().enumerate() {
            let name = Some(&*rule.name);
            if let Some(wider) = self.rules[..index].iter().find(|before| before.when.covers(&rule.when)) {
                let detail = format!("This rule never applies: the rule {} comes first and covers it.", wider.name);
                found.wrong::<Self>("rule_never_applies", name, detail);
            }
            let Some(on) = &rule.when.custom_field else { continue };
            let gone = match fields.field(&on.field) {
                None => true,
                Some(field) => {
                    let chosen = |value: &String| field.option(value).is_none_or(|option| !option.retired);
                    field.retired || !on.is.iter().any(chosen)
                }
            };
            if gone {
                let detail = format!("This rule asks for the field {}, which no new ticket has.", on.field);
                found.wrong::<Self>("rule_on_retired_field", name, detail);
            }
        }
    }

    fn look_at_calendar(&self, now: Timestamp, found: &mut Findings) {
        let days = &self.calendar.holidays;
        let zone = TimeZone::get(&self.calendar.time_zone).unwrap_or(TimeZone::UTC);
        let today = now.to_zoned(zone).date();
        if days.iter().max().is_some_and(|last| *last < today) {
            let detail = "All holidays of the calendar are over: write those to come.";
            found.unfinished::<Self>("holidays_over", None, detail);
        }
    }
}

impl RoutingCondition {
    /// Whether every ticket of another condition meets this one.
    fn covers(&self, other: &Self) -> bool {
        fn wider<T: PartialEq>(own: Option<&T>, other: Option<&T>) -> bool {
            own.is_none_or(|own| Some(own) == other)
        }
        let values = |own: &FieldCondition, other: &FieldCondition| {
            own.field == other.field && other.is.iter().all(|value| own.is.contains(value))
        };
        wider(self.kind.as_ref(), other.kind.as_ref())
            && wider(self.r#type.as_ref(), other.r#type.as_ref())
            && wider(self.severity.as_ref(), other.severity.as_ref())
            && wider(self.product.as_ref(), other.product.as_ref())
            && wider(self.plan.as_ref(), other.plan.as_ref())
            && wider(self.territory.as_ref(), other.territory.as_ref())
            && self
                .custom_field
                .as_ref()
                .is_none_or(|own| other.custom_field.as_ref().is_some_and(|other| values(own, other)))
    }
}

impl TicketFields {
    fn look(&self, found: &mut Findings) {
        for field in self.fields.iter().filter(|field| !field.retired) {
            let label = field.label.for_reader("en");
            let options = field.options.iter().filter(|option| !option.retired).map(|option| &option.label);
            if [&field.label].into_iter().chain(options).any(|texts| !texts.0.contains_key("es")) {
                let detail = format!("The field {label} has no words in Spanish: readers of Spanish see English ones.");
                found.unfinished::<Self>("words_missing", Some(label), detail);
            }
        }
    }
}

fn look_at_draft(draft: &SectionDraft, published: u64, now: Timestamp, found: &mut Findings) {
    if draft.document.is_none() {
        return;
    }
    let mut add = |code, weight, detail| found.add(&draft.section, code, weight, Some(&draft.saved_by), detail);
    if draft.based_on != published {
        let detail = "A draft was begun before the section was published again.";
        add("draft_outdated", FindingWeight::Unfinished, detail);
    } else if draft.publication.as_ref().is_some_and(|publication| publication.at + OVERDUE < now) {
        let detail = "A draft was to be published by now, and was not. Look at the parked jobs.";
        add("publication_overdue", FindingWeight::Wrong, detail);
    } else if draft.publication.is_none() && draft.saved_at + DRAFT_LASTS < now {
        add("draft_waits", FindingWeight::Unfinished, "A draft has waited for more than two weeks.");
    }
}

/// Contrast of a colour with white (WCAG 2.2), from 1 to 21.
fn contrast_with_white(color: &str) -> f64 {
    let part = |index: usize| {
        let digits = color.get(index..index + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let share = f64::from(digits.unwrap_or_default()) / 255.0;
        if share <= 0.039_28 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
    1.05 / (luminance + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::{HatKind, Role};
    use crate::ids::QueueId;
    use crate::people::PersonStatus;
    use crate::settings::draft::Publication;
    use crate::testing::{AGENT, LEAD, OTHER_AGENT, QUEUE, caller, monday, person_of, settings, uuid};
    use crate::tickets::Severity;
    use crate::tickets::fields::FieldId;
    use crate::tickets::settings::{Queue, RoutingAgent, RoutingRule};
    use serde_json::json;

    fn state() -> SettingsState {
        let portal = PortalSettings { support_email: "help@xyz.example".into(), ..PortalSettings::default() };
        let tickets = Some(settings());
        SettingsState { portal, tickets, fields: TicketFields::default(), provider: None, drafts: Vec::new() }
    }

    fn agents() -> Vec<Person> {
        let person = |id| Person {
            hats: vec![caller(id, HatKind::Staff, Role::Agent, None, &[QUEUE]).hat],
            ..person_of(id, PersonStatus::Active)
        };
        [AGENT, OTHER_AGENT, LEAD].map(person).to_vec()
    }

    fn codes(state: &SettingsState, people: &[Person]) -> Vec<String> {
        state.findings(people, monday()).into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn finished_settings_have_no_findings() {
        assert_eq!(codes(&state(), &agents()), Vec::<String>::new());
    }

    #[test]
    fn the_portal_is_reachable_and_its_buttons_are_seen() {
        let portal = PortalSettings { brand_color: "#ffe600".into(), ..PortalSettings::default() };
        let findings = SettingsState { portal, ..state() }.findings(&agents(), monday());
        let named: Vec<_> = findings.iter().map(|one| (&*one.code, one.name.as_deref())).collect();
        assert_eq!(named, [("faint_color", Some("1.3 : 1")), ("no_support_contact", None)]);
    }

    #[test]
    fn a_queue_needs_agents_who_can_sign_in_and_a_rule() {
        let mut with_queue = state();
        let tickets = with_queue.tickets.as_mut().expect("settings");
        let (id, lead) = (QueueId(uuid(99)), PersonId(uuid(LEAD)));
        tickets.queues.push(Queue { id, name: "Shops".into(), lead, agents: Vec::new() });
        let mut people = agents();
        people[0].status = PersonStatus::Disabled;
        // The lead has no hat of the new queue.
        let expected = ["queue_without_agents", "agent_unable", "agent_unable", "queue_without_rule"];
        assert_eq!(codes(&with_queue, &people), expected);
    }

    #[test]
    fn a_rule_behind_a_wider_one_and_one_on_a_field_that_is_gone_are_named() {
        let mut of_rules = state();
        let tickets = of_rules.tickets.as_mut().expect("settings");
        let rule = |name: &str, when| RoutingRule {
            name: name.into(),
            when,
            queue: QueueId(uuid(QUEUE)),
            agent: RoutingAgent::Nobody,
        };
        let (severity, plan) = (Some(Severity::Critical), Some(crate::accounts::Plan::Premium));
        let on = FieldCondition { field: FieldId("place".into()), is: vec!["roof".into()] };
        tickets.rules.insert(1, rule("Gold", RoutingCondition { severity, plan, ..RoutingCondition::default() }));
        tickets
            .rules
            .insert(2, rule("Roof", RoutingCondition { custom_field: Some(on), ..RoutingCondition::default() }));
        let findings = of_rules.findings(&agents(), monday());
        let named: Vec<_> = findings.iter().map(|one| (&*one.code, one.name.as_deref().unwrap_or_default())).collect();
        assert_eq!(named, [("rule_never_applies", "Gold"), ("rule_on_retired_field", "Roof")]);
    }

    #[test]
    fn holidays_that_are_over_are_named() {
        let mut of_days = state();
        of_days.tickets.as_mut().expect("settings").calendar.holidays = vec![jiff::civil::date(2025, 12, 25)];
        assert_eq!(codes(&of_days, &agents()), ["holidays_over"]);
    }

    #[test]
    fn a_draft_that_nobody_finished_is_named() {
        let draft = |days: i64, publication: Option<i64>| SectionDraft {
            version: 3,
            document: Some(json!({})),
            based_on: 2,
            saved_at: monday() - SignedDuration::from_hours(24 * days),
            saved_by: "Ada".into(),
            publication: publication
                .map(|hours| Publication { at: monday() + SignedDuration::from_hours(hours), by: "Ada".into() }),
            ..SectionDraft::none("knowledge")
        };
        let of = |draft, published| codes(&SettingsState { drafts: vec![(draft, published)], ..state() }, &agents());
        assert_eq!(of(draft(1, None), 2), Vec::<String>::new());
        assert_eq!(of(draft(15, None), 2), ["draft_waits"]);
        assert_eq!(of(draft(15, Some(1)), 2), Vec::<String>::new());
        assert_eq!(of(draft(1, Some(-1)), 2), ["publication_overdue"]);
        assert_eq!(of(draft(1, None), 3), ["draft_outdated"]);
        assert_eq!(of(SectionDraft { document: None, ..draft(15, None) }, 2), Vec::<String>::new());
    }
}
