use super::{Sample, Scenario, sample};
use portico_accounts::get::AccountView;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    vec![sample(&AccountView::from(scenario.account.clone()))]
}
