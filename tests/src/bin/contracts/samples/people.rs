use super::{Sample, Scenario, sample, sample_of};
use portico_domain::people::{Person, PersonStatus};
use portico_people::get::PersonView;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let invited = Person { status: PersonStatus::Invited, ..scenario.agent.clone() };
    vec![sample(&PersonView::from(scenario.agent.clone())), sample_of("invite_person", &PersonView::from(invited))]
}
