//! Tests of the company's fields: what a section may be, what a hat is asked, and what a ticket keeps.

use super::values::{CorrectedValues, GivenValues, TicketValues, sent};
use super::*;
use crate::action::Action;
use crate::hats::Role;
use crate::records;
use crate::testing::{ACCOUNT, AGENT, CUSTOMER, act, agent, customer, facts, input, monday, settings, ticket, uuid};
use crate::tickets::correction::{Correction, CorrectionFacts};
use crate::tickets::open::{OpeningFacts, open};
use crate::tickets::record::{InternalEntry, PublicEntry};
use crate::tickets::search::TicketDocument;
use crate::tickets::settings::RoutingCondition;
use crate::tickets::timeline::{CustomFieldChange, InternalItem, PublicItem};
use crate::tickets::view::{StaffTicketView, TicketView};
use crate::tickets::{Severity, Ticket};
use proptest::prelude::*;
use serde_json::{Value, json};

use HatKind::{Customer, Employee, Partner, Staff};

fn label(text: &str) -> Translated {
    Translated([("en".to_owned(), text.to_owned())].into())
}

fn field(id: &str, kind: FieldKind) -> CustomField {
    CustomField {
        id: FieldId(id.into()),
        kind,
        label: label(id),
        help: Translated::default(),
        options: Vec::new(),
        shown_for: vec![Customer, Staff],
        required_for: Vec::new(),
        shown_if: None,
        retired: false,
    }
}

fn option(id: &str) -> FieldOption {
    FieldOption { id: OptionId(id.into()), label: label(id), retired: false }
}

fn chosen(id: &str, kind: FieldKind, options: &[&str]) -> CustomField {
    CustomField { options: options.iter().map(|id| option(id)).collect(), ..field(id, kind) }
}

fn on(id: &str, is: &[&str]) -> FieldCondition {
    FieldCondition { field: FieldId(id.into()), is: is.iter().map(|value| (*value).to_owned()).collect() }
}

/// A form with a field of each kind, a condition, and a field of staff.
fn form() -> TicketFields {
    let place = chosen("place", FieldKind::OneOf, &["roof", "cellar"]);
    let height = CustomField {
        shown_if: Some(on("place", &["roof"])),
        required_for: vec![Customer],
        ..field("height", FieldKind::Number)
    };
    let cause = CustomField { shown_for: vec![Staff], ..chosen("cause", FieldKind::OneOf, &["defect", "setup"]) };
    let remark = CustomField { shown_for: vec![Staff], ..field("remark", FieldKind::LongText) };
    TicketFields {
        fields: vec![
            place,
            height,
            field("serial", FieldKind::Text),
            field("story", FieldKind::LongText),
            field("bought", FieldKind::Date),
            field("works", FieldKind::YesNo),
            chosen("lights", FieldKind::SomeOf, &["red", "green", "blue"]),
            cause,
            remark,
        ],
    }
}

fn edited(id: &str, edit: impl FnOnce(&mut CustomField)) -> TicketFields {
    let mut form = form();
    edit(form.fields.iter_mut().find(|field| field.id.0 == id).expect("a field"));
    form
}

