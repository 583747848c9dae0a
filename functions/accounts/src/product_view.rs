//! Products, as staff see and write them.

use jiff::civil::Date;
use portico_domain::accounts::products::{Product, ProductVersion, WrittenVersion};
use portico_domain::ids::{ProductId, VersionId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A product.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductView {
    /// ID of the product.
    pub id: ProductId,
    /// Name of the product.
    pub name: String,
    /// Code of the product, which no other product has.
    pub code: String,
    /// Versions of the product, the oldest first.
    pub versions: Vec<ProductVersionView>,
    /// Version of the record: counts the changes of the product.
    pub version: u64,
}

/// A version of a product.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProductVersionView {
    /// ID of the version.
    pub id: VersionId,
    /// Label of the version.
    pub label: String,
    /// Date of the release.
    pub released_on: Date,
    /// Last day on which the company supports the version; open-ended if absent.
    pub supported_until: Option<Date>,
}

impl From<Product> for ProductView {
    fn from(product: Product) -> Self {
        let Product { id, version, name, code, versions } = product;
        let view = |version: ProductVersion| {
            let ProductVersion { id, label, released_on, supported_until } = version;
            ProductVersionView { id, label, released_on, supported_until }
        };
        Self { id, name, code, versions: versions.into_iter().map(view).collect(), version }
    }
}

/// Version of a product to be written.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteProductVersion {
    /// ID of a version that the product has; one without is added.
    pub id: Option<VersionId>,
    /// Label of the version.
    #[schema(min_length = 1, max_length = 40, pattern = r"^[^\r\n\t]*$")]
    pub label: String,
    /// Date of the release.
    pub released_on: Date,
    /// Last day on which the company supports the version; open-ended if absent.
    pub supported_until: Option<Date>,
}

impl From<WriteProductVersion> for WrittenVersion {
    fn from(version: WriteProductVersion) -> Self {
        let WriteProductVersion { id, label, released_on, supported_until } = version;
        Self { id, label, released_on, supported_until }
    }
}
