//! The demo company XYZ Co.: read from the plain files under `seed/` and written through the same changes as everything
//! else. The same files make the same ids, so links into the demo data stay good over a reset.

mod ids;
mod load;
mod settings;
mod source;
mod tickets;

pub use ids::id_of;
pub use load::{Seeded, load};
pub use source::Source;

/// The password of every demo login. It protects nothing but local data.
pub const DEMO_PASSWORD: &str = "portico demo only";
