//! Imports by CSV: a file is checked line by line first, and then applied by the functions that the endpoints use.
//!
//! Both are jobs in steps. A step ends with one transaction, so an import that was stopped goes on where it was.

pub mod columns;
pub mod jobs;
pub mod kinds;
pub mod lines;
pub mod ports;
pub mod record;
pub mod report;
pub mod sheet;

use crate::act::ActionContext;
use crate::action::{Action, reach};
use crate::caller::Caller;
use crate::change::{Change, Write};
use crate::error::{Error, FieldError};
use crate::files::{FileRef, Upload, UploadState};
use crate::hats::Hat;
use crate::ids::{HatId, ImportId, PersonId, SessionId, UploadId};
use crate::imports::columns::{ColumnMatch, Columns};
use crate::imports::jobs::{ForgetImport, WorkOnImport};
use crate::imports::kinds::ImportKind;
use crate::imports::lines::{ImportLine, LineCounts, LineError};
use crate::jobs::Job;
use crate::people::{Person, PersonStatus};
use crate::policy::{Scope, permits};
use crate::record::{Ownership, RecordKind, RecordRef, Resource};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Largest size of a file, in bytes.
pub const LARGEST_IMPORT: u64 = 20 * 1024 * 1024;
/// Largest number of lines of a file, without its header.
pub const MOST_LINES: usize = 50_000;
/// Time for which an import is kept with its file and its report.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);

/// State of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// The lines are being checked. Nothing is changed.
    Checking,
    /// All lines are checked; a person decides.
    Checked,
    /// The lines are being applied.
    Applying,
    /// All lines are applied, except those with errors.
    Applied,
    /// The file cannot be imported.
    Failed,
}

/// Person who starts an import, with the hat that its lines are applied under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportAuthor {
    /// The person.
    pub person: PersonId,
    /// Name of the person.
    pub name: String,
    /// Hat that the person wore.
    pub hat: HatId,
    /// Session that the person was in.
    pub session: SessionId,
}

impl ImportAuthor {
    fn of(caller: &Caller) -> Self {
        Self { person: caller.person, name: caller.name.clone(), hat: caller.hat.id, session: caller.session }
    }
}

/// An import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// ID of the import.
    pub id: ImportId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Kind of the records.
    pub kind: ImportKind,
    /// The file.
    pub file: FileRef,
    /// Columns with the fields that they hold; found by their names if empty.
    #[serde(default)]
    pub columns: Vec<ColumnMatch>,
    /// Name of the key that lines are compared by.
    pub key: String,
    /// Whether new people get no invitation.
    #[serde(default)]
    pub quiet: bool,
    /// Person who started the import.
    pub by: ImportAuthor,
    /// Person who applied it.
    #[serde(default)]
    pub applied_by: Option<ImportAuthor>,
    /// State of the import.
    pub state: ImportState,
    /// Number of lines that are done in this state.
    pub done: u32,
    /// Number of all lines, once the file has been read.
    #[serde(default)]
    pub total: Option<u32>,
    /// Outcomes that the check foresees.
    #[serde(default)]
    pub checked: LineCounts,
    /// Outcomes of applying.
    #[serde(default)]
    pub applied: LineCounts,
    /// Reason why the file cannot be imported.
    #[serde(default)]
    pub problem: Option<LineError>,
    /// The report as a file, once there is one.
    #[serde(default)]
    pub report: Option<FileRef>,
    /// Time at which the import was started.
    pub created_at: Timestamp,
    /// Time of the last change.
    pub updated_at: Timestamp,
}

/// An import to be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewImport {
    /// Kind of the records.
    pub kind: ImportKind,
    /// Columns with the fields that they hold; found by their names if empty.
    pub columns: Vec<ColumnMatch>,
    /// Name of the key that lines are compared by; the first of the kind if absent.
    pub key: Option<String>,
    /// Whether new people get no invitation.
    pub quiet: bool,
}

/// Act on an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportAct {
    /// Apply the lines.
    Apply,
    /// Download the report.
    Download,
}

