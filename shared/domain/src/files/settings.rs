//! Settings of files: which types can be attached.

use super::kinds::PROGRAMS;
use crate::error::FieldError;
use crate::settings::Section;
use crate::settings::difference::{DifferenceValue, Differences};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A type of file that can be attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileType {
    /// Media type.
    pub media_type: String,
    /// File name endings, lower case, without the dot.
    pub endings: Vec<String>,
}

/// Files that can be attached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSettings {
    /// The types.
    pub types: Vec<FileType>,
}

impl Default for FileSettings {
    fn default() -> Self {
        let types = [
            ("image/png", "png"),
            ("image/jpeg", "jpg jpeg"),
            ("image/gif", "gif"),
            ("image/webp", "webp"),
            ("application/pdf", "pdf"),
            ("text/plain", "txt log"),
            ("text/csv", "csv"),
            ("application/json", "json"),
            ("application/xml", "xml"),
            ("application/zip", "zip"),
            ("application/gzip", "gz"),
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        ];
        Self {
            types: types
                .into_iter()
                .map(|(media_type, endings)| FileType {
                    media_type: media_type.into(),
                    endings: endings.split(' ').map(str::to_owned).collect(),
                })
                .collect(),
        }
    }
}

impl Section for FileSettings {
    const NAME: &'static str = "files";

    fn validate(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if self.types.is_empty() {
            errors.push(FieldError::new("/types", "required", "Allow at least one type of file."));
        }
        let token = |text: &str| {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
        };
        let mut seen = BTreeSet::new();
        for (index, kind) in self.types.iter().enumerate() {
            if !kind.media_type.split_once('/').is_some_and(|(main, sub)| token(main) && token(sub)) {
                let detail = "A media type has two parts, such as image/png.";
                errors.push(FieldError::new(format!("/types/{index}/media_type"), "wrong_format", detail));
            }
            let plain = |ending: &String| {
                (1..=10).contains(&ending.len())
                    && ending.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            };
            let pointer = format!("/types/{index}/endings");
            if kind.endings.is_empty() || !kind.endings.iter().all(plain) {
                let detail = "Endings are one to ten small letters and digits, without a dot.";
                errors.push(FieldError::new(&*pointer, "wrong_format", detail));
            } else if kind.endings.iter().any(|ending| PROGRAMS.contains(&&**ending)) {
                errors.push(FieldError::new(&*pointer, "not_allowed", "Programs are never accepted."));
            } else if !kind.endings.iter().all(|ending| seen.insert(ending.clone())) {
                errors.push(FieldError::new(&*pointer, "duplicate", "An ending is listed twice."));
            }
        }
        errors
    }

    fn differences(&self, before: &Self, found: &mut Differences) {
        let types = [&*before.types, &*self.types];
        found.things(
            "file_type",
            types,
            |kind| &kind.media_type,
            |kind| kind.media_type.clone(),
            |found, before, after| {
                let endings = |kind: &FileType| kind.endings.iter().map(DifferenceValue::text).collect();
                found.set("file_endings", Some(&after.media_type), endings(before), endings(after));
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_and_endings_that_came_and_went_are_named() {
        let before = FileSettings::default();
        let mut after = before.clone();
        after.types.remove(0);
        after.types[0].endings = vec!["jpg".into(), "jpe".into()];
        let mut found = Differences::default();
        after.differences(&before, &mut found);
        let found = found.found();
        let named: Vec<_> = found.iter().map(|one| (&*one.part, one.name.as_deref().unwrap_or_default())).collect();
        assert_eq!(named, [("file_type", "image/png"), ("file_endings", "image/jpeg")]);
        assert_eq!((&*found[1].before[0].text, &*found[1].after[0].text), ("jpeg", "jpe"));
    }
}
