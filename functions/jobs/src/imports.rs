//! Jobs about imports: the lines of a file are checked, and later applied, in steps.
//!
//! A line that changes something is written in one transaction with its outcome. A step that was stopped finds these
//! outcomes when it begins again, and goes on after them.

use crate::task::{Completion, Effects, JobContext, JobError, Run};
use futures::stream::iter;
use futures::{StreamExt as _, TryStreamExt as _};
use portico_domain::act::ActionContext;
use portico_domain::change::{Change, Write};
use portico_domain::error::Error;
use portico_domain::fault::chain;
use portico_domain::files::FileRef;
use portico_domain::ids::UploadId;
use portico_domain::imports::columns::Columns;
use portico_domain::imports::jobs::{ForgetImport, WorkOnImport};
use portico_domain::imports::kinds::{ImportMode, Importable, Plan};
use portico_domain::imports::lines::{ImportLine, LineError, LineOutcome};
use portico_domain::imports::report::Report;
use portico_domain::imports::sheet::Sheet;
use portico_domain::imports::{Import, ImportState};
use portico_domain::jobs::Job;
use portico_domain::paging::PageRequest;
use portico_domain::record::Resource as _;
use portico_domain::store::CommitError;
use portico_domain::with_import_kind;
use portico_http::hash::sha256_hex;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::time::Duration;
use tokio::time::Instant;

/// Number of lines whose outcomes are written together.
const CHUNK: usize = 50;
/// Largest number of lines of one job.
const STEP: usize = 1_000;
/// Time after which a job leaves the other lines to the next one: well before it is stopped.
const STEP_FOR: Duration = Duration::from_secs(20);
/// Largest number of tries of a line whose records change in between.
const TRIES: usize = 5;
/// Number of lines that are read at once for the report.
const REPORTED_AT_ONCE: u32 = 1_000;

impl Run for WorkOnImport {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let Some(import) = store.import(self.import).await?.open_for_system(&cx.act.caller) else {
            return Ok(Completion::Row);
        };
        if !import.is_at_work() {
            return Ok(Completion::Row);
        }
        let people = store.people(&[import.author().person]).await?;
        let Some(act) = import.acting(people.first(), cx.act) else {
            let detail = "The person who started this may not import such lines any more.";
            return fail(store, cx, &import, LineError::of_line("not_allowed", detail)).await;
        };
        let Some(bytes) = store.file_bytes(import.file.id).await? else {
            return fail(store, cx, &import, LineError::of_line("file_gone", "The file is gone.")).await;
        };
        let sheet = match Sheet::read(&bytes) {
            Ok(sheet) => sheet,
            Err(problem) => return fail(store, cx, &import, problem).await,
        };
        drop(bytes);
        let columns = match Columns::of(import.kind, &sheet.header, &import.columns, &import.key) {
            Ok(columns) => columns,
            Err(problem) => return fail(store, cx, &import, problem).await,
        };
        let (duplicates, followers) = (columns.duplicates(&sheet), columns.followers(&sheet));
        let work = Work { store, cx, act, sheet, columns, duplicates, followers };
        with_import_kind!(import.kind, Line => work.step::<Line>(import).await)
    }
}

/// Ends an import that cannot go on.
async fn fail<S: Effects>(
    store: &S,
    cx: JobContext<'_>,
    import: &Import,
    problem: LineError,
) -> Result<Completion, JobError> {
    let next = import.failed(problem, cx.act.now);
    let change = Change::new(cx.act.touch(next.record(), None)).write(Write::update(import, &next));
    store.commit(change.write(Write::remove(cx.job))).await?;
    Ok(Completion::Nothing)
}

/// Work on the lines of an import.
struct Work<'a, S> {
    store: &'a S,
    cx: JobContext<'a>,
    /// Context of the person in whose name the lines are looked at.
    act: ActionContext,
    sheet: Sheet,
    columns: Columns,
    /// First line of the same key, by the place of a line.
    duplicates: HashMap<usize, u32>,
    /// Places of lines that follow another one with the same value in the first field of the key.
    followers: HashSet<usize>,
}

