//! `GET /v1/import-kinds`: the kinds of imports, with what their columns may hold.

use portico_domain::imports::columns::{Field, FieldKind, Key};
use portico_domain::imports::kinds::ImportKind;
use portico_domain::imports::may_import;
use portico_domain::ports::RequestStore;
use portico_http::{Call, HandlerResult, List, ok};
use serde::Serialize;
use utoipa::ToSchema;

/// Content of the cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportCell {
    /// One line of text.
    Line,
    /// Text of several lines.
    Text,
    /// A day, like `2026-03-31`.
    Day,
    /// A whole number.
    Number,
    /// One of some words.
    Word,
    /// Several short texts, separated by `|`, `;` or line breaks.
    Several,
}

/// A field that a column may hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportField {
    /// Name of the field, and of its column in the template.
    pub name: String,
    /// Whether a file must have the column.
    pub required: bool,
    /// Content of the cells.
    pub cell: ImportCell,
    /// Words that a cell may hold, if it holds one of some.
    pub words: Vec<String>,
    /// Other names that a column of the field may have. Case, accents and blanks are of no account.
    pub synonyms: Vec<String>,
    /// Example of a cell, for the template.
    pub example: String,
}

/// A key that lines may be compared by.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportKey {
    /// Name of the key.
    pub name: String,
    /// Fields of the key.
    pub fields: Vec<String>,
    /// Fields that a file must have a column of, if it has this key.
    pub needs: Vec<String>,
}

/// A kind of imports.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportKindView {
    /// Kind of the records.
    pub kind: ImportKind,
    /// Fields that a column may hold.
    pub fields: Vec<ImportField>,
    /// Keys that lines may be compared by, the usual one first.
    pub keys: Vec<ImportKey>,
}

fn texts(all: &[&str]) -> Vec<String> {
    all.iter().map(|text| (*text).to_owned()).collect()
}

impl From<&Field> for ImportField {
    fn from(field: &Field) -> Self {
        let (cell, words) = match field.kind {
            FieldKind::Line(..) => (ImportCell::Line, Vec::new()),
            FieldKind::Text(_) => (ImportCell::Text, Vec::new()),
            FieldKind::Day => (ImportCell::Day, Vec::new()),
            FieldKind::Number(..) => (ImportCell::Number, Vec::new()),
            FieldKind::Word(words) => (ImportCell::Word, texts(words)),
            FieldKind::Several(..) => (ImportCell::Several, Vec::new()),
        };
        Self {
            name: field.name.into(),
            required: field.required,
            cell,
            words,
            synonyms: texts(field.synonyms),
            example: field.example.into(),
        }
    }
}

impl From<&Key> for ImportKey {
    fn from(key: &Key) -> Self {
        Self { name: key.name.into(), fields: texts(key.fields), needs: texts(key.needs) }
    }
}

impl From<ImportKind> for ImportKindView {
    fn from(kind: ImportKind) -> Self {
        let (fields, keys) = (kind.fields().iter().map(Into::into), kind.keys().iter().map(Into::into));
        Self { kind, fields: fields.collect(), keys: keys.collect() }
    }
}

/// The kinds of imports that the caller may make, in the order in which a new portal is filled.
#[utoipa::path(get, path = "/v1/import-kinds", operation_id = "list_import_kinds", tag = "imports",
    responses((status = 200, description = "All of them", body = List<ImportKindView>)))]
pub async fn list_import_kinds<S: RequestStore + Sync>(_: &S, call: Call) -> HandlerResult<List<ImportKindView>> {
    call.scope()?;
    let act = call.act().await?;
    let kinds = ImportKind::ALL.iter().copied().filter(|kind| may_import(&act.caller.hat, *kind));
    Ok(ok(List::whole(kinds.map(Into::into))))
}
