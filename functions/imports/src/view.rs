//! Imports as their readers see them.

use jiff::Timestamp;
use portico_domain::caller::Caller;
use portico_domain::ids::ImportId;
use portico_domain::imports::columns::ColumnMatch;
use portico_domain::imports::kinds::ImportKind;
use portico_domain::imports::lines::{ImportLine, LineCounts, LineError, LineOutcome};
use portico_domain::imports::{Import, ImportAct, ImportAuthor, ImportRow, ImportState};
use portico_domain::record::RecordRef;
use portico_domain::tickets::PersonRef;
use serde::Serialize;
use utoipa::ToSchema;

/// An import.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportView {
    /// ID of the import.
    pub id: ImportId,
    /// Version: counts the changes of the import. A job that works on it changes it often.
    pub version: u64,
    /// Kind of the records.
    pub kind: ImportKind,
    /// Name of the file.
    pub file: String,
    /// Size of the file in bytes.
    pub size: u64,
    /// Columns with the fields that they hold. Empty until the file has been read, if they are found by their names.
    pub columns: Vec<ColumnMatch>,
    /// Name of the key that lines are compared by.
    pub key: String,
    /// Whether new people get no invitation.
    pub quiet: bool,
    /// State of the import.
    pub state: ImportState,
    /// Number of lines that are done in this state.
    pub done: u32,
    /// Number of all lines; null until the file has been read.
    pub total: Option<u32>,
    /// Outcomes that the check foresees.
    pub checked: LineCounts,
    /// Outcomes of applying.
    pub applied: LineCounts,
    /// Reason why the file cannot be imported.
    pub problem: Option<LineError>,
    /// Person who started the import.
    pub by: PersonRef,
    /// Person who applied it.
    pub applied_by: Option<PersonRef>,
    /// Time at which the import was started.
    pub created_at: Timestamp,
    /// Time of the last change.
    pub updated_at: Timestamp,
    /// Acts on the import that are open to the caller.
    pub allowed: Vec<ImportAct>,
}

fn person(author: ImportAuthor) -> PersonRef {
    PersonRef { id: author.person, name: author.name }
}

impl ImportView {
    /// The import, as a caller sees it.
    pub fn of(import: Import, caller: &Caller) -> Self {
        Self {
            allowed: import.allowed(caller),
            id: import.id,
            version: import.version,
            kind: import.kind,
            file: import.file.name,
            size: import.file.size,
            columns: import.columns,
            key: import.key,
            quiet: import.quiet,
            state: import.state,
            done: import.done,
            total: import.total,
            checked: import.checked,
            applied: import.applied,
            problem: import.problem,
            by: person(import.by),
            applied_by: import.applied_by.map(person),
            created_at: import.created_at,
            updated_at: import.updated_at,
        }
    }
}

/// An import in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportSummary {
    /// ID of the import.
    pub id: ImportId,
    /// Version: counts the changes of the import.
    pub version: u64,
    /// Kind of the records.
    pub kind: ImportKind,
    /// Name of the file.
    pub file: String,
    /// Person who started the import.
    pub by: PersonRef,
    /// State of the import.
    pub state: ImportState,
    /// Number of all lines; null until the file has been read.
    pub total: Option<u32>,
    /// Outcomes: of applying, or foreseen by the check.
    pub counts: LineCounts,
    /// Time at which the import was started.
    pub created_at: Timestamp,
}

impl From<ImportRow> for ImportSummary {
    fn from(row: ImportRow) -> Self {
        let ImportRow { id, version, kind, file, by, by_name, state, total, counts, created_at } = row;
        Self { id, version, kind, file, by: PersonRef { id: by, name: by_name }, state, total, counts, created_at }
    }
}

/// A line of an import with its outcome.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportLineView {
    /// Number of the line in the file, from 1; the header is one of them.
    pub line: u32,
    /// Outcome of the line: foreseen, or what has become of it once it is applied.
    pub outcome: LineOutcome,
    /// Values of the key, as the file has them.
    pub key: String,
    /// Names of the fields that change.
    pub fields: Vec<String>,
    /// Errors of the line.
    pub errors: Vec<LineError>,
    /// Record that the line is about, if there is one already.
    pub record: Option<RecordRef>,
    /// Whether the line has been applied, and not only checked.
    pub applied: bool,
}

impl From<ImportLine> for ImportLineView {
    fn from(line: ImportLine) -> Self {
        let ImportLine { line: number, outcome, key, fields, errors, record, applied, .. } = line;
        // The ID of a record that is only foreseen is not the one that it gets.
        let record = record.filter(|_| applied || outcome != LineOutcome::Create);
        Self { line: number, outcome, key, fields, errors, record, applied }
    }
}
