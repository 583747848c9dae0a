//! Lines of products: each has one version of a product, or none.

use super::finding::product_with_code;
use super::{ImportMode, Importable, Plan, acting};
use crate::accounts::products::{NewProduct, Product, ProductChange, WrittenVersion};
use crate::act::ActionContext;
use crate::action::Action;
use crate::error::Error;
use crate::imports::columns::{Cells, Field, FieldKind, Key, compared};
use crate::imports::lines::LineError;
use crate::imports::ports::ImportReads;
use crate::record::Resource as _;
use jiff::civil::Date;

/// A line of a product. An empty cell leaves the field as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductLine {
    code: String,
    name: Option<String>,
    version: Option<String>,
    released_on: Option<Date>,
    supported_until: Option<Date>,
}

impl Importable for ProductLine {
    const FIELDS: &'static [Field] = &[
        Field {
            name: "code",
            required: true,
            kind: FieldKind::Line(1, 40),
            synonyms: &["product code", "sku", "article number", "item number", "código"],
            example: "MLM",
        },
        Field {
            name: "name",
            required: false,
            kind: FieldKind::Line(1, 100),
            synonyms: &["product", "product name", "description", "nombre", "producto"],
            example: "Milling Machine",
        },
        Field {
            name: "version",
            required: false,
            kind: FieldKind::Line(1, 40),
            synonyms: &["release", "product version", "versión"],
            example: "3.0",
        },
        Field {
            name: "released_on",
            required: false,
            kind: FieldKind::Day,
            synonyms: &["released", "release date", "publicada el", "fecha de publicación"],
            example: "2025-11-03",
        },
        Field {
            name: "supported_until",
            required: false,
            kind: FieldKind::Day,
            synonyms: &["end of support", "support end", "supported to", "fin de soporte"],
            example: "2028-10-31",
        },
    ];
    const KEYS: &'static [Key] = &[Key { name: "code", fields: &["code", "version"], needs: &["code"] }];
    const ACTIONS: &'static [Action] = &[Action::ChangeProducts, Action::ListProducts];
    // Lines of one product are next to each other.
    const SIDE_BY_SIDE: usize = 1;
    type Found = Option<Product>;

    fn read(cells: &Cells<'_>) -> Result<Self, Vec<LineError>> {
        let (name, version) = (cells.text("name"), cells.text("version"));
        let (released_on, supported_until) = (cells.day("released_on"), cells.day("supported_until"));
        if version.is_none() && (released_on.is_some() || supported_until.is_some()) {
            cells.wrong("version", "required", "Say of which version the days are.");
        }
        let code = cells.required("code");
        cells.ended(code.map(|code| Self { code, name, version, released_on, supported_until }))
    }

    async fn find<S: ImportReads>(
        &self,
        store: &S,
        act: &ActionContext,
        _: ImportMode<'_>,
    ) -> Result<Option<Product>, Error> {
        product_with_code(store, &act.caller, &self.code).await
    }

    fn plan(self, act: &ActionContext, mode: ImportMode<'_>, found: Option<Product>) -> Result<Plan, Error> {
        let act = acting(act, Action::ChangeProducts);
        let versions = self.written_version(found.as_ref())?.into_iter().collect();
        let Some(before) = found else {
            // When the lines are applied, the product of an earlier line is there.
            let foreseen = (mode.dry && mode.follows).then(|| self.code.clone());
            let name = self.name.or_else(|| foreseen.clone());
            let name = name.ok_or_else(|| Error::field("/name", "required", "A new product needs a name."))?;
            let (product, change) = Product::write(&act, NewProduct { name, code: self.code, versions }, None)?;
            if foreseen.is_some() {
                return Ok(Plan::change(None, vec!["version"], Some(change)));
            }
            return Ok(Plan::create(product.record(), change));
        };
        let wanted = ProductChange { name: self.name, code: None, versions };
        let (after, change) = before.clone().change(&act, wanted, None)?;
        let mut fields = Vec::new();
        if before.name != after.name {
            fields.push("name");
        }
        if before.versions != after.versions {
            fields.push("version");
        }
        Ok(Plan::change(after.record(), fields, change))
    }

    fn field_at(pointer: &str) -> &str {
        // `/versions/0/label`, `/versions/0/released_on`.
        match pointer.rsplit('/').next().unwrap_or_default() {
            "label" | "versions" | "id" => "version",
            field => field,
        }
    }
}

impl ProductLine {
    /// Version of the line, as it is to be written.
    fn written_version(&self, product: Option<&Product>) -> Result<Option<WrittenVersion>, Error> {
        let Some(label) = &self.version else { return Ok(None) };
        let before = product
            .and_then(|product| product.versions.iter().find(|version| compared(&version.label) == compared(label)));
        let released_on = self.released_on.or_else(|| before.map(|version| version.released_on));
        let missing = || Error::field("/released_on", "required", "A new version needs the day of its release.");
        Ok(Some(WrittenVersion {
            id: before.map(|version| version.id),
            label: before.map_or_else(|| label.clone(), |version| version.label.clone()),
            released_on: released_on.ok_or_else(missing)?,
            supported_until: self.supported_until.or_else(|| before.and_then(|version| version.supported_until)),
        }))
    }
}
