use super::{Sample, Scenario, id, sample, sample_of};
use portico_domain::caller::Caller;
use portico_domain::hats::{HatKind, Role};
use portico_domain::people::listing::PersonRow;
use portico_domain::people::{Person, PersonStatus};
use portico_people::get::PersonView;
use portico_people::list::PersonSummary;
use portico_testing::records;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let invited = Person { status: PersonStatus::Invited, ..scenario.agent.clone() };
    let agent = Person { second_factor: true, ..scenario.agent.clone() };
    let hat = records::hat(HatKind::Staff, Role::Administrator);
    let caller = Caller { person: id(0x21), name: "Karin Aalto".into(), hat, session: id(0x22) };
    vec![
        sample(&PersonSummary::of(PersonRow::from(&agent), &caller)),
        sample(&PersonView::of(agent, &caller)),
        sample_of("invite_person", &PersonView::of(invited, &caller)),
    ]
}
