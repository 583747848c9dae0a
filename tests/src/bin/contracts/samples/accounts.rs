use super::{Sample, Scenario, caller, sample};
use portico_accounts::contacts::Contact;
use portico_accounts::view::{AccountSummary, AccountView};
use portico_domain::accounts::list::AccountRow;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let account = || scenario.account.clone();
    let row = AccountRow::from(&scenario.account);
    let contact = Contact { id: scenario.customer.id, name: scenario.customer.name.clone() };
    vec![
        sample(&AccountView::of(account(), &caller(&scenario.administrator))),
        sample(&AccountSummary::from(row)),
        sample(&contact),
    ]
}
