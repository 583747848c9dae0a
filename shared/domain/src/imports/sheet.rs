//! Reading a file of lines: encoding, separator, quotes and line numbers are found by the file itself.

use super::MOST_LINES;
use super::lines::LineError;
use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, WINDOWS_1252};
use std::borrow::Cow;

/// Largest number of characters of a line, with its quoted line breaks.
pub const LONGEST_LINE: usize = 30_000;
/// Separators of cells that a file may have.
const SEPARATORS: [u8; 4] = *b",;\t|";

/// A file of lines, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Names of the columns.
    pub header: Vec<String>,
    /// Lines that are not empty, in their order.
    pub rows: Vec<Row>,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Number of the line, from 1. Of a line with quoted line breaks, the first.
    pub line: u32,
    /// Cells of the line.
    pub cells: StringRecord,
}

impl Row {
    /// Text of a cell without blanks around it; empty if the line is too short.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default().trim()
    }

    /// Error of a line with cells that belong to no column, or with far too much text.
    pub fn error(&self, columns: usize) -> Option<LineError> {
        let more = (columns..self.cells.len()).any(|column| !self.cell(column).is_empty());
        if self.cells.as_slice().chars().count() > LONGEST_LINE {
            let detail = format!("The line has more than {LONGEST_LINE} characters. Is a quotation mark missing?");
            return Some(LineError::of_line("too_long", detail));
        }
        let detail = "The line has more cells than the header. Is a quotation mark missing?";
        more.then(|| LineError::of_line("too_many_cells", detail))
    }
}

/// Returns the text of a file: UTF-8 and UTF-16 by their marks, UTF-8 if it can be that, otherwise Windows-1252.
fn text_of(bytes: &[u8]) -> Result<Cow<'_, str>, LineError> {
    let marked = Encoding::for_bom(bytes);
    let text = match marked {
        Some((encoding, length)) => encoding.decode_without_bom_handling(&bytes[length..]).0,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        },
    };
    // A spreadsheet, or UTF-16 without a mark.
    if text.contains('\0') {
        return Err(LineError::of_line("not_text", "The file is not a text. Save the table as CSV, in UTF-8."));
    }
    // Very old programs end lines with a carriage return alone.
    if text.contains('\r') && !text.contains('\n') { Ok(text.replace('\r', "\n").into()) } else { Ok(text) }
}

/// Returns the separator that a text names in its first line, as spreadsheets write it, with the text after that line.
fn named_separator(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix("sep=")?;
    let separator = rest.bytes().next().filter(|byte| SEPARATORS.contains(byte))?;
    let after = rest[1..].trim_start_matches('\r').strip_prefix('\n')?;
    Some((separator, after))
}

/// Returns the separator that the first line has most of, outside of quotation marks.
fn likely_separator(text: &str) -> u8 {
    let (mut counts, mut quoted) = ([0_usize; SEPARATORS.len()], false);
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if quoted => {}
            _ => {
                if let Some(index) = SEPARATORS.iter().position(|separator| *separator == byte) {
                    counts[index] += 1;
                }
            }
        }
    }
    let mut likely = 0;
    for (index, count) in counts.iter().enumerate() {
        if *count > counts[likely] {
            likely = index;
        }
    }
    SEPARATORS[likely]
}

/// Number of line breaks before a line: the reader skips empty lines, and counts them to the line after.
fn breaks_before(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count()
}

