//! Tests of kinds of tickets: the hats that open each kind, and the hats that a ticket is open to.

use super::list::{TicketList, TicketListOf, TicketListing};
use super::open::{OpenTicket, OpeningFacts, Side, open};
use super::{PartnerRef, Severity, Ticket, TicketKind, TicketType};
use crate::accounts::Plan;
use crate::action::Action;
use crate::caller::Caller;
use crate::error::Error;
use crate::hats::{HatKind, Role};
use crate::ids::PartnerId;
use crate::policy::{Guarded, scope};
use crate::testing::*;
use crate::tickets::settings::{RoutingCondition, Target};
use proptest::prelude::*;

const PARTNER: u128 = 60;
const OTHER_PARTNER: u128 = 61;

fn partner(person: u128, role: Role, company: u128) -> Caller {
    let mut caller = caller(person, HatKind::Partner, role, None, &[]);
    caller.hat.partner = Some(PartnerId(uuid(company)));
    caller
}

fn employee(person: u128, role: Role) -> Caller {
    caller(person, HatKind::Employee, role, None, &[])
}

fn asked() -> OpenTicket {
    OpenTicket { product: None, version: None, ..input() }
}

fn opened(by: &Caller) -> Ticket {
    let usual = facts();
    let facts = OpeningFacts { side: Side::of(&by.hat).unwrap_or(usual.side.clone()), ..usual };
    let input = if by.hat.kind == HatKind::Customer { input() } else { asked() };
    open(&act(by.clone(), Action::OpenTicket, monday()), input, facts).expect("opened").0
}

#[test]
fn the_hat_decides_what_is_opened() {
    let of_partner = opened(&partner(CUSTOMER, Role::Seller, PARTNER));
    assert_eq!(of_partner.kind, TicketKind::PartnerRequest);
    let company = PartnerRef { id: PartnerId(uuid(PARTNER)), name: "Somewhere".into() };
    assert_eq!((of_partner.partner, of_partner.account), (Some(company), None));
    let of_employee = opened(&employee(CUSTOMER, Role::Contractor));
    assert_eq!(of_employee.kind, TicketKind::HelpDesk);
    assert_eq!((of_employee.partner, of_employee.account, of_employee.product), (None, None, None));
    let of_customer = opened(&customer(CUSTOMER, Role::Member));
    assert_eq!((of_customer.kind, of_customer.partner), (TicketKind::Support, None));
    assert_eq!(Side::of(&agent(AGENT).hat), None);
}

#[test]
fn requests_are_routed_by_their_kind_and_due_by_the_standard_plan() {
    let mut facts = facts();
    let mut rule = facts.settings.rules[2].clone();
    rule.name = "Partners".into();
    rule.when = RoutingCondition { kind: Some(TicketKind::PartnerRequest), ..RoutingCondition::default() };
    facts.settings.rules.insert(0, rule);
    facts.settings.targets.push(Target {
        severity: Severity::Critical,
        plan: Plan::Standard,
        first_response_minutes: 60,
        resolution_minutes: 120,
    });
    for (by, rule) in
        [(partner(CUSTOMER, Role::Seller, PARTNER), "Partners"), (employee(CUSTOMER, Role::Employee), "Critical")]
    {
        let side = Side::of(&by.hat).expect("a side");
        let facts = OpeningFacts { side, ..facts.clone() };
        let (ticket, _) = open(&act(by, Action::OpenTicket, monday()), asked(), facts).expect("opened");
        assert_eq!(ticket.routing_rule, rule);
        assert_eq!(ticket.clocks.first_response_due, "2026-11-23T11:00:00Z".parse().expect("a timestamp"));
        assert_eq!(ticket.clocks.resolution_due, "2026-11-23T12:00:00Z".parse().expect("a timestamp"));
    }
}

#[test]
fn only_customers_name_products() {
    let by = employee(CUSTOMER, Role::Employee);
    let facts = OpeningFacts { side: Side::Company, ..facts() };
    let refused = open(&act(by, Action::OpenTicket, monday()), input(), facts).expect_err("refused");
    let Error::Input(errors) = refused else { panic!("{refused:?}") };
    let named: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(named, ["/product_id", "/version_id"]);
    let question = OpenTicket { r#type: TicketType::Issue, ..asked() };
    let (by, side) = (employee(CUSTOMER, Role::Employee), Side::Company);
    assert!(open(&act(by, Action::OpenTicket, monday()), question, OpeningFacts { side, ..self::facts() }).is_ok());
}

#[test]
fn only_a_partners_manager_lists_what_the_company_asked() {
    let list = |by: &Caller, listing| {
        let scope = scope(by, Action::ListTickets).expect("may list");
        TicketList::within(&scope, by.hat.kind, listing, None, None).map(|list| list.of)
    };
    let manager = partner(CUSTOMER, Role::Manager, PARTNER);
    assert_eq!(list(&manager, TicketListing::Company), Ok(TicketListOf::Partner(PartnerId(uuid(PARTNER)))));
    for other in [partner(CUSTOMER, Role::Seller, PARTNER), employee(CUSTOMER, Role::Employee)] {
        assert_eq!(list(&other, TicketListing::Mine), Ok(TicketListOf::Person(other.person)));
        for listing in [TicketListing::Company, TicketListing::Assigned] {
            assert_eq!(list(&other, listing), Err(Error::Forbidden), "{listing:?}");
        }
    }
}

/// Callers of every kind that opens tickets: two people, each with all roles, and two partner companies.
fn people() -> Vec<Caller> {
    let mut people = Vec::new();
    for person in [CUSTOMER, COLLEAGUE] {
        people.extend([Role::Member, Role::Manager].map(|role| customer(person, role)));
        for company in [PARTNER, OTHER_PARTNER] {
            people.extend([Role::Seller, Role::Manager].map(|role| partner(person, role, company)));
        }
        people.extend([Role::Employee, Role::Contractor].map(|role| employee(person, role)));
    }
    people
}

proptest! {
    /// A ticket is open to its person in a hat of the same account or company, and to a manager there.
    #[test]
    fn a_ticket_is_open_to_its_person_in_its_hat_and_to_its_manager(by in 0_usize..16, reader in 0_usize..16) {
        let people = people();
        let (by, reader) = (&people[by], &people[reader]);
        let same_side = by.hat.kind == reader.hat.kind
            && by.hat.account == reader.hat.account
            && by.hat.partner == reader.hat.partner;
        let expected = same_side && (by.person == reader.person || reader.hat.role == Role::Manager);
        for action in [Action::ViewTicket, Action::ReplyToTicket, Action::ConfirmTicket, Action::DownloadTicketFile] {
            let open = Guarded::seal(Some(opened(by))).open(reader, action);
            prop_assert_eq!(open.is_ok(), expected, "{:?} by {:?}", reader.hat, by.hat);
        }
    }
}
