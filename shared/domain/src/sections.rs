//! The sections that can be edited, one row each: what an endpoint or a job needs to know of a section by its name.

pub mod health;

use crate::act::ActionContext;
use crate::error::{Error, FieldError};
use crate::fault::Fault;
use crate::files::settings::FileSettings;
use crate::identity_provider::settings::IdentityProviderSettings;
use crate::ids::PersonId;
use crate::jobs::Job;
use crate::knowledge::jobs::Reindex;
use crate::knowledge::settings::KnowledgeSettings;
use crate::people::{Person, PersonStatus};
use crate::portal::PortalSettings;
use crate::settings::difference::{Difference, Differences};
use crate::settings::{Section, Staffing};
use crate::tickets::fields::TicketFields;
use crate::tickets::settings::TicketSettings;
use serde_json::Value;
use std::collections::BTreeMap;

/// Largest section, in bytes of JSON.
const LARGEST: usize = 100_000;

/// A section as endpoints and jobs know it. Pointers of errors are into a body with the document as `document`.
#[derive(Debug)]
pub struct Editable {
    /// Name of the section.
    pub name: &'static str,
    /// Errors in the shape of a document: fields that are missing, and fields that the section does not know.
    shape: fn(&Value) -> Result<Vec<FieldError>, Error>,
    /// Errors in the values of a document, compared with the published one. The fields of tickets are those that it may
    /// name.
    values: fn(&Value, &Value, &TicketFields) -> Result<Vec<FieldError>, Error>,
    /// Staff to whom a document newly gives work, compared with the published one.
    staff: fn(&Value, &Value) -> Result<Vec<Staffing>, Error>,
    /// Document with every field of the section, and with these names.
    complete: fn(&Value, &BTreeMap<PersonId, String>) -> Result<Value, Error>,
    /// Differences of a document from the one before.
    differences: fn(&Value, &Value) -> Vec<Difference>,
    /// Jobs that a change makes necessary.
    pub jobs: fn(&ActionContext) -> Vec<Job>,
}

impl Editable {
    const fn of<S: Section>(jobs: fn(&ActionContext) -> Vec<Job>) -> Self {
        Self {
            name: S::NAME,
            shape: shape::<S>,
            values: values::<S>,
            staff: staff::<S>,
            complete: complete::<S>,
            differences: differences::<S>,
            jobs,
        }
    }

    /// The section of this name.
    pub fn named(name: &str) -> Result<&'static Self, Error> {
        SECTIONS.iter().find(|section| section.name == name).ok_or(Error::NotFound)
    }

    /// The document as a draft keeps it. Refuses one that is no document of this section; its values may be unfinished.
    pub fn drafted(&self, document: &Value) -> Result<Value, Error> {
        fits(document)?;
        refuse((self.shape)(document)?)?;
        (self.complete)(document, &BTreeMap::new())
    }

    /// The document as another version of this code kept it, with every field of the section.
    pub fn renewed(&self, document: &Value) -> Result<Value, Error> {
        (self.complete)(document, &BTreeMap::new())
    }

    /// Errors that keep a document from being published. Who the staff are is not looked at.
    pub fn unfinished(&self, document: &Value, published: &Value, fields: &TicketFields) -> Vec<FieldError> {
        match (self.values)(document, published, fields) {
            Ok(errors) | Err(Error::Input(errors)) => errors,
            Err(_) => Vec::new(),
        }
    }

    /// Staff to whom a document newly gives work, or all errors in the document.
    pub fn validate(&self, document: &Value, published: &Value, fields: &TicketFields) -> Result<Vec<Staffing>, Error> {
        fits(document)?;
        let mut errors = (self.shape)(document)?;
        errors.extend((self.values)(document, published, fields)?);
        refuse(errors)?;
        (self.staff)(document, published)
    }

    /// The document as it is stored, with the names of the people who get work. Refuses those who may not do it.
    pub fn publishable(&self, document: &Value, staff: Vec<Staffing>, people: Vec<Person>) -> Result<Value, Error> {
        (self.complete)(document, &able(staff, people)?)
    }

    /// Differences of a document from the one before, in plain words.
    pub fn differences(&self, before: &Value, after: &Value) -> Vec<Difference> {
        (self.differences)(before, after)
    }
}

