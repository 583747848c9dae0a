//! Pages of lists.

use serde::{Deserialize, Serialize};

/// Position at which a page ended, in the format of the adapter that made it. Sealed before it leaves as a cursor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position(pub String);

/// Request for one page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// Highest number of items on the page.
    pub limit: u32,
    /// Position after which the page begins; the start of the list if absent.
    pub after: Option<Position>,
}

impl PageRequest {
    /// The first `limit` items.
    pub fn first(limit: u32) -> Self {
        Self { limit, after: None }
    }
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// Items of the page, in the list's order.
    pub items: Vec<T>,
    /// Position after which the next page begins; nothing after the last page.
    pub next: Option<Position>,
}

impl<T> Page<T> {
    /// Converts each item of the page.
    pub fn map<U>(self, make: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(make).collect(), next: self.next }
    }
}