impl<S: Effects> Work<'_, S> {
    /// Does the next lines, and leaves the others to another job; after the last line, ends the import.
    async fn step<L: Importable>(self, mut import: Import) -> Result<Completion, JobError> {
        let (until, total) = (Instant::now() + STEP_FOR, self.sheet.rows.len());
        let mut left = STEP;
        let mut start = usize::try_from(import.done).unwrap_or(usize::MAX);
        if start >= total {
            return self.end(&import).await;
        }
        loop {
            let end = (start + CHUNK).min(total);
            let done = self.chunk::<L>(&import, start..end).await?;
            left = left.saturating_sub(CHUNK);
            let last = end == total || left == 0 || Instant::now() >= until;
            let (lines, writes): (Vec<ImportLine>, Vec<Option<Write>>) = done.into_iter().unzip();
            let next = import.advanced(&lines, total, &self.columns, self.cx.act.now);
            let mut change = Change::new(self.cx.act.touch(next.record(), None))
                .write(Write::update(&import, &next))
                .writes(writes.into_iter().flatten());
            if last {
                let following = Job::now(self.cx.act, &WorkOnImport { import: next.id });
                change = change.job(following).write(Write::remove(self.cx.job));
            }
            self.store.commit(change).await?;
            if last {
                return Ok(Completion::Nothing);
            }
            (import, start) = (next, end);
        }
    }

    /// Looks at lines. Returns each with its outcome, and the write that stores it if that is still to be done.
    async fn chunk<L: Importable>(
        &self,
        import: &Import,
        places: Range<usize>,
    ) -> Result<Vec<(ImportLine, Option<Write>)>, JobError> {
        let rows = &self.sheet.rows[places.clone()];
        let before: HashMap<u32, ImportLine> = match (import.state, rows.first(), rows.last()) {
            (ImportState::Applying, Some(first), Some(last)) => {
                let lines = self.store.import_lines_between(import.id, first.line, last.line).await?;
                lines.of(import)?.into_iter().map(|line| (line.line, line)).collect()
            }
            _ => HashMap::new(),
        };
        let before = &before;
        let each = iter(places).map(|place| async move {
            match before.get(&self.sheet.rows[place].line) {
                Some(done) if done.applied => Ok((done.clone(), None)),
                before => self.line::<L>(import, place, before).await,
            }
        });
        each.buffered(L::SIDE_BY_SIDE).try_collect().await
    }

    /// Looks at a line, and applies it if the import is being applied.
    async fn line<L: Importable>(
        &self,
        import: &Import,
        place: usize,
        before: Option<&ImportLine>,
    ) -> Result<(ImportLine, Option<Write>), JobError> {
        let applies = import.state == ImportState::Applying;
        let write = |line: &ImportLine| match before {
            Some(before) => Write::update(before, line),
            None => Write::put(line),
        };
        let with_errors = |errors: Vec<LineError>| {
            let line = ImportLine { outcome: LineOutcome::Error, errors, ..self.blank(import, place) };
            let write = write(&line);
            Ok((line, Some(write)))
        };
        let read = match self.read::<L>(import, place) {
            Ok(read) => read,
            Err(errors) => return with_errors(errors),
        };
        let follows = self.followers.contains(&place);
        let mode = ImportMode { key: &import.key, quiet: import.quiet, dry: !applies, follows };
        for _ in 0..TRIES {
            let plan = match self.plan(&read, mode).await {
                Ok(plan) => plan,
                Err(error) => return with_errors(self.errors::<L>(error)?),
            };
            let line = ImportLine {
                outcome: plan.outcome(),
                fields: plan.fields.iter().map(|field| (*field).to_owned()).collect(),
                record: plan.record,
                ..self.blank(import, place)
            };
            let write = write(&line);
            let Some(change) = plan.change.filter(|_| applies) else { return Ok((line, Some(write))) };
            match self.store.commit(change.write(write)).await {
                Ok(()) => return Ok((line, None)),
                Err(CommitError::Stale | CommitError::Busy | CommitError::Claimed) => {}
                Err(CommitError::Port(failure)) if failure.is_transient() => return Err(failure.into()),
                Err(CommitError::Port(failure)) => {
                    tracing::error!(import = %import.id, line = line.line, cause = chain(&failure), "a line failed");
                    return with_errors(vec![LineError::of_line("failed", "This line could not be stored.")]);
                }
            }
        }
        let detail = "The record was changed by somebody else at the same time. Import the line again.";
        with_errors(vec![LineError::of_line("stale", detail)])
    }

    /// Finds the records of a line and decides what becomes of it.
    async fn plan<L: Importable>(&self, read: &L, mode: ImportMode<'_>) -> Result<Plan, Error> {
        let found = read.find(self.store, &self.act, mode).await?;
        read.clone().plan(&self.act, mode, found)
    }

    /// Errors of a line that was refused.
    fn errors<L: Importable>(&self, error: Error) -> Result<Vec<LineError>, JobError> {
        if let Error::Internal(cause) = &error {
            tracing::error!(cause = chain(cause), "a line failed");
        }
        let column = |pointer: &str| {
            let field = L::field_at(pointer);
            self.columns.column_of(field).or_else(|| Some(field.to_owned()).filter(|field| !field.is_empty()))
        };
        Ok(LineError::of_refusal(error, column)?)
    }

    /// Reads a line, if it is a line of its own and its cells can be read.
    fn read<L: Importable>(&self, import: &Import, place: usize) -> Result<L, Vec<LineError>> {
        let row = &self.sheet.rows[place];
        if let Some(error) = self.columns.line_error(row) {
            return Err(vec![error]);
        }
        if let Some(first) = self.duplicates.get(&place) {
            return Err(vec![LineError::of_line("duplicate", format!("Line {first} has the same key."))]);
        }
        L::read(&self.columns.cells(import.kind, row))
    }

    /// A line without an outcome.
    fn blank(&self, import: &Import, place: usize) -> ImportLine {
        let row = &self.sheet.rows[place];
        let applied = import.state == ImportState::Applying;
        ImportLine {
            import: import.id,
            line: row.line,
            version: if applied { 2 } else { 1 },
            outcome: LineOutcome::Same,
            key: self.columns.key_of(row),
            fields: Vec::new(),
            errors: Vec::new(),
            record: None,
            applied,
            ends_at: import.ends_at(),
        }
    }

    /// Ends the import with its report. A repeated end writes over the same file.
    async fn end(self, import: &Import) -> Result<Completion, JobError> {
        let Self { store, cx, .. } = self;
        let (mut report, mut page) = (Report::default(), PageRequest::first(REPORTED_AT_ONCE));
        loop {
            let lines = store.import_lines(import.id, None, page.clone()).await?.of(import)?;
            lines.items.iter().for_each(|line| report.add(line));
            let Some(next) = lines.next else { break };
            page.after = Some(next);
        }
        let bytes = report.into_bytes();
        let upload = import.report_upload(UploadId(cx.job.id.0), bytes.len(), sha256_hex(&bytes), cx.act.now);
        store.store_file(&upload, bytes).await?;
        let file = FileRef { id: upload.id, name: upload.name, size: upload.size, media_type: upload.media_type };
        let next = import.ended(file, cx.act.now);
        let change = Change::new(cx.act.touch(next.record(), None)).write(Write::update(import, &next));
        store.commit(change.write(Write::remove(cx.job))).await?;
        if let Some(before) = &import.report {
            store.delete_file(before.id).await?;
        }
        Ok(Completion::Nothing)
    }
}

impl Run for ForgetImport {
    /// Deletes the files of an import, and the import; its lines expire by themselves.
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let Some(import) = store.import(self.import).await?.open_for_system(&cx.act.caller) else {
            return Ok(Completion::Row);
        };
        for file in [Some(&import.file), import.report.as_ref()].into_iter().flatten() {
            store.delete_file(file.id).await?;
        }
        let change = Change::new(cx.act.touch(import.record(), None)).write(Write::remove(&import));
        store.commit(change.write(Write::remove(cx.job))).await?;
        Ok(Completion::Nothing)
    }
}

#[cfg(test)]
mod tests;