/// Whether a hat may do everything that lines of this kind do.
pub fn may_import(hat: &Hat, kind: ImportKind) -> bool {
    kind.actions().iter().all(|action| reach(*action, hat.kind, hat.role).is_some())
}

impl Import {
    /// Starts an import: a job checks the lines. `file` and `claims` are those of the claimed upload.
    pub fn start(
        act: &ActionContext,
        new: NewImport,
        file: FileRef,
        claims: Vec<Write>,
    ) -> Result<(Self, Change), Error> {
        let NewImport { kind, columns, key, quiet } = new;
        if !may_import(&act.caller.hat, kind) {
            return Err(Error::Forbidden);
        }
        let mut errors = Vec::new();
        if file.size > LARGEST_IMPORT {
            let detail = "A file to import can have 20 MB at most. Divide it.";
            errors.push(FieldError::new("/upload_id", "file_too_large", detail));
        }
        let key = key.unwrap_or_else(|| kind.keys()[0].name.to_owned());
        if !kind.keys().iter().any(|known| known.name == key) {
            errors.push(FieldError::new("/key", "not_one_of", "Lines of this kind have no such key."));
        }
        errors.extend(columns::unknown_fields(kind, &columns));
        if !errors.is_empty() {
            return Err(Error::Input(errors));
        }
        let import = Self {
            id: act.id(),
            version: 1,
            kind,
            file,
            columns,
            key,
            quiet,
            by: ImportAuthor::of(&act.caller),
            applied_by: None,
            state: ImportState::Checking,
            done: 0,
            total: None,
            checked: LineCounts::default(),
            applied: LineCounts::default(),
            problem: None,
            report: None,
            created_at: act.now,
            updated_at: act.now,
        };
        let forget = Job::due(act, &ForgetImport { import: import.id }, act.now + KEPT_FOR);
        let change = Change::new(act.touch(import.record(), None))
            .write(Write::create(&import))
            .writes(claims)
            .job(Job::now(act, &WorkOnImport { import: import.id }))
            .job(forget);
        Ok((import, change))
    }

    /// Applies a checked import: a job writes the lines, each by itself.
    pub fn apply(self, act: &ActionContext) -> Result<(Self, Change), Error> {
        if !may_import(&act.caller.hat, self.kind) {
            return Err(Error::Forbidden);
        }
        if self.state != ImportState::Checked {
            return Err(Error::state("Only an import that has been checked can be applied."));
        }
        if !self.changes_something() {
            return Err(Error::state("No line of the file changes anything."));
        }
        let applied_by = Some(ImportAuthor::of(&act.caller));
        let next = self.changed(act.now, |next| Self { state: ImportState::Applying, done: 0, applied_by, ..next });
        let change = Change::new(act.touch(next.record(), None))
            .write(Write::update(&self, &next))
            .job(Job::now(act, &WorkOnImport { import: next.id }));
        Ok((next, change))
    }

    /// Whether a line that was checked creates or changes a record.
    fn changes_something(&self) -> bool {
        self.checked.create + self.checked.change > 0
    }

    /// Acts on the import that are open to the caller now.
    pub fn allowed(&self, caller: &Caller) -> Vec<ImportAct> {
        let applicable = self.state == ImportState::Checked
            && self.changes_something()
            && may_import(&caller.hat, self.kind)
            && permits(caller, Action::ApplyImport, &self.ownership());
        let loadable = self.report.is_some() && permits(caller, Action::DownloadImport, &self.ownership());
        let acts = [(ImportAct::Apply, applicable), (ImportAct::Download, loadable)];
        acts.into_iter().filter(|(_, open)| *open).map(|(act, _)| act).collect()
    }

    /// Whether a job works on the import.
    pub fn is_at_work(&self) -> bool {
        matches!(self.state, ImportState::Checking | ImportState::Applying)
    }

    /// Time at which the import is forgotten.
    pub fn ends_at(&self) -> Timestamp {
        self.created_at + KEPT_FOR
    }

    /// Person in whose name the lines are checked or applied.
    pub fn author(&self) -> &ImportAuthor {
        self.applied_by.as_ref().unwrap_or(&self.by)
    }

