//! Ids made from the keys of the seed files: the same key, the same id.

use jiff::Timestamp;
use portico_http::hash::sha256_hex;
use uuid::{Builder, Uuid};

/// When the demo company began: the time in the ids of what has no time of its own.
const BEGINNING_MS: u64 = 1_672_531_200_000;

/// The id of what `kind` calls `key`: `id_of("account", "halvorsen")`.
pub fn id_of<T: From<Uuid>>(kind: &str, key: &str) -> T {
    T::from(made(BEGINNING_MS, kind, key))
}

/// The id of something that came to be at `at`; ids of one kind order by it.
pub(super) fn id_at<T: From<Uuid>>(kind: &str, key: &str, at: Timestamp) -> T {
    T::from(made(u64::try_from(at.as_millisecond()).unwrap_or_default(), kind, key))
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
    fn ids_order_by_their_time() {
        let at = |second| Timestamp::from_second(second).unwrap();
        assert!(id_at::<ItemId>("item", "z", at(1_700_000_000)) < id_at("item", "a", at(1_700_000_001)));
    }
}
