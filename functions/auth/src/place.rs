//! Place of a request, as its person may recognise it: less than a whole network address.

use std::net::{IpAddr, Ipv6Addr};

/// Shortens a network address to the network of a provider's customer.
pub fn place(address: &str) -> Option<String> {
    let address = match address.parse().ok()? {
        IpAddr::V6(address) => address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4),
        address @ IpAddr::V4(_) => address,
    };
    Some(match address {
        IpAddr::V4(address) => {
            let [one, two, three, _] = address.octets();
            format!("{one}.{two}.{three}.x")
        }
        IpAddr::V6(address) => format!("{}/48", Ipv6Addr::from_bits(address.to_bits() >> 80 << 80)),
    })
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_is_no_whole_address() {
        assert_eq!(place("203.0.113.9").as_deref(), Some("203.0.113.x"));
        assert_eq!(place("::ffff:203.0.113.9").as_deref(), Some("203.0.113.x"));
        assert_eq!(place("2001:db8:1:2:3:4:5:6").as_deref(), Some("2001:db8:1::/48"));
        assert_eq!(place("not an address"), None);
    }
}
