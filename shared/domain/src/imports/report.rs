//! The report of an import as a file: a line for each line and error, in UTF-8 with a mark, for spreadsheets.

use super::lines::ImportLine;
use csv::Writer;

/// Mark by which spreadsheets know UTF-8.
const MARK: &str = "\u{feff}";
/// Names of the columns.
const HEADER: [&str; 6] = ["line", "outcome", "key", "fields", "column", "error"];

/// Returns a text that no spreadsheet takes for a formula.
fn harmless(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

/// A report that lines are added to.
#[derive(Debug)]
pub struct Report(Writer<Vec<u8>>);

impl Default for Report {
    fn default() -> Self {
        let mut report = Self(Writer::from_writer(MARK.as_bytes().to_vec()));
        report.row(HEADER.map(str::to_owned));
        report
    }
}

impl Report {
    fn row(&mut self, cells: [String; 6]) {
        // Writing into memory cannot fail.
        let _ = self.0.write_record(cells.iter().map(|cell| harmless(cell)));
    }

    /// Adds a line: a row, or one for each of its errors.
    pub fn add(&mut self, line: &ImportLine) {
        let row = |column: String, error: String| {
            let number = line.line.to_string();
            [number, line.outcome.code().to_owned(), line.key.clone(), line.fields.join(", "), column, error]
        };
        if line.errors.is_empty() {
            self.row(row(String::new(), String::new()));
        }
        for error in &line.errors {
            self.row(row(error.column.clone().unwrap_or_default(), error.detail.clone()));
        }
    }

    /// The bytes of the file.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}