    /// Context in which the lines are checked or applied: that of the author, under the same hat. Nothing if the author
    /// has not that hat any more, or may not do this with it.
    pub fn acting(&self, person: Option<&Person>, cx: &ActionContext) -> Option<ActionContext> {
        let person = person.filter(|person| person.status == PersonStatus::Active)?;
        let author = self.author();
        let hat = person.hat(author.hat).filter(|hat| may_import(hat, self.kind))?.clone();
        let caller = Caller { person: person.id, name: person.name.clone(), hat, session: author.session };
        Some(ActionContext { caller, ..cx.clone() })
    }

    fn changed(&self, now: Timestamp, change: impl FnOnce(Self) -> Self) -> Self {
        let next = change(self.clone());
        Self { version: self.version + 1, updated_at: now, ..next }
    }

    /// The import after these lines. `total` and `columns` are those of the file.
    pub fn advanced(&self, lines: &[ImportLine], total: usize, columns: &Columns, now: Timestamp) -> Self {
        let done = self.done + u32::try_from(lines.len()).unwrap_or_default();
        self.changed(now, |mut next| {
            let counts = if next.state == ImportState::Applying { &mut next.applied } else { &mut next.checked };
            for line in lines {
                counts.add(line.outcome);
            }
            Self { done, total: u32::try_from(total).ok(), columns: columns.matches(), ..next }
        })
    }

    /// The import after its last line, with its report.
    pub fn ended(&self, report: FileRef, now: Timestamp) -> Self {
        let state = if self.state == ImportState::Applying { ImportState::Applied } else { ImportState::Checked };
        self.changed(now, |next| Self { state, report: Some(report), ..next })
    }

    /// The import whose file cannot be imported, or whose author may not any more.
    pub fn failed(&self, problem: LineError, now: Timestamp) -> Self {
        self.changed(now, |next| Self { state: ImportState::Failed, problem: Some(problem), ..next })
    }

    /// The report as it is stored, under this ID.
    pub fn report_upload(&self, id: UploadId, size: usize, sha256: String, now: Timestamp) -> Upload {
        Upload {
            id,
            version: 1,
            owner: self.by.person,
            name: format!("{}-report.csv", self.kind.code()),
            size: u64::try_from(size).unwrap_or_default(),
            media_type: "text/csv".into(),
            sha256,
            state: UploadState::Claimed,
            created_at: now,
        }
    }
}

impl Resource for Import {
    fn ownership(&self) -> Ownership {
        Ownership { people: vec![self.by.person], ..Ownership::default() }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Import, id: self.id.to_string(), label: self.file.name.clone() })
    }
}

/// Row of an import in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// ID of the import.
    pub id: ImportId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Kind of the records.
    pub kind: ImportKind,
    /// Name of the file.
    pub file: String,
    /// Person who started the import.
    pub by: PersonId,
    /// Name of that person.
    pub by_name: String,
    /// State of the import.
    pub state: ImportState,
    /// Number of all lines, once the file has been read.
    pub total: Option<u32>,
    /// Outcomes: of applying, or foreseen by the check.
    pub counts: LineCounts,
    /// Time at which the import was started.
    pub created_at: Timestamp,
}

impl From<&Import> for ImportRow {
    fn from(import: &Import) -> Self {
        let applied = matches!(import.state, ImportState::Applying | ImportState::Applied);
        Self {
            id: import.id,
            version: import.version,
            kind: import.kind,
            file: import.file.name.clone(),
            by: import.by.person,
            by_name: import.by.name.clone(),
            state: import.state,
            total: import.total,
            counts: if applied { import.applied } else { import.checked },
            created_at: import.created_at,
        }
    }
}

/// A list of imports: one's own, or all. Only [`ImportList::within`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportList {
    pub(crate) of: Option<PersonId>,
}

impl ImportList {
    /// The list, for a reader of this scope.
    pub fn within(scope: &Scope) -> Self {
        Self { of: (!scope.holds_all(Action::ListImports)).then(|| scope.person()) }
    }
}

#[cfg(test)]
mod tests;
