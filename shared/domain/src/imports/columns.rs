//! Columns of a file and the fields that they hold: found by their names, or chosen by a person.

use super::kinds::ImportKind;
use super::lines::LineError;
use super::sheet::{Row, Sheet};
use crate::error::FieldError;
use crate::letters::folded;
use crate::text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use utoipa::ToSchema;

/// Content that the cells of a field may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line, with at least and at most so many characters.
    Line(usize, usize),
    /// Text of several lines, with at most so many characters.
    Text(usize),
    /// A day.
    Day,
    /// A whole number from the first to the second.
    Number(u32, u32),
    /// One of these words.
    Word(&'static [&'static str]),
    /// Several short texts, separated by `|`, `;` or line breaks: at most so many, each with at most so many characters.
    Several(usize, usize),
}

/// A field that a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name of the field, and of its column in the template.
    pub name: &'static str,
    /// Whether a file must have the column.
    pub required: bool,
    /// Content that the cells may have.
    pub kind: FieldKind,
    /// Other names that a column of the field may have.
    pub synonyms: &'static [&'static str],
    /// Example of a cell, for the template.
    pub example: &'static str,
}

/// A key that tells which record a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Name of the key.
    pub name: &'static str,
    /// Fields of the key.
    pub fields: &'static [&'static str],
    /// Fields of the key that a file must have a column of.
    pub needs: &'static [&'static str],
}

/// A column of the file and the field that it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnMatch {
    /// Name of the column, as the file has it.
    #[schema(min_length = 1, max_length = 200)]
    pub column: String,
    /// Name of the field.
    #[schema(min_length = 1, max_length = 40)]
    pub field: String,
}

/// Returns a name as it is compared: letters and digits alone, without the difference of case or accents.
pub fn plain(name: &str) -> String {
    let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter) && letter.is_alphanumeric());
    letters.collect::<String>().to_lowercase()
}

/// Returns a value as it is compared: without the difference of case, and with single blanks.
pub fn compared(value: &str) -> String {
    folded(value).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Errors of matches that name a field which lines of this kind do not have, or a field twice.
pub fn unknown_fields(kind: ImportKind, columns: &[ColumnMatch]) -> Vec<FieldError> {
    let error = |(index, one): (usize, &ColumnMatch)| {
        let pointer = format!("/columns/{index}/field");
        if !kind.fields().iter().any(|field| field.name == one.field) {
            return Some(FieldError::new(pointer, "not_one_of", "Lines of this kind have no such field."));
        }
        let twice = columns[..index].iter().any(|other| other.field == one.field);
        twice.then(|| FieldError::new(pointer, "duplicate", "Two columns cannot hold the same field."))
    };
    columns.iter().enumerate().filter_map(error).collect()
}

/// Columns of a file, with the fields that they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Number of columns of the header.
    width: usize,
    /// Place and name of the column of each field that has one.
    places: HashMap<&'static str, (usize, String)>,
    /// Fields of the key.
    key: &'static [&'static str],
}

impl Columns {
    /// Finds the columns of a kind in the header of a file: those that are `chosen`, or those with known names.
    pub fn of(kind: ImportKind, header: &[String], chosen: &[ColumnMatch], key: &str) -> Result<Self, LineError> {
        let mut places = HashMap::new();
        for field in kind.fields() {
            let place = if chosen.is_empty() {
                let names = |name: &String| {
                    let name = plain(name);
                    plain(field.name) == name || field.synonyms.iter().any(|other| plain(other) == name)
                };
                header.iter().position(names)
            } else if let Some(one) = chosen.iter().find(|one| one.field == field.name) {
                let place = header.iter().position(|name| *name == one.column.trim());
                let missing = || {
                    let detail = format!("The file has no column {}.", one.column);
                    LineError::in_column(&one.column, "missing_column", detail)
                };
                Some(place.ok_or_else(missing)?)
            } else {
                None
            };
            if let Some(place) = place {
                places.insert(field.name, (place, header[place].clone()));
            }
        }
        let key = kind.keys().iter().find(|known| known.name == key).unwrap_or(&kind.keys()[0]);
        let needed = kind.fields().iter().filter(|field| field.required || key.needs.contains(&field.name));
        let missing = needed.map(|field| field.name).find(|name| !places.contains_key(name));
        if let Some(missing) = missing {
            let detail = format!("No column holds the field {missing}.");
            return Err(LineError::in_column(missing, "missing_column", detail));
        }
        Ok(Self { width: header.len(), places, key: key.fields })
    }

