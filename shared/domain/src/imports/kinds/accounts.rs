//! Lines of customer accounts.

use super::finding::{account_with_number, accounts_with_name};
use super::{ImportMode, Importable, Plan, acting};
use crate::accounts::changes::{AccountChange, NewAccount, account_number};
use crate::accounts::{Account, Plan as SupportPlan};
use crate::act::ActionContext;
use crate::action::Action;
use crate::error::Error;
use crate::imports::columns::{Cells, Field, FieldKind, Key, compared};
use crate::imports::lines::LineError;
use crate::imports::ports::ImportReads;
use crate::record::Resource as _;

/// A line of an account. An empty cell leaves the field as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountLine {
    number: Option<String>,
    name: String,
    plan: Option<SupportPlan>,
    territory: Option<String>,
    address: Option<String>,
    delivery_address: Option<String>,
}

/// Records that a line of an account found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundAccount {
    /// Accounts of the key.
    pub(super) same: Vec<Account>,
    /// Number for a new account.
    pub(super) number: u64,
    /// Whether an account of another name has the number of the line.
    pub(super) taken: bool,
}

impl Importable for AccountLine {
    const FIELDS: &'static [Field] = &[
        Field {
            name: "number",
            required: false,
            kind: FieldKind::Line(1, 20),
            synonyms: &["account number", "account no", "customer number", "no", "número", "número de cuenta"],
            example: "A-20117",
        },
        Field {
            name: "name",
            required: true,
            kind: FieldKind::Line(2, 100),
            synonyms: &[
                "account",
                "account name",
                "company",
                "company name",
                "customer",
                "nombre",
                "empresa",
                "cuenta",
            ],
            example: "Fjord Robotics",
        },
        Field {
            name: "plan",
            required: false,
            kind: FieldKind::Word(&["standard", "premium"]),
            synonyms: &["support plan", "sla", "plan de soporte"],
            example: "premium",
        },
        Field {
            name: "territory",
            required: false,
            kind: FieldKind::Line(1, 100),
            synonyms: &["region", "sales territory", "área", "región", "territorio"],
            example: "Nordics",
        },
        Field {
            name: "address",
            required: false,
            kind: FieldKind::Text(500),
            synonyms: &["postal address", "billing address", "dirección", "domicilio"],
            example: "14 Kaigata, 5004 Bergen",
        },
        Field {
            name: "delivery_address",
            required: false,
            kind: FieldKind::Text(500),
            synonyms: &["delivery address", "shipping address", "dirección de entrega"],
            example: "",
        },
    ];
    const KEYS: &'static [Key] = &[
        Key { name: "number", fields: &["number"], needs: &["number"] },
        Key { name: "name", fields: &["name"], needs: &["name"] },
    ];
    const ACTIONS: &'static [Action] =
        &[Action::OpenAccount, Action::ChangeAccount, Action::ListAccounts, Action::ViewAccount];
    const SIDE_BY_SIDE: usize = 8;
    type Found = FoundAccount;

    fn read(cells: &Cells<'_>) -> Result<Self, Vec<LineError>> {
        let plan = cells.word("plan").map(|word| match word {
            "premium" => SupportPlan::Premium,
            _ => SupportPlan::Standard,
        });
        let (number, territory) = (cells.text("number"), cells.text("territory"));
        let (address, delivery_address) = (cells.text("address"), cells.text("delivery_address"));
        let name = cells.required("name");
        cells.ended(name.map(|name| Self { number, name, plan, territory, address, delivery_address }))
    }

    async fn find<S: ImportReads>(
        &self,
        store: &S,
        act: &ActionContext,
        mode: ImportMode<'_>,
    ) -> Result<FoundAccount, Error> {
        let same = match (mode.key, &self.number) {
            ("number", Some(number)) => account_with_number(store, &act.caller, number).await?.into_iter().collect(),
            ("number", None) => Vec::new(),
            _ => accounts_with_name(store, &act.caller, &self.name).await?,
        };
        let taken = match &self.number {
            Some(number) if mode.key != "number" && same.is_empty() => {
                account_with_number(store, &act.caller, number).await?.is_some()
            }
            _ => false,
        };
        let given = self.number.as_deref().and_then(written_number);
        let number = match given {
            _ if mode.dry || taken || !same.is_empty() => given.unwrap_or_default(),
            Some(number) => {
                store.reserve_account_numbers(number).await?;
                number
            }
            None if self.number.is_none() => store.next_account_number().await?,
            None => 0,
        };
        Ok(FoundAccount { same, number, taken })
    }

    fn plan(self, act: &ActionContext, mode: ImportMode<'_>, found: FoundAccount) -> Result<Plan, Error> {
        let FoundAccount { same, number, taken } = found;
        if taken {
            return Err(Error::field("/number", "in_use", "Another account has this number."));
        }
        if mode.key == "number" && self.number.is_none() {
            return Err(Error::field("/number", "required", "Lines are compared by this number, and it is empty."));
        }
        let mut same = same.into_iter();
        match (same.next(), same.next()) {
            (Some(_), Some(_)) => Err(Error::field("/name", "ambiguous", "There are several accounts of this name.")),
            (Some(account), None) => self.change(act, account),
            _ => self.open(act, number),
        }
    }
}

/// Returns the number that a new account is to have: 20117 of `A-20117`.
fn written_number(text: &str) -> Option<u64> {
    account_number(&text.to_uppercase()).filter(|number| (1..=999_999_999).contains(number))
}

impl AccountLine {
    fn open(self, act: &ActionContext, number: u64) -> Result<Plan, Error> {
        if self.number.as_deref().is_some_and(|text| written_number(text).is_none()) {
            let detail = "A new account has a number like A-20117, or none: then it gets the next one.";
            return Err(Error::field("/number", "wrong_format", detail));
        }
        let needed = |field: &str, value: Option<String>| {
            value.ok_or_else(|| Error::field(&format!("/{field}"), "required", "A new account needs this."))
        };
        let new = NewAccount {
            name: self.name,
            plan: self.plan.unwrap_or(SupportPlan::Standard),
            territory: needed("territory", self.territory)?,
            address: needed("address", self.address)?,
            delivery_address: self.delivery_address,
        };
        let (account, change) = Account::open(&acting(act, Action::OpenAccount), new, number)?;
        Ok(Plan::create(account.record(), change))
    }

    fn change(self, act: &ActionContext, before: Account) -> Result<Plan, Error> {
        if self.number.is_some_and(|number| compared(&number) != compared(&before.number)) {
            let detail = format!("The account of this name has the number {}, which stays.", before.number);
            return Err(Error::field("/number", "number_differs", detail));
        }
        let wanted = AccountChange {
            name: Some(self.name),
            plan: self.plan,
            territory: self.territory,
            address: self.address,
            delivery_address: self.delivery_address,
        };
        let (after, change) = before.clone().change(&acting(act, Action::ChangeAccount), wanted)?;
        let fields = [
            ("name", before.name != after.name),
            ("plan", before.plan != after.plan),
            ("territory", before.territory != after.territory),
            ("address", before.address != after.address),
            ("delivery_address", before.delivery_address != after.delivery_address),
        ];
        let fields = fields.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect();
        Ok(Plan::change(after.record(), fields, change))
    }
}