impl Sheet {
    /// Reads a file.
    pub fn read(bytes: &[u8]) -> Result<Self, LineError> {
        let text = text_of(bytes)?;
        let (separator, text, skipped) = match named_separator(&text) {
            Some((separator, rest)) => (separator, rest, 1),
            None => (likely_separator(&text), &*text, 0),
        };
        let mut reader =
            ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut rows = Vec::new();
        for record in reader.records() {
            let cells = record.map_err(|_| LineError::of_line("not_text", "The file cannot be read as CSV."))?;
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let (line, byte) = cells.position().map_or((0, 0), |place| (place.line(), place.byte()));
            let before = usize::try_from(byte).map_or(0, |at| breaks_before(text, at));
            let line = usize::try_from(line).unwrap_or_default() + before + skipped;
            // One more than the limit, and the header.
            if rows.len() > MOST_LINES {
                let detail = format!("A file can have {MOST_LINES} lines at most. Divide it.");
                return Err(LineError::of_line("too_many_lines", detail));
            }
            rows.push(Row { line: u32::try_from(line).unwrap_or(u32::MAX), cells });
        }
        let mut rows = rows.into_iter();
        let header = rows.next().ok_or_else(|| LineError::of_line("file_empty", "The file has no line."))?;
        let header: Vec<String> = header.cells.iter().map(|name| name.trim().to_owned()).collect();
        let rows: Vec<Row> = rows.collect();
        if rows.is_empty() {
            return Err(LineError::of_line("file_empty", "The file has no line below its header."));
        }
        Ok(Self { header, rows })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of a file, each with its number and its cells.
    fn read(bytes: &[u8]) -> Vec<(u32, Vec<String>)> {
        let sheet = Sheet::read(bytes).unwrap_or_else(|error| panic!("{error:?}"));
        let cells = |row: &Row| (0..sheet.header.len()).map(|column| row.cell(column).to_owned()).collect();
        sheet.rows.iter().map(|row| (row.line, cells(row))).collect()
    }

    fn refused(bytes: &[u8]) -> String {
        Sheet::read(bytes).expect_err("it was read").code
    }

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn one_table_is_read_in_every_encoding_and_with_every_separator() {
        let expected = [(2, vec!["Ærø & Søn".to_owned(), "Bergen".to_owned()])];
        let text = "Name,City\nÆrø & Søn,Bergen\n";
        assert_eq!(read(text.as_bytes()), expected);
        assert_eq!(read(format!("\u{feff}{text}").as_bytes()), expected);
        assert_eq!(read(&utf16(text, true)), expected);
        assert_eq!(read(&utf16(text, false)), expected);
        assert_eq!(read(b"Name,City\n\xc6r\xf8 & S\xf8n,Bergen\n"), expected);
        for separator in [";", "\t", "|"] {
            assert_eq!(read(text.replace(',', separator).as_bytes()), expected, "{separator}");
        }
        assert_eq!(read(text.replace('\n', "\r\n").as_bytes()), expected);
        assert_eq!(read(text.replace('\n', "\r").as_bytes()), expected);
        assert_eq!(read(text.trim_end().as_bytes()), expected);
    }

    #[test]
    fn a_line_has_the_number_that_an_editor_shows() {
        let text = "name,address\n\nA,\"1 Street\nBergen\"\n,\n\nB,\"say \"\"hi\"\"\"\n";
        let expected = [
            (3, vec!["A".to_owned(), "1 Street\nBergen".to_owned()]),
            (7, vec!["B".to_owned(), "say \"hi\"".to_owned()]),
        ];
        assert_eq!(read(text.as_bytes()), expected);
        let named = format!("sep=;\r\n{}", "a;b\n1,5;2\n");
        assert_eq!(read(named.as_bytes()), [(3, vec!["1,5".to_owned(), "2".to_owned()])]);
    }

    #[test]
    fn the_separator_in_quotes_does_not_count() {
        assert_eq!(read(b"\"a, b, c, d\";e\n1;2\n"), [(2, vec!["1".to_owned(), "2".to_owned()])]);
        assert_eq!(read(b"name\nA\n"), [(2, vec!["A".to_owned()])]);
    }

    #[test]
    fn what_is_no_table_is_refused_in_words() {
        assert_eq!(refused(b""), "file_empty");
        assert_eq!(refused(b"\xef\xbb\xbf\n\n ,,\n"), "file_empty");
        assert_eq!(refused(b"name,number\n"), "file_empty");
        assert_eq!(refused(b"PK\x03\x04\0\0\0"), "not_text");
        let unmarked: Vec<u8> = "a,b\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(refused(&unmarked), "not_text");
        let most = "a\n".repeat(MOST_LINES + 1);
        assert_eq!(read(most.as_bytes()).len(), MOST_LINES);
        assert_eq!(refused("a\n".repeat(MOST_LINES + 2).as_bytes()), "too_many_lines");
    }

    #[test]
    fn a_line_that_is_too_long_is_known_by_its_number() {
        let open = format!("a,b\n1,2\n3,\"4\n{}", "5,6\n".repeat(10_000));
        let sheet = Sheet::read(open.as_bytes()).expect("read");
        assert_eq!(sheet.rows.len(), 2);
        let error = sheet.rows[1].error(2).expect("an error");
        assert_eq!((sheet.rows[1].line, &*error.code), (3, "too_long"));
        let wide = Sheet::read(b"a,b\n1,2,,\n1,2,3\n1\n").expect("read");
        let codes: Vec<_> = wide.rows.iter().map(|row| row.error(2).map(|error| error.code)).collect();
        assert_eq!(codes, [None, Some("too_many_cells".to_owned()), None]);
    }
}
