//! Settings of files: which types can be attached.

use crate::error::FieldError;
use crate::settings::Section;
use serde::{Deserialize, Serialize};

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

    fn wrong(&self) -> Vec<FieldError> {
        let bad = |kind: &FileType| !kind.media_type.contains('/') || kind.endings.is_empty();
        let kinds = self.types.iter().enumerate().filter(|(_, kind)| bad(kind));
        let detail = "A type has a media type such as image/png, and at least one ending.";
        kinds.map(|(index, _)| FieldError::new(format!("/types/{index}"), "wrong_format", detail)).collect()
    }
}
