//! Lines of contacts: people with a hat of a customer account.

use super::finding::account_with_number;
use super::{ImportMode, Importable, Plan, acting};
use crate::accounts::Account;
use crate::act::ActionContext;
use crate::action::Action;
use crate::error::Error;
use crate::hats::{Hat, HatKind, Role};
use crate::imports::columns::{Cells, Field, FieldKind, Key};
use crate::imports::lines::LineError;
use crate::imports::ports::ImportReads;
use crate::invitations::{Newcomer, WantedHat, hats, invite};
use crate::people::jobs::SendInvitation;
use crate::people::{Person, PersonStatus};
use crate::record::{RecordKind, RecordRef};
use crate::tickets::settings::TicketSettings;

/// Language of people whose line names none.
const LANGUAGE: &str = "en";
/// Time zone of people whose line names none, where the company has none either.
const TIME_ZONE: &str = "UTC";

/// A line of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactLine {
    email: String,
    name: String,
    account: String,
    role: Role,
    language: Option<String>,
    time_zone: Option<String>,
}

/// Records that a line of a contact found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundContact {
    /// Person who has the address.
    pub(super) person: Option<Person>,
    /// Account of the number.
    pub(super) account: Option<Account>,
    /// Time zone of the company, if the line names none.
    pub(super) time_zone: Option<String>,
}

impl Importable for ContactLine {
    const FIELDS: &'static [Field] = &[
        Field {
            name: "email",
            required: true,
            kind: FieldKind::Line(3, 254),
            synonyms: &["e-mail", "mail", "email address", "e-mail address", "correo", "correo electrónico"],
            example: "kim@example.com",
        },
        Field {
            name: "name",
            required: true,
            kind: FieldKind::Line(2, 100),
            synonyms: &["full name", "contact", "contact name", "person", "nombre", "nombre completo", "contacto"],
            example: "Kim Berg",
        },
        Field {
            name: "account",
            required: true,
            kind: FieldKind::Line(1, 20),
            synonyms: &["account number", "account no", "customer number", "cuenta", "número de cuenta"],
            example: "A-20117",
        },
        Field {
            name: "role",
            required: false,
            kind: FieldKind::Word(&["member", "manager"]),
            synonyms: &["rol", "función"],
            example: "member",
        },
        Field {
            name: "language",
            required: false,
            kind: FieldKind::Line(2, 20),
            synonyms: &["locale", "lang", "idioma"],
            example: "en",
        },
        Field {
            name: "time_zone",
            required: false,
            kind: FieldKind::Line(2, 60),
            synonyms: &["time zone", "tz", "zona horaria"],
            example: "Europe/Oslo",
        },
    ];
    const KEYS: &'static [Key] = &[Key { name: "email", fields: &["email"], needs: &["email"] }];
    const ACTIONS: &'static [Action] = &[Action::InvitePerson, Action::ListAccounts, Action::ViewAccount];
    const SIDE_BY_SIDE: usize = 4;
    type Found = FoundContact;

    fn read(cells: &Cells<'_>) -> Result<Self, Vec<LineError>> {
        let role = if cells.word("role") == Some("manager") { Role::Manager } else { Role::Member };
        let (language, time_zone) = (cells.text("language"), cells.text("time_zone"));
        let (email, name, account) = (cells.required("email"), cells.required("name"), cells.required("account"));
        let line = match (email, name, account) {
            (Some(email), Some(name), Some(account)) => {
                Some(Self { email: email.to_lowercase(), name, account, role, language, time_zone })
            }
            _ => None,
        };
        cells.ended(line)
    }

    async fn find<S: ImportReads>(
        &self,
        store: &S,
        act: &ActionContext,
        _: ImportMode<'_>,
    ) -> Result<FoundContact, Error> {
        let person = store.credential(&self.email).await?.map(|found| found.person);
        let account = account_with_number(store, &act.caller, &self.account).await?;
        let time_zone = match self.time_zone {
            Some(_) => None,
            None => store.section::<TicketSettings>().await?.map(|tickets| tickets.calendar.time_zone),
        };
        Ok(FoundContact { person, account, time_zone })
    }

    fn plan(self, act: &ActionContext, mode: ImportMode<'_>, found: FoundContact) -> Result<Plan, Error> {
        let act = acting(act, Action::InvitePerson);
        let FoundContact { person, account, time_zone } = found;
        let account =
            account.ok_or_else(|| Error::field("/account", "not_found", "There is no account of this number."))?;
        let before = person.as_ref().map_or(&[][..], |person| &person.hats);
        let of_account = |hat: &&Hat| hat.kind == HatKind::Customer && hat.account == Some(account.id);
        let hat = before.iter().find(of_account);
        if let Some(person) = &person
            && self.is_same(person, hat)
        {
            return Ok(Plan::change(reference(person), Vec::new(), None));
        }
        let account_id = Some(account.id);
        let kept = hat.map(|hat| hat.id);
        let wanted =
            WantedHat { id: kept, kind: HatKind::Customer, role: self.role, account: account_id, queues: vec![] };
        let others = before.iter().filter(|hat| !of_account(hat)).cloned();
        let mut worn: Vec<Hat> = others.collect();
        worn.extend(hats(&act, &[wanted], before, "", std::slice::from_ref(&account), &[])?);
        let mut fields = Vec::new();
        if person.as_ref().is_some_and(|person| person.name != self.name) {
            fields.push("name");
        }
        if hat.is_none_or(|hat| hat.role != self.role) {
            fields.push("role");
        }
        let known = |of: fn(&Person) -> &String| person.as_ref().map(|person| of(person).clone());
        let newcomer = Newcomer {
            locale: self.language.or_else(|| known(|person| &person.locale)).unwrap_or_else(|| LANGUAGE.into()),
            time_zone: self
                .time_zone
                .or_else(|| known(|person| &person.time_zone))
                .or(time_zone)
                .unwrap_or_else(|| TIME_ZONE.into()),
            name: self.name,
            email: self.email,
            hats: worn,
        };
        let (new, before) = (person.is_none(), person);
        let (after, mut change) = invite(&act, newcomer, before)?;
        if mode.quiet {
            change.jobs.retain(|job| !job.is::<SendInvitation>());
        }
        Ok(if new {
            Plan::create(reference(&after), change)
        } else {
            Plan::change(reference(&after), fields, Some(change))
        })
    }

    fn field_at(pointer: &str) -> &str {
        match pointer {
            "/locale" => "language",
            "/hats/0/role" => "role",
            "/hats/0/account_id" => "account",
            _ => pointer.trim_start_matches('/').split('/').next().unwrap_or_default(),
        }
    }
}

/// A person as the report names them.
fn reference(person: &Person) -> Option<RecordRef> {
    Some(RecordRef { kind: RecordKind::Person, id: person.id.to_string(), label: person.name.clone() })
}

impl ContactLine {
    /// Whether a person needs no change: somebody who has joined writes their own name, and keeps it.
    fn is_same(&self, person: &Person, hat: Option<&Hat>) -> bool {
        let worn = hat.is_some_and(|hat| hat.role == self.role);
        match person.status {
            PersonStatus::Active => worn,
            PersonStatus::Invited => {
                let same = |given: &Option<String>, before: &String| given.as_ref().is_none_or(|given| given == before);
                worn && person.name == self.name
                    && same(&self.language, &person.locale)
                    && same(&self.time_zone, &person.time_zone)
            }
            PersonStatus::Disabled => false,
        }
    }
}
