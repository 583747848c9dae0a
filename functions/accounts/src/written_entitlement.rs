//! A purchase, as staff write it.

use jiff::civil::Date;
use portico_domain::accounts::purchasing::PurchaseTerms;
use portico_domain::ids::{ProductId, VersionId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Type;
use utoipa::openapi::{Array, ArrayBuilder, ObjectBuilder};

/// Purchase of a product in one version, with units and dates.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteEntitlement {
    /// The product. A purchase is found by it, and keeps it.
    pub product_id: ProductId,
    /// Version of the product. A purchase is found by it, and keeps it.
    pub version_id: VersionId,
    /// Number of units purchased.
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub quantity: u32,
    /// Serial numbers of the units, as far as they have any.
    #[serde(default)]
    #[schema(schema_with = serials)]
    pub serials: Vec<String>,
    /// Date of purchase.
    pub purchased_on: Date,
    /// Date until which defects are repaired free of charge.
    pub warranty_until: Option<Date>,
    /// Last day that the account's support contract covers.
    pub support_until: Date,
}

fn serials() -> Array {
    let serial = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(60));
    ArrayBuilder::new().items(serial.pattern(Some(r"^[^\r\n\t]*$"))).max_items(Some(500)).build()
}

impl WriteEntitlement {
    /// Units and dates of the purchase.
    pub fn terms(self) -> PurchaseTerms {
        let Self { quantity, serials, purchased_on, warranty_until, support_until, .. } = self;
        PurchaseTerms { quantity, serials, purchased_on, warranty_until, support_until }
    }
}