    /// The columns with their fields, in the order of the file.
    pub fn matches(&self) -> Vec<ColumnMatch> {
        let mut places: Vec<_> = self.places.iter().collect();
        places.sort_by_key(|(_, (place, _))| *place);
        let one = |(field, (_, column)): (&&str, &(usize, String))| ColumnMatch {
            column: column.clone(),
            field: (*field).to_owned(),
        };
        places.into_iter().map(one).collect()
    }

    /// Name of the column that holds a field, as the file has it.
    pub fn column_of(&self, field: &str) -> Option<String> {
        self.places.get(field).map(|(_, column)| column.clone())
    }

    /// Whether a field is of the key.
    pub fn is_key(&self, field: &str) -> bool {
        self.key.contains(&field)
    }

    /// Values of the key of a line, as the file has them.
    pub fn key_of(&self, row: &Row) -> String {
        let values = self.key.iter().filter_map(|field| self.places.get(field)).map(|(place, _)| row.cell(*place));
        let key = values.filter(|value| !value.is_empty()).collect::<Vec<_>>().join(" · ");
        key.chars().take(200).collect()
    }

    /// Finds the lines whose key an earlier line has: the number of the first one, by the place of the line.
    pub fn duplicates(&self, sheet: &Sheet) -> HashMap<usize, u32> {
        let (mut first, mut found) = (HashMap::new(), HashMap::new());
        for (index, row) in sheet.rows.iter().enumerate() {
            let key = compared(&self.key_of(row));
            if key.is_empty() {
                continue;
            }
            match first.get(&key) {
                Some(line) => {
                    found.insert(index, *line);
                }
                None => {
                    first.insert(key, row.line);
                }
            }
        }
        found
    }

    /// Finds the lines that follow another one with the same value in the first field of the key, by their places.
    pub fn followers(&self, sheet: &Sheet) -> HashSet<usize> {
        let place = self.key.first().and_then(|field| self.places.get(field)).map(|(place, _)| *place);
        let Some(place) = place else { return HashSet::new() };
        let mut seen = HashSet::new();
        let rows = sheet.rows.iter().enumerate();
        rows.filter(|(_, row)| !seen.insert(compared(row.cell(place)))).map(|(index, _)| index).collect()
    }

    /// The cells of a line, by field.
    pub fn cells<'a>(&'a self, kind: ImportKind, row: &'a Row) -> Cells<'a> {
        Cells { columns: self, row, fields: kind.fields(), errors: RefCell::default() }
    }

    /// Error of a line as a whole, if it has any.
    pub fn line_error(&self, row: &Row) -> Option<LineError> {
        row.error(self.width)
    }
}

/// The cells of a line. Reading a cell that is wrong leaves an error, and gives nothing.
#[derive(Debug)]
pub struct Cells<'a> {
    columns: &'a Columns,
    row: &'a Row,
    fields: &'static [Field],
    errors: RefCell<Vec<LineError>>,
}

