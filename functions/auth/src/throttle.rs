//! How often signing in may be tried in vain, and accepting an invitation: for one account, and from one network. What
//! succeeds is not counted, nor what is refused unseen, so nobody is kept out by signing in often, and one office behind one
//! address is no attack.

use jiff::Timestamp;
use portico_domain::ids::PersonId;
use portico_domain::people::Attempts;
use portico_domain::ports::{Credentials, Found};
use portico_http::Call;
use std::net::IpAddr;

/// How many attempts are taken for one e-mail address, or one invited person, in a window.
const FOR_ACCOUNT: u32 = 10;
/// How many attempts are taken from one network in a window.
const FROM_NETWORK: u32 = 200;
/// The window, in seconds.
const WINDOW: u32 = 15 * 60;

/// What an attempt is counted under.
pub struct Throttle {
    account: String,
    network: String,
}

impl Throttle {
    /// Of signing in with an e-mail address, in lower case, from a network address.
    pub fn sign_in(email: &str, address: &str) -> Self {
        Self { account: format!("sign-in-email#{email}"), network: format!("sign-in-network#{}", network(address)) }
    }

    /// Of accepting the invitation of a person, or of whoever a link that cannot be read was for.
    pub fn invitation(person: Option<PersonId>, address: &str) -> Self {
        let network = network(address);
        let account = person.map_or_else(|| network.clone(), |person| person.to_string());
        Self { account: format!("invitation#{account}"), network: format!("sign-in-network#{network}") }
    }

    /// Counts an attempt, before it is known what comes of it: many at once are all counted. Gives how many seconds there
    /// are to wait, if there were too many.
    pub async fn count<S: Credentials>(&self, store: &S, now: Timestamp) -> Found<Option<u32>> {
        let (account, network) = futures::future::try_join(
            store.attempt(&self.account, now, WINDOW),
            store.attempt(&self.network, now, WINDOW),
        )
        .await?;
        let over = |tries: Attempts, most: u32| (tries.count > most).then_some(tries.window_ends);
        let ends = over(account, FOR_ACCOUNT).max(over(network, FROM_NETWORK));
        if ends.is_some() {
            self.take_back(store, now).await?;
        }
        Ok(ends.map(|ends| u32::try_from(ends.as_second() - now.as_second()).unwrap_or(WINDOW)))
    }

    /// Takes back what was counted of an attempt that succeeded. That it cannot be does no harm to anybody who comes in now.
    pub async fn forgive<S: Credentials, I>(&self, store: &S, call: &Call<(), I>) {
        if let Err(cause) = self.take_back(store, call.now).await {
            tracing::warn!(request_id = %call.request_id, %cause, "an attempt that succeeded stays counted");
        }
    }

    /// Takes back what was counted at `at`: it succeeded, or nobody looked at it.
    async fn take_back<S: Credentials>(&self, store: &S, at: Timestamp) -> Found<()> {
        let account = store.take_back(&self.account, at, WINDOW);
        futures::future::try_join(account, store.take_back(&self.network, at, WINDOW)).await.map(drop)
    }
}

/// The network an address is in: of version 6 somebody has 2^64 of them at least (RFC 6177), of version 4 one.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => format!("{}/64", std::net::Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        },
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::network;

    #[test]
    fn a_network_of_version_six_is_one() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
        assert_eq!(network("2001:db8:1:2:ffff::1"), "2001:db8:1:2::/64");
        assert_ne!(network("2001:db8:1:3::1"), network("2001:db8:1:2::1"));
        assert_eq!(network("203.0.113.9"), "203.0.113.9");
        assert_eq!(network("::ffff:203.0.113.9"), "203.0.113.9");
        assert_eq!(network(""), "");
    }
}
