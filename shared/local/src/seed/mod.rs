//! The demo company XYZ Co.: read from the plain files under `seed/` and written through the same changes as everything
//! else. The same files make the same ids, so links into the demo data stay good over a reset. Their dates
//! are relative to the day of seeding, so new demo data is never old.

mod days;
mod ids;
mod load;
mod settings;
mod source;
mod tickets;

#[cfg(test)]
mod tests;

pub use ids::id_of;
pub use load::{Seeded, load};
pub use source::Source;

/// The password of every demo login. It protects nothing but local data.
pub const DEMO_PASSWORD: &str = "portico demo only";
