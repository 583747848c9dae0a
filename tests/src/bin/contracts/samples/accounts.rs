use super::{Sample, Scenario, sample};
use portico_accounts::contacts::Contact;
use portico_accounts::get::AccountView;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let contact = Contact { id: scenario.customer.id, name: scenario.customer.name.clone() };
    vec![sample(&AccountView::from(scenario.account.clone())), sample(&contact)]
}
