use super::{Sample, Scenario, caller, id, sample};
use portico_accounts::contacts::Contact;
use portico_accounts::product_view::ProductView;
use portico_accounts::view::{AccountSummary, AccountView};
use portico_domain::accounts::list::AccountRow;
use portico_domain::accounts::products::{Product, ProductVersion};

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let account = || scenario.account.clone();
    let row = AccountRow::from(&scenario.account);
    let contact = Contact { id: scenario.customer.id, name: scenario.customer.name.clone() };
    vec![
        sample(&AccountView::of(account(), &caller(&scenario.administrator))),
        sample(&AccountSummary::from(row)),
        sample(&contact),
        sample(&ProductView::from(product())),
    ]
}

fn product() -> Product {
    let version = ProductVersion {
        id: id(41),
        label: "3.0".into(),
        released_on: jiff::civil::date(2025, 11, 3),
        supported_until: Some(jiff::civil::date(2028, 10, 31)),
    };
    Product { id: id(40), version: 2, name: "Milling Machine".into(), code: "MLM".into(), versions: vec![version] }
}