/// Every section that can be edited.
pub const SECTIONS: &[Editable] = &[
    Editable::of::<PortalSettings>(none),
    Editable { values: values_of_tickets, ..Editable::of::<TicketSettings>(none) },
    Editable::of::<TicketFields>(none),
    Editable::of::<FileSettings>(none),
    Editable::of::<KnowledgeSettings>(reindex),
    Editable::of::<IdentityProviderSettings>(none),
];

fn refuse(errors: Vec<FieldError>) -> Result<(), Error> {
    if errors.is_empty() { Ok(()) } else { Err(Error::Input(errors)) }
}

fn fits(document: &Value) -> Result<(), Error> {
    if document.to_string().len() > LARGEST { Err(Error::TooLarge) } else { Ok(()) }
}

/// Names of the people who newly get work. Refuses those who cannot sign in or may not do it.
fn able(staff: Vec<Staffing>, people: Vec<Person>) -> Result<BTreeMap<PersonId, String>, Error> {
    let unable = |work: &Staffing| !people.iter().any(|person| person.id == work.person && may(person, work));
    let detail = "This is nobody of the staff who can sign in and works on the queue.";
    refuse(staff.into_iter().filter(unable).map(|work| FieldError::new(work.pointer, "not_one_of", detail)).collect())?;
    Ok(people.into_iter().map(|person| (person.id, person.name)).collect())
}

/// Whether a person can sign in and may do this work in one of their hats.
fn may(person: &Person, work: &Staffing) -> bool {
    person.status == PersonStatus::Active && person.may_with_a_hat(work.action, &work.records)
}

fn none(_: &ActionContext) -> Vec<Job> {
    Vec::new()
}

/// Synonyms are part of the search index.
fn reindex(act: &ActionContext) -> Vec<Job> {
    vec![Job::now(act, &Reindex {})]
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

fn in_body(mut errors: Vec<FieldError>) -> Vec<FieldError> {
    for error in &mut errors {
        error.pointer.insert_str(0, "/document");
    }
    errors
}

fn shape<S: Section>(document: &Value) -> Result<Vec<FieldError>, Error> {
    let section: S = read(document)?;
    let mut errors = Vec::new();
    compare(document, &written(&section)?, "", &mut errors);
    Ok(in_body(errors))
}

fn values<S: Section>(document: &Value, published: &Value, _: &TicketFields) -> Result<Vec<FieldError>, Error> {
    let section: S = read(document)?;
    let mut errors = section.validate();
    // Nothing is stored before the first write, and an older version may have written what cannot be read any more.
    let before = S::deserialize(published).ok();
    errors.extend(before.iter().flat_map(|before| section.validate_removals(before)));
    Ok(in_body(errors))
}

/// Errors in the settings of tickets, with those in the conditions of their rules on the company's fields.
fn values_of_tickets(document: &Value, published: &Value, fields: &TicketFields) -> Result<Vec<FieldError>, Error> {
    let mut errors = values::<TicketSettings>(document, published, fields)?;
    let settings: TicketSettings = read(document)?;
    let rules = settings.rules.iter().enumerate();
    let on_fields = rules.filter_map(|(index, rule)| Some((index, rule.when.custom_field.as_ref()?)));
    errors
        .extend(on_fields.flat_map(|(index, on)| {
            fields.validate_routing(on, &format!("/document/rules/{index}/when/custom_field"))
        }));
    Ok(errors)
}

fn staff<S: Section>(document: &Value, published: &Value) -> Result<Vec<Staffing>, Error> {
    let section: S = read(document)?;
    let given = |work: &Staffing, of: &Staffing| (work.person, &work.records) == (of.person, &of.records);
    let stands: Vec<Staffing> = S::deserialize(published).map(|before| before.staff()).unwrap_or_default();
    let mut staff = section.staff();
    staff.retain(|work| !stands.iter().any(|of| given(work, of)));
    for work in &mut staff {
        work.pointer.insert_str(0, "/document");
    }
    Ok(staff)
}

fn differences<S: Section>(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Differences::default();
    match (S::deserialize(before), S::deserialize(after)) {
        (Ok(before), Ok(after)) => after.differences(&before, &mut found),
        (Err(_), Ok(_)) => found.added("section", S::NAME),
        _ => {}
    }
    found.found()
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
        let section = Editable::named(name).expect("a section");
        let Err(Error::Input(errors)) = section.validate(document, &Value::Null, &TicketFields::default()) else {
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
        assert!(Editable::named("verification_keys").is_err(), "no page changes the signing keys");
    }
}
