//! Lines of an import: the outcome of each.

use crate::error::{Error, FieldError};
use crate::ids::ImportId;
use crate::record::RecordRef;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Outcome of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LineOutcome {
    /// A record is created.
    Create,
    /// A record is changed.
    Change,
    /// The record is the same already.
    Same,
    /// The line has errors and changes nothing.
    Error,
}

impl LineOutcome {
    /// Name of the outcome, as it is stored and sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Change => "change",
            Self::Same => "same",
            Self::Error => "error",
        }
    }
}

/// Number of lines by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineCounts {
    /// Lines that create a record.
    pub create: u32,
    /// Lines that change a record.
    pub change: u32,
    /// Lines whose record is the same already.
    pub same: u32,
    /// Lines with errors.
    pub error: u32,
}

impl LineCounts {
    /// Counts one more line.
    pub fn add(&mut self, outcome: LineOutcome) {
        match outcome {
            LineOutcome::Create => self.create += 1,
            LineOutcome::Change => self.change += 1,
            LineOutcome::Same => self.same += 1,
            LineOutcome::Error => self.error += 1,
        }
    }
}

/// Error of a line, or of the whole file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineError {
    /// Name of the column, as the file has it; none if the error is of the whole line.
    pub column: Option<String>,
    /// Stable key: `required`, `not_found`, `duplicate` …
    pub code: String,
    /// Sentence for the person who imports the file.
    pub detail: String,
}

impl LineError {
    /// Error of a whole line, or of the file.
    pub fn of_line(code: &str, detail: impl Into<String>) -> Self {
        Self { column: None, code: code.into(), detail: detail.into() }
    }

    /// Error in a column.
    pub fn in_column(column: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        Self { column: Some(column.into()), code: code.into(), detail: detail.into() }
    }

    /// Errors of a decision. `column` names the column of a field; a JSON pointer leads to the field.
    pub fn of_input(errors: Vec<FieldError>, column: impl Fn(&str) -> Option<String>) -> Vec<Self> {
        let error = |FieldError { pointer, code, detail }: FieldError| Self { column: column(&pointer), code, detail };
        errors.into_iter().map(error).collect()
    }

    /// Errors of a line that was refused; the error itself if a later try may succeed.
    pub fn of_refusal(error: Error, column: impl Fn(&str) -> Option<String>) -> Result<Vec<Self>, Error> {
        Ok(match error {
            Error::Input(errors) => Self::of_input(errors, column),
            Error::Conflict { code, detail } => vec![Self::of_line(code, detail)],
            Error::Forbidden | Error::NotFound | Error::CapabilityOff => {
                vec![Self::of_line("not_allowed", "The record is missing, or you may not change it.")]
            }
            other if other.is_transient() => return Err(other),
            _ => vec![Self::of_line("failed", "This line could not be looked at. Try it again later.")],
        })
    }
}

/// A line of an import, with its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// The import.
    pub import: ImportId,
    /// Number of the line in the file, from 1; the header is one of them.
    pub line: u32,
    /// Counts the changes: 1 after the check, 2 after applying.
    pub version: u64,
    /// Outcome of the line.
    pub outcome: LineOutcome,
    /// Values of the key, as the file has them.
    pub key: String,
    /// Names of the fields that change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Errors of the line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<LineError>,
    /// Record that the line is about, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordRef>,
    /// Whether the line has been applied, and not only checked.
    pub applied: bool,
    /// Time at which the line is forgotten.
    pub ends_at: Timestamp,
}
