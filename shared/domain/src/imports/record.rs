//! Storage layout of imports and their lines.

use super::lines::{ImportLine, LineOutcome};
use super::{Import, ImportList, ImportRow};
use crate::ids::{ImportId, PersonId};
use crate::record::{List, ListHome, ListQuery, Membership, Record, RecordKey, RowContent, SortRange, time_text};
use jiff::{SignedDuration, Timestamp};

/// Prefix of the sort keys of lines.
const LINES: &str = "line#";
/// Time for which an import is kept after its end, for the job that deletes its files.
const SPARE: SignedDuration = SignedDuration::from_hours(7 * 24);

impl Import {
    /// Key of the import with this id.
    pub fn key_of(id: ImportId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }
}

/// All imports, or those of a person.
fn imports(of: Option<PersonId>) -> List {
    List::new(ListHome::Table, of.map_or_else(|| "imports".into(), |person| format!("imports#{person}")))
}

impl Record for Import {
    const KIND: &'static str = "import";
    type Row = ImportRow;

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) -> ImportRow {
        self.into()
    }
    fn memberships(&self) -> Vec<Membership> {
        let place = format!("{}#{}", time_text(self.created_at), self.id);
        let at = |list: List| list.at(place.clone()).in_table("listed_import").until(self.expires_at());
        [None, Some(self.by.person)].map(|of| at(imports(of))).into()
    }
    fn expires_at(&self) -> Option<Timestamp> {
        // After the job that deletes the files.
        Some(self.ends_at() + SPARE)
    }
}

impl ImportList {
    /// Query that reads the list, newest first.
    pub fn query(&self) -> ListQuery {
        ListQuery::all(imports(self.of)).newest_first()
    }
}

/// Sort key of a line: text order is the order of the lines.
fn place_of(line: u32) -> String {
    format!("{LINES}{line:010}")
}

/// Lines of an import with an outcome.
fn lines_with(import: ImportId, outcome: LineOutcome) -> List {
    List::new(ListHome::Index1, format!("import-lines#{import}#{}", outcome.code()))
}

impl ImportLine {
    /// Query of the lines of an import, in the order of the file. With an outcome, only those that have it.
    pub fn query(import: ImportId, outcome: Option<LineOutcome>) -> ListQuery {
        match outcome {
            Some(outcome) => ListQuery::all(lines_with(import, outcome)),
            None => Self::all(import).within(SortRange::Prefix(LINES.into())),
        }
    }

    /// Query of the lines from the first to the last number, both included.
    pub fn between(import: ImportId, first: u32, last: u32) -> ListQuery {
        Self::all(import).within(SortRange::Between(place_of(first), place_of(last)))
    }

    fn all(import: ImportId) -> ListQuery {
        ListQuery::all(List::new(ListHome::Table, Import::key_of(import).partition))
    }
}

impl Record for ImportLine {
    const KIND: &'static str = "import_line";
    const ROW: RowContent = RowContent::Whole;
    type Row = ();

    fn key(&self) -> RecordKey {
        RecordKey { partition: Import::key_of(self.import).partition, sort: place_of(self.line) }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
    fn memberships(&self) -> Vec<Membership> {
        vec![lines_with(self.import, self.outcome).at(place_of(self.line))]
    }
    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.ends_at)
    }
}
