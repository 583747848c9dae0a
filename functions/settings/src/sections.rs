//! The sections that can be edited.

use portico_domain::act::ActionContext;
use portico_domain::error::{Error, FieldError};
use portico_domain::fault::Fault;
use portico_domain::files::settings::FileSettings;
use portico_domain::identity_provider::settings::IdentityProviderSettings;
use portico_domain::ids::PersonId;
use portico_domain::jobs::Job;
use portico_domain::knowledge::jobs::Reindex;
use portico_domain::knowledge::settings::{ArticleProducts, KnowledgeSettings};
use portico_domain::portal::PortalSettings;
use portico_domain::settings::{Section, Staffing};
use portico_domain::tickets::fields::TicketFields;
use portico_domain::tickets::settings::TicketSettings;
use serde_json::Value;
use std::collections::BTreeMap;

/// A section as an endpoint knows it.
pub(crate) struct Editable {
    /// Name of the section.
    pub(crate) name: &'static str,
    /// Staff to whom a document newly gives work, compared with the stored one; or the errors in the document. The
    /// fields of tickets are those that it may name.
    pub(crate) validate: fn(&Value, &Value, &TicketFields) -> Result<Vec<Staffing>, Error>,
    /// Document as it is stored: with every field of the section, and with these names.
    pub(crate) complete: fn(&Value, &BTreeMap<PersonId, String>) -> Result<Value, Error>,
    /// Jobs that a change makes necessary.
    pub(crate) jobs: fn(&ActionContext) -> Vec<Job>,
}

impl Editable {
    const fn of<S: Section>(jobs: fn(&ActionContext) -> Vec<Job>) -> Self {
        Self { name: S::NAME, validate: validate::<S>, complete: complete::<S>, jobs }
    }
}

const SECTIONS: &[Editable] = &[
    Editable::of::<PortalSettings>(none),
    Editable { validate: validate_tickets, ..Editable::of::<TicketSettings>(none) },
    Editable::of::<TicketFields>(none),
    Editable::of::<FileSettings>(none),
    Editable::of::<KnowledgeSettings>(reindex),
    Editable::of::<ArticleProducts>(none),
    Editable::of::<IdentityProviderSettings>(none),
];

fn none(_: &ActionContext) -> Vec<Job> {
    Vec::new()
}

/// Synonyms are part of the search index.
fn reindex(act: &ActionContext) -> Vec<Job> {
    vec![Job::now(act, &Reindex {})]
}

/// The section of this name.
pub(crate) fn section(name: &str) -> Result<&'static Editable, Error> {
    SECTIONS.iter().find(|section| section.name == name).ok_or(Error::NotFound)
}

/// Pointer of a place in the document, below `/document`.
fn pointer(place: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let parts = place.iter().map(|part| match part {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escape(key)),
        Segment::Enum { variant } => format!("/{variant}"),
        Segment::Unknown => String::new(),
    });
    format!("/document{}", parts.collect::<String>())
}

fn read<S: Section>(document: &Value) -> Result<S, Error> {
    serde_path_to_error::deserialize(document).map_err(|error| {
        let detail = format!("This does not fit the section: {}.", error.inner());
        Error::Input(vec![FieldError::new(pointer(error.path()), "wrong_type", detail)])
    })
}

fn written<S: Section>(section: &S) -> Result<Value, Error> {
    serde_json::to_value(section)
        .map_err(|error| Error::internal(Fault::caused(format!("the section {}", S::NAME), error)))
}

/// Validates the settings of tickets, with the conditions of their rules on the company's fields.
fn validate_tickets(document: &Value, stored: &Value, fields: &TicketFields) -> Result<Vec<Staffing>, Error> {
    let settings: TicketSettings = read(document)?;
    let rules = settings.rules.iter().enumerate();
    let errors: Vec<FieldError> = rules
        .filter_map(|(index, rule)| Some((index, rule.when.custom_field.as_ref()?)))
        .flat_map(|(index, on)| fields.validate_routing(on, &format!("/document/rules/{index}/when/custom_field")))
        .collect();
    match validate::<TicketSettings>(document, stored, fields) {
        Err(Error::Input(others)) => Err(Error::Input(others.into_iter().chain(errors).collect())),
        Ok(_) if !errors.is_empty() => Err(Error::Input(errors)),
        done => done,
    }
}

