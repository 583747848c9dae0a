//! Ids made from the keys of the seed files: the same key, the same id.

use super::source::Source;
use anyhow::{Context as _, Result};
use jiff::Timestamp;
use portico_http::hash::sha256_hex;
use uuid::{Builder, Uuid};

/// Beginning of the demo company, in milliseconds since 1970: the time in the IDs of records that have no time of their
/// own.
const BEGINNING_MS: u64 = 1_672_531_200_000;

/// Returns the ID of the record that `kind` calls `key`: `id_of("account", "halvorsen")`.
pub fn id_of<T: From<Uuid>>(kind: &str, key: &str) -> T {
    T::from(made(BEGINNING_MS, kind, key))
}

/// Returns the ID of a record at `place` among its kind: IDs of one kind sort by it. The ID shows no real time, so an
/// event that falls on another day in each seeding keeps its ID.
pub(super) fn id_in_order<T: From<Uuid>>(kind: &str, key: &str, place: u64) -> T {
    T::from(made(BEGINNING_MS.saturating_add(place), kind, key))
}

/// Longest time between the beginning of the story and the week of seeding, in milliseconds.
const STORY_MS: i64 = 150 * 7 * 24 * 60 * 60 * 1000;

/// Returns the place of an event at `at` among others: the same in every week of seeding.
pub(super) fn place_of(source: &Source, at: Timestamp) -> Result<u64> {
    u64::try_from(STORY_MS + source.days.since_monday(at)?).with_context(|| format!("{at} is before the story begins"))
}

fn made(millis: u64, kind: &str, key: &str) -> Uuid {
    let hash = sha256_hex(format!("{kind}/{key}").as_bytes());
    let mut random = [0_u8; 10];
    for (byte, pair) in random.iter_mut().zip(hash.as_bytes().chunks(2)) {
        *byte = std::str::from_utf8(pair).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or_default();
    }
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::ids::{AccountId, ItemId};

    #[test]
    fn the_same_key_makes_the_same_id() {
        assert_eq!(id_of::<AccountId>("account", "a"), id_of("account", "a"));
        assert_ne!(id_of::<AccountId>("account", "a"), id_of("account", "b"));
        assert_ne!(id_of::<Uuid>("account", "a"), id_of::<Uuid>("person", "a"));
    }

    #[test]
    fn ids_order_by_their_place() {
        assert!(id_in_order::<ItemId>("item", "z", 41) < id_in_order("item", "a", 42));
    }
}