impl Cells<'_> {
    fn raw(&self, field: &str) -> Option<&str> {
        let (place, _) = self.columns.places.get(field)?;
        Some(self.row.cell(*place)).filter(|cell| !cell.is_empty())
    }

    /// Leaves an error in the column of a field.
    pub fn wrong(&self, field: &str, code: &str, detail: impl Into<String>) {
        let column = self.columns.column_of(field).or_else(|| Some(field.to_owned()));
        self.errors.borrow_mut().push(LineError { column, code: code.into(), detail: detail.into() });
    }

    fn kind(&self, field: &str) -> Option<FieldKind> {
        self.fields.iter().find(|known| known.name == field).map(|known| known.kind)
    }

    /// Text of a field, if the cell has any.
    pub fn text(&self, field: &str) -> Option<String> {
        let cell = self.raw(field)?;
        let count = cell.chars().count();
        match self.kind(field) {
            Some(FieldKind::Line(least, most)) => {
                if count < least {
                    self.wrong(field, "too_short", format!("At least {least} characters."));
                } else if count > most {
                    self.wrong(field, "too_long", format!("At most {most} characters."));
                } else if !text::is_line(cell, most) {
                    self.wrong(field, "wrong_format", "One line of text, without control characters.");
                } else {
                    return Some(cell.to_owned());
                }
            }
            Some(FieldKind::Text(most)) => {
                if count > most {
                    self.wrong(field, "too_long", format!("At most {most} characters."));
                } else if text::shown(cell) == 0 || cell.chars().any(text::is_control) {
                    self.wrong(field, "wrong_format", "A text without control characters.");
                } else {
                    return Some(cell.to_owned());
                }
            }
            _ => return Some(cell.to_owned()),
        }
        None
    }

    /// Text of a field whose cell must not be empty.
    pub fn required(&self, field: &str) -> Option<String> {
        if self.raw(field).is_none() {
            self.wrong(field, "required", "The cell is empty.");
        }
        self.text(field)
    }

    /// Day in a field, if the cell has any.
    pub fn day(&self, field: &str) -> Option<Date> {
        let cell = self.raw(field)?;
        let day = day_of(cell);
        if day.is_none() {
            self.wrong(field, "wrong_format", "Write the day like 2026-03-31.");
        }
        day
    }

    /// Number in a field, if the cell has any.
    pub fn number(&self, field: &str) -> Option<u32> {
        let cell = self.raw(field)?;
        let (least, most) = match self.kind(field) {
            Some(FieldKind::Number(least, most)) => (least, most),
            _ => (0, u32::MAX),
        };
        let number = cell.parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(field, "wrong_format", format!("Write a whole number from {least} to {most}."));
        }
        number
    }

    /// Word in a field, if the cell has any: one of those that the field may have.
    pub fn word(&self, field: &str) -> Option<&'static str> {
        let cell = self.raw(field)?;
        let Some(FieldKind::Word(words)) = self.kind(field) else { return None };
        let word = words.iter().copied().find(|word| plain(word) == plain(cell));
        if word.is_none() {
            self.wrong(field, "not_one_of", format!("Write one of: {}.", words.join(", ")));
        }
        word
    }

    /// Several texts in a field, if the cell has any.
    pub fn several(&self, field: &str) -> Option<Vec<String>> {
        let cell = self.raw(field)?;
        let Some(FieldKind::Several(most, longest)) = self.kind(field) else { return None };
        let texts = cell.split(['|', ';', '\n']).map(str::trim).filter(|text| !text.is_empty());
        let texts: Vec<String> = texts.map(str::to_owned).collect();
        if texts.len() > most {
            self.wrong(field, "too_many", format!("At most {most}."));
            return None;
        }
        if let Some(bad) = texts.iter().find(|text| !text::is_line(text, longest)) {
            let shown: String = bad.chars().take(40).collect();
            self.wrong(field, "wrong_format", format!("{shown} is longer than {longest} characters, or not one line."));
            return None;
        }
        Some(texts)
    }

    /// Errors that were left, or the value that was read.
    pub fn ended<T>(&self, value: Option<T>) -> Result<T, Vec<LineError>> {
        let errors = self.errors.take();
        match value {
            Some(value) if errors.is_empty() => Ok(value),
            _ => Err(errors),
        }
    }
}

