//! The sections that can be edited.

use portico_domain::act::ActionContext;
use portico_domain::error::{Error, FieldError};
use portico_domain::files::settings::FileSettings;
use portico_domain::ids::PersonId;
use portico_domain::jobs::Job;
use portico_domain::knowledge::jobs::Reindex;
use portico_domain::knowledge::settings::KnowledgeSettings;
use portico_domain::portal::PortalSettings;
use portico_domain::settings::Section;
use portico_domain::tickets::settings::TicketSettings;
use serde_json::Value;

/// A document that fits its section.
pub(crate) struct Checked {
    /// The document, with every field of the section.
    pub(crate) document: Value,
    /// Staff whom it gives work, each with the pointer that names them.
    pub(crate) staff: Vec<(String, PersonId)>,
}

/// A section as an endpoint knows it.
pub(crate) struct Editable {
    /// Name of the section.
    pub(crate) name: &'static str,
    /// Reads a document, or says what is wrong with it.
    pub(crate) check: fn(&Value) -> Result<Checked, Error>,
    /// Jobs that a change makes necessary.
    pub(crate) jobs: fn(&ActionContext) -> Vec<Job>,
}

const SECTIONS: &[Editable] = &[
    Editable { name: PortalSettings::NAME, check: check::<PortalSettings>, jobs: none },
    Editable { name: TicketSettings::NAME, check: check::<TicketSettings>, jobs: none },
    Editable { name: FileSettings::NAME, check: check::<FileSettings>, jobs: none },
    Editable { name: KnowledgeSettings::NAME, check: check::<KnowledgeSettings>, jobs: reindex },
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
        Segment::Map { key } => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { variant } => format!("/{variant}"),
        Segment::Unknown => String::new(),
    });
    format!("/document{}", parts.collect::<String>())
}

fn check<S: Section>(document: &Value) -> Result<Checked, Error> {
    let section: S = serde_path_to_error::deserialize(document).map_err(|error| {
        let detail = format!("This does not fit the section: {}.", error.inner());
        Error::Input(vec![FieldError::new(pointer(error.path()), "wrong_type", detail)])
    })?;
    let mut wrong = section.wrong();
    if wrong.is_empty() {
        let staff = section.staff().into_iter().map(|(place, person)| (format!("/document{place}"), person)).collect();
        let document = serde_json::to_value(&section);
        let document = document.map_err(|error| Error::Internal(format!("the section {}: {error}", S::NAME)))?;
        return Ok(Checked { document, staff });
    }
    for error in &mut wrong {
        error.pointer.insert_str(0, "/document");
    }
    Err(Error::Input(wrong))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn errors(name: &str, document: &Value) -> Vec<(String, String)> {
        let Err(Error::Input(errors)) = (section(name).expect("a section").check)(document) else { return Vec::new() };
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
        assert_eq!(errors("knowledge", &json!({ "synonyms": [["one"]] })), one("/document/synonyms/0", "too_short"));
        assert!(section("verification_keys").is_err(), "no page changes the signing keys");
    }
}