fn validate<S: Section>(document: &Value, stored: &Value, _: &TicketFields) -> Result<Vec<Staffing>, Error> {
    let section: S = read(document)?;
    let mut errors = Vec::new();
    compare(document, &written(&section)?, "", &mut errors);
    errors.extend(section.validate());
    // Nothing is stored before the first write, and an older version may have written what cannot be read any more.
    let before = S::deserialize(stored).ok();
    errors.extend(before.iter().flat_map(|before| section.validate_removals(before)));
    if !errors.is_empty() {
        for error in &mut errors {
            error.pointer.insert_str(0, "/document");
        }
        return Err(Error::Input(errors));
    }
    let given = |work: &Staffing, of: &Staffing| (work.person, &work.records) == (of.person, &of.records);
    let stands: Vec<Staffing> = before.map(|before| before.staff()).unwrap_or_default();
    let mut staff = section.staff();
    staff.retain(|work| !stands.iter().any(|of| given(work, of)));
    for work in &mut staff {
        work.pointer.insert_str(0, "/document");
    }
    Ok(staff)
}

fn complete<S: Section>(document: &Value, names: &BTreeMap<PersonId, String>) -> Result<Value, Error> {
    let mut section: S = read(document)?;
    section.write_names(names);
    written(&section)
}

/// Adds an error for each field that a document has and the section does not know, and for each that it leaves out.
fn compare(document: &Value, section: &Value, place: &str, errors: &mut Vec<FieldError>) {
    match (document, section) {
        (Value::Object(document), Value::Object(section)) => {
            for (name, value) in document {
                let place = format!("{place}/{}", escape(name));
                match section.get(name) {
                    Some(known) => compare(value, known, &place, errors),
                    None => errors.push(FieldError::new(place, "unknown_field", "There is no such field.")),
                }
            }
            for (name, _) in section.iter().filter(|(name, value)| !value.is_null() && !document.contains_key(*name)) {
                let place = format!("{place}/{}", escape(name));
                errors.push(FieldError::new(place, "required", "Send the whole section: this is missing."));
            }
        }
        (Value::Array(document), Value::Array(section)) => {
            for (index, (value, known)) in document.iter().zip(section).enumerate() {
                compare(value, known, &format!("{place}/{index}"), errors);
            }
        }
        _ => {}
    }
}

/// Part of a JSON pointer (RFC 6901).
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn errors(name: &str, document: &Value) -> Vec<(String, String)> {
        let section = section(name).expect("a section");
        let Err(Error::Input(errors)) = (section.validate)(document, &Value::Null, &TicketFields::default()) else {
            return Vec::new();
        };
        errors.into_iter().map(|error| (error.pointer, error.code)).collect()
    }

    #[test]
    fn a_document_that_does_not_fit_is_refused_by_field() {
        let portal = serde_json::to_value(PortalSettings::default()).expect("JSON");
        assert_eq!(errors("portal", &portal), []);
        let with = |name: &str, value: Value| {
            let mut document = portal.clone();
            document[name] = value;
            errors("portal", &document)
        };
        let one = |pointer: &str, code: &str| vec![(pointer.to_owned(), code.to_owned())];
        assert_eq!(with("session_days", json!("soon")), one("/document/session_days", "wrong_type"));
        assert_eq!(with("session_days", json!(0)), one("/document/session_days", "out_of_range"));
        assert_eq!(with("brand_color", json!("blue")), one("/document/brand_color", "wrong_format"));
        let own_pages = json!([{ "capability": "personal", "face": "customer", "role": null }]);
        assert_eq!(with("taken_away", own_pages), one("/document/taken_away/0", "not_allowed"));
        assert_eq!(errors("knowledge", &json!({ "synonyms": [["one"]] })), one("/document/synonyms/0", "wrong_format"));
        let mut mistyped = portal.clone();
        mistyped["taken_awy"] = json!([]);
        assert_eq!(errors("portal", &mistyped), one("/document/taken_awy", "unknown_field"));
        let mut partial = portal.clone();
        partial.as_object_mut().expect("an object").remove("taken_away");
        assert_eq!(
            errors("portal", &partial),
            one("/document/taken_away", "required"),
            "it would give everything back"
        );
        assert!(section("verification_keys").is_err(), "no page changes the signing keys");
    }
}