/// Reads a day: `2026-03-31`, `2026/3/31` or `31.3.2026`. A day like `3/4/2026` is read differently in different countries.
fn day_of(cell: &str) -> Option<Date> {
    let date = cell.split(['T', ' ']).next().unwrap_or_default();
    let parts = |separator: char| {
        let parts: Vec<i32> = date.split(separator).map_while(|part| part.parse().ok()).collect();
        <[i32; 3]>::try_from(parts).ok().filter(|_| date.split(separator).count() == 3)
    };
    let (year, month, day) = match (parts('-'), parts('/'), parts('.')) {
        (Some([year, month, day]), _, _) | (_, Some([year, month, day]), _) if year > 99 => (year, month, day),
        (_, _, Some([day, month, year])) if year > 99 => (year, month, day),
        _ => return None,
    };
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn header(text: &str) -> Vec<String> {
        text.split(',').map(str::to_owned).collect()
    }

    fn found(header_text: &str, key: &str) -> Result<Columns, String> {
        Columns::of(ImportKind::Accounts, &header(header_text), &[], key).map_err(|error| error.code)
    }

    #[test]
    fn columns_are_found_by_their_names_in_any_spelling() {
        let columns = found("Account Number, COMPANY name,Región,Plan,Unknown", "number").expect("found");
        assert_eq!(columns.column_of("number").as_deref(), Some("Account Number"));
        assert_eq!(columns.column_of("name").as_deref(), Some(" COMPANY name"));
        assert_eq!(columns.column_of("territory").as_deref(), Some("Región"));
        assert_eq!(columns.column_of("address"), None);
        assert_eq!(columns.matches().len(), 4);
    }

    #[test]
    fn a_missing_column_is_named() {
        assert_eq!(found("Number,Plan", "number"), Err("missing_column".into()));
        assert_eq!(found("Name,Plan", "number"), Err("missing_column".into()));
        assert!(found("Name,Plan", "name").is_ok());
    }

    #[test]
    fn columns_that_a_person_chose_count_alone() {
        let chosen = [ColumnMatch { column: "Who".into(), field: "name".into() }];
        let columns = Columns::of(ImportKind::Accounts, &header("Plan,Who"), &chosen, "name").expect("found");
        assert_eq!(columns.matches(), chosen);
        let gone = Columns::of(ImportKind::Accounts, &header("Plan"), &chosen, "name").expect_err("there is none");
        assert_eq!((gone.column.as_deref(), &*gone.code), (Some("Who"), "missing_column"));
        let twice = [chosen[0].clone(), ColumnMatch { column: "Plan".into(), field: "name".into() }];
        assert_eq!(unknown_fields(ImportKind::Accounts, &twice)[0].code, "duplicate");
        let other = [ColumnMatch { column: "Who".into(), field: "serials".into() }];
        assert_eq!(unknown_fields(ImportKind::Accounts, &other)[0].pointer, "/columns/0/field");
    }

    #[test]
    fn the_second_line_of_a_key_is_found() {
        let sheet = Sheet::read(b"name,plan\nA,standard\n,standard\na,premium\n,premium\nB,standard\n").expect("read");
        let columns = Columns::of(ImportKind::Accounts, &sheet.header, &[], "name").expect("found");
        assert_eq!(columns.duplicates(&sheet), HashMap::from([(2, 2)]));
    }

    #[test]
    fn a_day_is_read_if_it_can_be_only_one() {
        for text in ["2026-03-31", "2026-3-31", "2026/03/31", "31.03.2026", "31.3.2026", "2026-03-31T10:00:00Z"] {
            assert_eq!(day_of(text), Some(date(2026, 3, 31)), "{text}");
        }
        for text in ["3/4/2026", "31-03-2026", "2026-02-30", "26-03-31", "tomorrow", "", "2026-03", "2026-03-31-01"] {
            assert_eq!(day_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_cell_that_is_wrong_leaves_its_error_with_the_column() {
        let sheet = Sheet::read(b"Company,plan,Address\nX,gold,\"a\x07\"\n").expect("read");
        let columns = Columns::of(ImportKind::Accounts, &sheet.header, &[], "name").expect("found");
        let cells = columns.cells(ImportKind::Accounts, &sheet.rows[0]);
        assert_eq!((cells.text("name"), cells.word("plan"), cells.text("address")), (None, None, None));
        let errors = cells.ended(Some(())).expect_err("errors");
        let named: Vec<_> = errors.iter().map(|error| (error.column.as_deref(), &*error.code)).collect();
        let expected =
            [(Some("Company"), "too_short"), (Some("plan"), "not_one_of"), (Some("Address"), "wrong_format")];
        assert_eq!(named, expected);
    }
}