fn codes(errors: Vec<FieldError>) -> Vec<(String, String)> {
    errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

fn one(pointer: &str, code: &str) -> Vec<(String, String)> {
    vec![(pointer.to_owned(), code.to_owned())]
}

fn given(values: Value) -> GivenValues {
    serde_json::from_value(values).expect("values")
}

fn asked(hat: HatKind, values: Value) -> Result<GivenValues, Vec<(String, String)>> {
    of_form(&form(), hat, values)
}

fn of_form(form: &TicketFields, hat: HatKind, values: Value) -> Result<GivenValues, Vec<(String, String)>> {
    let mut errors = Vec::new();
    let values = form.given(hat, &given(values), &mut errors);
    if errors.is_empty() { Ok(sent(&values)) } else { Err(codes(errors)) }
}

#[test]
fn a_section_is_refused_by_field() {
    assert_eq!(codes(form().validate()), []);
    let wrong = |id: &str, edit: fn(&mut CustomField)| codes(edited(id, edit).validate());
    for bad in ["", "Serial", "1st", "serial number", "señal", &"a".repeat(41)] {
        let found = edited("story", |field| field.id = FieldId(bad.into())).validate();
        assert_eq!(codes(found), one("/fields/3/id", "wrong_format"), "{bad}");
    }
    assert_eq!(wrong("story", |field| field.id = FieldId("serial".into())), one("/fields/3/id", "duplicate"));
    assert_eq!(wrong("serial", |field| field.label = Translated::default()), one("/fields/2/label/en", "required"));
    let in_german = |field: &mut CustomField| drop(field.label.0.insert("de".into(), "Nummer".into()));
    assert_eq!(wrong("serial", in_german), one("/fields/2/label/de", "not_one_of"));
    assert_eq!(wrong("serial", |field| field.help = label("a\nb")), one("/fields/2/help/en", "wrong_format"));
    assert_eq!(wrong("serial", |field| field.options.push(option("a"))), one("/fields/2/options", "not_allowed"));
    assert_eq!(wrong("lights", |field| field.options.clear()), one("/fields/6/options", "required"));
    assert_eq!(wrong("lights", |field| field.options.push(option("red"))), one("/fields/6/options/3/id", "duplicate"));
    let many = |field: &mut CustomField| field.options = (0..51).map(|id| option(&format!("o{id}"))).collect();
    assert_eq!(wrong("lights", many), one("/fields/6/options", "too_many"));
    let retired = |field: &mut CustomField| {
        field.options = (0..60).map(|id| FieldOption { retired: id > 9, ..option(&format!("o{id}")) }).collect();
    };
    assert_eq!(wrong("lights", retired), [], "only those that can be chosen count");
    assert_eq!(wrong("serial", |field| field.shown_for = vec![Customer]), one("/fields/2/shown_for", "required"));
    assert_eq!(wrong("serial", |field| field.shown_for.push(Staff)), one("/fields/2/shown_for", "duplicate"));
    let unseen = |field: &mut CustomField| field.required_for = vec![Customer, Partner];
    assert_eq!(wrong("serial", unseen), one("/fields/2/required_for/1", "not_allowed"));
}

#[test]
fn a_condition_names_a_field_that_is_asked_before() {
    let wrong =
        |id: &str, condition: FieldCondition| codes(edited(id, |field| field.shown_if = Some(condition)).validate());
    assert_eq!(wrong("serial", on("place", &["cellar"])), []);
    assert_eq!(wrong("works", on("place", &["roof", "cellar"])), []);
    assert_eq!(wrong("lights", on("works", &["yes"])), []);
    for strange in ["planet", "lights", "serial", "height"] {
        assert_eq!(wrong("serial", on(strange, &["roof"])), one("/fields/2/shown_if/field", "not_one_of"), "{strange}");
    }
    assert_eq!(wrong("serial", on("place", &["roof", "moon"])), one("/fields/2/shown_if/is/1", "not_one_of"));
    assert_eq!(wrong("serial", on("place", &[])), one("/fields/2/shown_if/is", "required"));
    assert_eq!(wrong("lights", on("works", &["maybe"])), one("/fields/6/shown_if/is/0", "not_one_of"));
    // An answer of staff alone decides nothing for a customer; the other way round it does.
    assert_eq!(wrong("remark", on("cause", &["defect"])), []);
    assert_eq!(wrong("remark", on("place", &["roof"])), []);
    let mut turned = form();
    turned.fields.swap(6, 7);
    turned.fields[7].shown_if = Some(on("cause", &["defect"]));
    assert_eq!(codes(turned.validate()), one("/fields/7/shown_if/field", "not_allowed"));
    // A field that others depend on is retired together with them.
    let retired = edited("place", |field| field.retired = true);
    assert_eq!(codes(retired.validate()), one("/fields/1/shown_if/field", "not_allowed"));
    let mut both = retired;
    both.fields[1].retired = true;
    assert_eq!(codes(both.validate()), []);
}

#[test]
fn a_form_has_at_most_twenty_fields_for_each_hat() {
    let of = |count: usize, hats: &[HatKind]| {
        let fields = (0..count).map(|number| CustomField {
            shown_for: hats.iter().copied().chain([Staff]).collect(),
            ..field(&format!("f{}_{number}", hats.len()), FieldKind::Text)
        });
        fields.collect::<Vec<_>>()
    };
    let codes = |fields: Vec<CustomField>| codes(TicketFields { fields }.validate());
    assert_eq!(codes([of(20, &[Customer]), of(20, &[])].concat()), []);
    assert_eq!(codes([of(12, &[Customer]), of(9, &[Customer, Employee])].concat()), one("/fields", "too_many"));
    assert_eq!(codes(of(21, &[])), one("/fields", "too_many"));
    let retired = of(21, &[Customer]).into_iter().enumerate();
    let retired = retired.map(|(number, field)| CustomField { retired: number == 3, ..field }).collect();
    assert_eq!(codes(retired), []);
}

#[test]
fn what_tickets_may_have_is_never_removed_or_changed() {
    let changed = |after: TicketFields| codes(after.validate_removals(&form()));
    assert_eq!(changed(form()), []);
    let mut without = form();
    without.fields.remove(2);
    assert_eq!(changed(without), one("/fields", "in_use"));
    let after = |id, edit: fn(&mut CustomField)| changed(edited(id, edit));
    assert_eq!(after("serial", |field| field.kind = FieldKind::LongText), one("/fields/2/kind", "in_use"));
    assert_eq!(after("place", |field| drop(field.options.remove(0))), one("/fields/0/options", "in_use"));
    assert_eq!(after("place", |field| field.options[0].retired = true), []);
    assert_eq!(after("serial", |field| field.retired = true), []);
    assert_eq!(after("serial", |field| field.shown_for.push(Employee)), []);
    // Values are kept for all or for staff: neither becomes the other.
    assert_eq!(after("serial", |field| field.shown_for = vec![Staff]), one("/fields/2/shown_for", "in_use"));
    assert_eq!(after("cause", |field| field.shown_for.push(Customer)), one("/fields/7/shown_for", "in_use"));
    assert_eq!(
        after("serial", |field| field.shown_for = vec![Employee, Staff]),
        one("/fields/2/shown_for", "in_use"),
        "a customer still reads what they gave"
    );
}

#[test]
fn values_are_read_by_their_kind() {
    let fits = |id: &str, value: Value| {
        let form = edited(id, |field| field.shown_if = None);
        assert_eq!(of_form(&form, Customer, json!({ id: value })), Ok(given(json!({ id: value }))), "{id} {value}");
    };
    fits("serial", json!("KX-200/7"));
    fits("story", json!("First.\nThen."));
    for number in ["0", "-12.5", "999999999999.9999"] {
        fits("height", json!(number));
    }
    fits("bought", json!("2024-02-29"));
    fits("works", json!(false));
    fits("place", json!("cellar"));
    fits("lights", json!(["green", "red"]));
    let refused = |id: &str, value: Value, code: &str| {
        let form = edited(id, |field| field.shown_if = None);
        let found = of_form(&form, Customer, json!({ id: value }));
        assert_eq!(found, Err(one(&format!("/custom_fields/{id}"), code)), "{id} {value}");
    };
    refused("serial", json!("a".repeat(201)), "too_long");
    refused("serial", json!("a\nb"), "wrong_format");
    refused("serial", json!(true), "wrong_type");
    refused("story", json!("a".repeat(2_001)), "too_long");
    refused("story", json!("a\u{7}b"), "wrong_format");
    for number in ["1e3", "+1", "1,5", ".5", "5.", "0x1", "1234567890123", "1.23456", "--1", "∞"] {
        refused("height", json!(number), "wrong_format");
    }
    for date in ["2023-02-29", "29.2.2024", "2024-2-9", "tomorrow", "0024-02-29", "2024-02-29T00:00:00Z"] {
        refused("bought", json!(date), "wrong_format");
    }
    refused("works", json!("yes"), "wrong_type");
    refused("place", json!("moon"), "not_one_of");
    refused("place", json!(["roof"]), "wrong_type");
    refused("lights", json!(["red", "pink"]), "not_one_of");
    refused("lights", json!("red"), "wrong_type");
    let spelled = asked(Customer, json!({ "place": "roof", "height": "007.50" })).expect("accepted");
    assert_eq!(spelled["height"], GivenValue::Text("7.50".into()));
}

#[test]
fn a_condition_decides_what_is_asked_and_required() {
    assert_eq!(asked(Customer, json!({})), Ok(GivenValues::new()));
    assert_eq!(asked(Customer, json!({ "place": "roof" })), Err(one("/custom_fields/height", "required")));
    assert_eq!(
        asked(Customer, json!({ "place": "roof", "height": " " })),
        Err(one("/custom_fields/height", "required"))
    );
    assert_eq!(
        asked(Customer, json!({ "place": "cellar", "height": "3" })),
        Err(one("/custom_fields/height", "not_asked"))
    );
    assert_eq!(asked(Customer, json!({ "height": "3" })), Err(one("/custom_fields/height", "not_asked")));
    assert!(asked(Customer, json!({ "place": "cellar", "height": "", "lights": [] })).is_ok(), "empty is nothing");
    let values = json!({ "place": "roof", "height": "3" });
    assert_eq!(asked(Customer, values.clone()), Ok(given(values)));
    let lights = |value: Value, is: &[&str]| {
        let mut form = edited("cause", |field| field.shown_for = vec![Customer, Staff]);
        form.fields[7].shown_if = Some(on("lights", is));
        of_form(&form, Customer, json!({ "lights": value, "cause": "setup" })).is_ok()
    };
    assert!(lights(json!(["green", "red"]), &["red"]));
    assert!(!lights(json!(["green"]), &["red"]));
    let works = |value: Value, is: &str| {
        let form = edited("lights", |field| field.shown_if = Some(on("works", &[is])));
        of_form(&form, Customer, json!({ "works": value, "lights": ["red"] })).is_ok()
    };
    assert!(works(json!(true), "yes") && works(json!(false), "no"));
    assert!(!works(json!(false), "yes") && !works(json!(true), "no"));
}

#[test]
fn a_hat_gives_only_what_it_is_asked() {
    let strange = |id: &str| one(&format!("/custom_fields/{id}"), "unknown_field");
    assert_eq!(asked(Customer, json!({ "planet": "Mars" })), Err(strange("planet")));
    // A field of staff, of other hats, or no longer asked is refused like one that never was.
    assert_eq!(asked(Customer, json!({ "cause": "defect" })), Err(strange("cause")));
    assert_eq!(asked(Partner, json!({ "serial": "KX" })), Err(strange("serial")));
    let retired = edited("serial", |field| field.retired = true);
    assert_eq!(of_form(&retired, Customer, json!({ "serial": "KX" })), Err(strange("serial")));
    let option = edited("place", |field| field.options[1].retired = true);
    let refused = of_form(&option, Customer, json!({ "place": "cellar" }));
    assert_eq!(refused, Err(one("/custom_fields/place", "not_one_of")));
    let required = edited("serial", |field| field.required_for = vec![Customer, Staff]);
    assert_eq!(of_form(&required, Customer, json!({})), Err(one("/custom_fields/serial", "required")));
    assert_eq!(of_form(&required, Employee, json!({})), Ok(GivenValues::new()));
}

#[test]
fn a_form_is_in_the_words_of_its_reader() {
    let mut form = form();
    form.fields[2].label.0.insert("es".into(), "Número de serie".into());
    form.fields[2].retired = true;
    form.fields[0].options[1].retired = true;
    let seen = form.form(Customer, "es-MX");
    assert_eq!(
        seen.iter().map(|field| &*field.id.0).collect::<Vec<_>>(),
        ["place", "height", "serial", "story", "bought", "works", "lights"]
    );
    assert_eq!((&*seen[2].label, seen[2].retired), ("Número de serie", true));
    assert_eq!(seen[0].label, "place", "English where there is no Spanish");
    assert_eq!(seen[0].options.iter().map(|option| option.retired).collect::<Vec<_>>(), [false, true]);
    assert_eq!(seen.iter().map(|field| field.required).collect::<Vec<_>>()[..3], [false, true, false]);
    let text = serde_json::to_string(&seen).expect("JSON");
    assert!(!text.contains("staff") && !text.contains("asked_of"), "{text}");
    let staffs = form.form(Staff, "en-GB");
    assert_eq!((staffs.len(), &*staffs[2].label), (9, "serial"));
    assert_eq!((staffs[7].staff_only, staffs[0].staff_only), (Some(true), Some(false)));
    assert_eq!((&staffs[0].asked_of[..], &staffs[7].asked_of[..]), (&[Customer][..], &[][..]));
    assert_eq!(form.form(Partner, "en"), []);
}

// On tickets.

fn opened(values: Value) -> Ticket {
    opened_with(&form(), values).expect("opened")
}

fn opened_with(form: &TicketFields, values: Value) -> Result<Ticket, crate::error::Error> {
    let by = act(customer(CUSTOMER, Role::Member), Action::OpenTicket, monday());
    let input = crate::tickets::open::OpenTicket { custom_fields: given(values), ..input() };
    open(&by, input, OpeningFacts { fields: form.clone(), ..facts() }).map(|(ticket, _)| ticket)
}

struct Done {
    ticket: Ticket,
    shared: Vec<CustomFieldChange>,
    of_staff: Vec<CustomFieldChange>,
    detail: String,
}

fn corrected(form: &TicketFields, ticket: Ticket, values: Value) -> Result<Option<Done>, Vec<(String, String)>> {
    let by = act(agent(AGENT), Action::CorrectTicket, monday());
    let custom_fields: CorrectedValues = serde_json::from_value(values).expect("values");
    let facts = CorrectionFacts { fields: form.clone(), ..CorrectionFacts::default() };
    let wanted = Correction { custom_fields, ..Correction::default() };
    let (ticket, change) = match ticket.correct(&by, &wanted, &facts, &settings()) {
        Ok(done) => done,
        Err(crate::error::Error::Input(errors)) => return Err(codes(errors)),
        Err(other) => panic!("{other:?}"),
    };
    Ok(change.map(|change| {
        let shared = change.saved().flat_map(|entry: &PublicEntry| match &entry.item {
            PublicItem::Event(event) => event.custom_changes.clone(),
            PublicItem::Reply(_) => Vec::new(),
        });
        let of_staff = change.saved().flat_map(|entry: &InternalEntry| match &entry.item {
            InternalItem::Event(event) => event.custom_changes.clone(),
            InternalItem::Note(_) => Vec::new(),
        });
        let detail = change.touch.detail.clone().unwrap_or_default();
        Done { ticket, shared: shared.collect(), of_staff: of_staff.collect(), detail }
    }))
}

fn done(ticket: Ticket, values: Value) -> Done {
    corrected(&form(), ticket, values).expect("accepted").expect("a change")
}

fn text(value: &str) -> Option<GivenValue> {
    Some(GivenValue::Text(value.into()))
}

#[test]
fn a_ticket_keeps_values_and_shows_them_to_those_who_may_see_them() {
    let ticket = opened(json!({ "serial": "KX-7", "works": true }));
    let ticket = done(ticket, json!({ "cause": "defect", "remark": "Known since May." })).ticket;
    let member = customer(CUSTOMER, Role::Member);
    let customers = TicketView::of(&ticket, &member, monday());
    assert_eq!(customers.summary.custom_fields, Some(given(json!({ "serial": "KX-7", "works": true }))));
    let text = serde_json::to_string(&customers).expect("JSON");
    assert!(!text.contains("defect") && !text.contains("Known since May"), "{text}");
    let staffs = StaffTicketView::of(&ticket, &agent(AGENT), monday());
    assert_eq!(staffs.view.summary.custom_fields, customers.summary.custom_fields);
    assert_eq!(staffs.staff_fields, given(json!({ "cause": "defect", "remark": "Known since May." })));
    // A field that was retired since stays on the ticket, whatever else is corrected.
    let retired = edited("serial", |field| field.retired = true);
    let later = corrected(&retired, ticket, json!({ "works": false })).expect("accepted").expect("a change").ticket;
    assert_eq!(sent(&later.field_values), given(json!({ "serial": "KX-7", "works": false })));
    // The words of a search are apart as well.
    let document = TicketDocument::of(&later, &[]);
    assert!(document.texts.contains(&"KX-7".to_owned()));
    assert!(document.staff_texts.contains(&"Known since May.".to_owned()));
    assert!(!document.texts.iter().any(|text| text.contains("Known since May")));
    assert!(!document.texts.iter().chain(&document.staff_texts).any(|text| text == "defect"), "only texts");
}

#[test]
fn a_correction_tells_each_side_its_own() {
    let done = done(
        opened(json!({ "serial": "KX-7", "place": "cellar" })),
        json!({ "serial": null, "place": "roof", "cause": "setup" }),
    );
    let change = |field: &str, before, after| CustomFieldChange { field: FieldId(field.into()), before, after };
    assert_eq!(done.shared, [change("place", text("cellar"), text("roof")), change("serial", text("KX-7"), None)]);
    assert_eq!(done.of_staff, [change("cause", None, text("setup"))]);
    assert_eq!(done.detail, "place cellar → roof, serial, cause none → setup");
    // Only staff saw it, so for the customer nothing is new.
    let before = ticket();
    let only = self::done(before.clone(), json!({ "cause": "setup" }));
    assert_eq!((only.shared.len(), only.ticket.updated_at), (0, before.updated_at));
    assert!(corrected(&form(), only.ticket, json!({ "cause": "setup", "serial": "" })).expect("accepted").is_none());
}

#[test]
fn a_correction_is_held_to_the_form() {
    let before = || opened(json!({ "place": "roof", "height": "3", "serial": "KX-7" }));
    let refused = |values: Value| corrected(&form(), before(), values).err().unwrap_or_default();
    assert_eq!(refused(json!({ "planet": "Mars" })), one("/custom_fields/planet", "unknown_field"));
    assert_eq!(refused(json!({ "height": "high" })), one("/custom_fields/height", "wrong_format"));
    assert_eq!(refused(json!({ "height": null })), one("/custom_fields/height", "required"));
    assert_eq!(refused(json!({ "place": "cellar", "height": "4" })), one("/custom_fields/height", "not_asked"));
    // What a changed answer hides goes with it.
    let moved = done(before(), json!({ "place": "cellar" }));
    assert_eq!(sent(&moved.ticket.field_values), given(json!({ "place": "cellar", "serial": "KX-7" })));
    assert_eq!(moved.shared.len(), 2);
    // A field that became required later binds only those who edit it, and a condition that came later hides nothing.
    let mut later = edited("serial", |field| field.required_for = vec![Customer]);
    later.fields[2].shown_if = Some(on("place", &["cellar"]));
    let kept = corrected(&later, before(), json!({ "works": true })).expect("accepted").expect("a change");
    assert_eq!(kept.ticket.field_values.len(), 4);
    let bound = edited("serial", |field| field.required_for = vec![Staff]);
    let emptied = corrected(&bound, before(), json!({ "serial": null })).err();
    assert_eq!(emptied, Some(one("/custom_fields/serial", "required")));
    // An option that was retired stays where it is, and is chosen by nobody else.
    let retired = edited("place", |field| field.options[0].retired = true);
    assert!(corrected(&retired, before(), json!({ "place": "roof", "works": true })).is_ok());
    let elsewhere = corrected(&retired, ticket(), json!({ "place": "roof" })).err();
    assert_eq!(elsewhere, Some(one("/custom_fields/place", "not_one_of")));
    // A help-desk ticket has no fields of customers.
    let of_employee = edited("serial", |field| field.shown_for = vec![Employee, Staff]);
    let strange = corrected(&of_employee, before(), json!({ "serial": "KX-8" })).err();
    assert_eq!(strange, Some(one("/custom_fields/serial", "unknown_field")));
}

#[test]
fn a_correction_fits_in_its_event() {
    let fields = (0..20).map(|number| field(&format!("t{number}"), FieldKind::LongText)).collect();
    let form = TicketFields { fields };
    let all =
        |letter: &str| (0..20).map(|number| (format!("t{number}"), json!(letter.repeat(2_000)))).collect::<Value>();
    let ticket = opened_with(&form, all("é")).expect("opened");
    assert_eq!(corrected(&form, ticket.clone(), all("è")).err(), Some(one("/custom_fields/t0", "too_long")));
    assert!(corrected(&form, ticket, json!({ "t7": "è".repeat(2_000) })).is_ok());
    let lights = done(opened(json!({})), json!({ "lights": ["blue", "green"] }));
    assert_eq!(lights.detail, "lights none → blue+green");
}

#[test]
fn a_named_field_of_before_still_takes_a_text() {
    let ticket = opened(json!({ "Site": "Oslo" }));
    assert_eq!(ticket.custom_fields["Site"], "Oslo");
    let view = TicketView::of(&ticket, &customer(CUSTOMER, Role::Member), monday());
    assert_eq!(view.summary.custom_fields, Some(given(json!({ "Site": "Oslo" }))));
    for (value, code) in [(json!(true), "wrong_type"), (json!("a".repeat(501)), "too_long")] {
        let Err(crate::error::Error::Input(errors)) = opened_with(&form(), json!({ "Site": value })) else {
            panic!("accepted")
        };
        assert_eq!(codes(errors), one("/custom_fields/Site", code));
    }
}

#[test]
fn a_rule_routes_by_a_field() {
    let on_roof = RoutingCondition { custom_field: Some(on("place", &["roof"])), ..RoutingCondition::default() };
    let mut routed = settings();
    routed.rules[0].name = "Roofs".into();
    routed.rules[0].when = on_roof;
    let by = act(customer(CUSTOMER, Role::Member), Action::OpenTicket, monday());
    let rule = |values: Value| {
        let input =
            crate::tickets::open::OpenTicket { severity: Severity::Low, custom_fields: given(values), ..input() };
        let facts = OpeningFacts { fields: form(), settings: routed.clone(), ..facts() };
        open(&by, input, facts).expect("opened").0.routing_rule
    };
    assert_eq!(rule(json!({ "place": "roof", "height": "2" })), "Roofs");
    assert_eq!(rule(json!({ "place": "cellar" })), "Everything else");
    assert_eq!(rule(json!({})), "Everything else");
    let wrong = |condition| codes(form().validate_routing(&condition, "/rules/0/when/custom_field"));
    assert_eq!(wrong(on("place", &["roof"])), []);
    assert_eq!(wrong(on("works", &["no"])), []);
    for strange in ["planet", "serial", "lights", "cause"] {
        assert_eq!(wrong(on(strange, &["red"])), one("/rules/0/when/custom_field/field", "not_one_of"), "{strange}");
    }
    assert_eq!(wrong(on("place", &["moon"])), one("/rules/0/when/custom_field/is/0", "not_one_of"));
}

#[test]
fn a_ticket_without_fields_is_stored_as_before() {
    let account = records::account();
    let hat = records::hat_of(&account, Role::Member);
    let person = records::person(vec![hat.clone()], monday());
    let stored = serde_json::to_value(records::ticket(&person, &hat, monday())).expect("JSON");
    assert!(stored.get("field_values").is_none() && stored.get("staff_field_values").is_none());
    assert_ne!(uuid(ACCOUNT), account.id.0);
    let with =
        Ticket { ..opened(json!({ "place": "roof", "height": "3", "lights": ["red"], "bought": "2024-02-29" })) };
    let read: Ticket = serde_json::from_value(serde_json::to_value(&with).expect("JSON")).expect("a ticket");
    assert_eq!(read, with);
}

proptest! {
    /// Whatever is sent, what is kept is what is sent back, and it is taken again as it is.
    #[test]
    fn what_is_kept_is_taken_again(
        place in prop::option::of("roof|cellar|moon"),
        height in prop::option::of("-?[0-9]{0,13}(\\.[0-9]{0,5})?"),
        serial in prop::option::of("\\PC{0,210}"),
        bought in prop::option::of("[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        works in prop::option::of(any::<bool>()),
        lights in prop::option::of(prop::collection::vec("red|green|blue", 0..4)),
    ) {
        let values = json!({ "place": place, "height": height, "serial": serial, "bought": bought, "works": works, "lights": lights });
        let values: serde_json::Map<String, Value> =
            values.as_object().expect("an object").clone().into_iter().filter(|(_, value)| !value.is_null()).collect();
        let mut errors = Vec::new();
        let kept = form().given(Customer, &given(Value::Object(values)), &mut errors);
        if errors.is_empty() {
            prop_assert_eq!(form().given(Customer, &sent(&kept), &mut errors), kept);
            prop_assert!(errors.is_empty());
        }
    }

    /// Correcting nothing changes nothing, on any ticket that the form made.
    #[test]
    fn an_empty_correction_changes_nothing(works in any::<bool>(), lights in prop::collection::vec("red|green|blue", 1..4)) {
        let ticket = opened(json!({ "works": works, "lights": lights }));
        let before = TicketValues { shared: ticket.field_values.clone(), staff: ticket.staff_field_values };
        let after = form().corrected(Customer, &CorrectedValues::new(), &before, &mut Vec::new());
        prop_assert_eq!(after, before);
    }
}

#[test]
fn a_change_of_the_fields_is_named_part_by_part() {
    let before = form();
    let mut after = before.clone();
    after.fields.swap(0, 1);
    after.fields[0].label.0.insert("es".into(), "Altura".into());
    after.fields[0].retired = true;
    after.fields[1].options.push(option("attic"));
    after.fields[1].options.swap(0, 1);
    after.fields.push(field("wish", FieldKind::LongText));
    let mut found = Differences::default();
    after.differences(&before, &mut found);
    let found = found.found();
    let named: Vec<_> = found.iter().map(|one| (&*one.part, one.name.as_deref().unwrap_or_default())).collect();
    let expected = [
        ("field_label_es", "height"),
        ("field_retired", "height"),
        ("option", "place: attic"),
        ("option_order", "place"),
        ("field", "wish"),
        ("field_order", ""),
    ];
    assert_eq!(named, expected);
    let mut same = Differences::default();
    after.differences(&after, &mut same);
    assert_eq!(same.found(), []);
}
