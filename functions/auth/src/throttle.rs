//! Rate limits for failed sign-ins and invitation attempts, per account and per network. Successful attempts are not
//! counted, nor those refused unseen: signing in often locks nobody out, and an office behind one address is no
//! attack. The limit of a network does not apply to a person who has signed in from it before.

use jiff::Timestamp;
use portico_domain::attempts::Rates;
use portico_domain::fault::chain;
use portico_domain::invitations::InvitationLink;
use portico_domain::store::StoreResult;
use portico_http::Call;
use std::net::IpAddr;

/// Largest number of attempts in a window for one e-mail address or one invitation.
const FOR_ACCOUNT: u32 = 10;
/// Largest number of attempts in a window from one network.
const FROM_NETWORK: u32 = 200;
/// Length of the sliding window, in seconds.
const WINDOW: u32 = 15 * 60;
/// Time for which a person's sign-in from a network is remembered, in seconds.
const KNOWN_FOR: u32 = 30 * 24 * 60 * 60;

/// Counters of an attempt.
pub struct Throttle {
    account: String,
    network: String,
    /// Account in this network; `None` if no account was named.
    known: Option<String>,
}

impl Throttle {
    /// Throttle for signing in with an e-mail address, in lower case, from a network address.
    pub fn sign_in(email: &str, address: &str) -> Self {
        let network = network(address);
        Self {
            account: format!("sign-in-email#{email}"),
            known: Some(format!("signed-in#{network}#{email}")),
            network: format!("sign-in-network#{network}"),
        }
    }

    /// Throttle for accepting an invitation; `link` is `None` if it cannot be read. Each invitation of a person has
    /// its own count, so attempts with an old link do not use up those of the newest.
    pub fn invitation(link: Option<&InvitationLink>, address: &str) -> Self {
        let network = network(address);
        let account = link.map_or_else(|| network.clone(), |link| format!("{}#{}", link.person, link.invitation));
        Self { account: format!("invitation#{account}"), known: None, network: format!("sign-in-network#{network}") }
    }

    /// Counts an attempt before its outcome is known, so that simultaneous ones all count. Returns the seconds to wait
    /// if there were too many.
    pub async fn count<S: Rates + Sync>(&self, store: &S, now: Timestamp) -> StoreResult<Option<u32>> {
        let (account, network) = futures::future::try_join(
            store.attempt(&self.account, now, WINDOW),
            store.attempt(&self.network, now, WINDOW),
        )
        .await?;
        let (account, network) = (account.full_until(FOR_ACCOUNT), network.full_until(FROM_NETWORK));
        let network = match network {
            Some(_) if account.is_none() && self.is_known(store, now).await? => None,
            until => until,
        };
        let until = account.max(network);
        if until.is_some() {
            self.uncount_attempt(store, now).await?;
        }
        Ok(until.map(|until| u32::try_from(until.as_second() - now.as_second()).unwrap_or(WINDOW)))
    }

    async fn is_known<S: Rates>(&self, store: &S, now: Timestamp) -> StoreResult<bool> {
        match &self.known {
            Some(key) => Ok(store.attempts(key, now, KNOWN_FOR).await?.count() > 0),
            None => Ok(false),
        }
    }

    /// Uncounts an attempt that succeeded, and remembers its network. An error is only logged: one attempt too many is
    /// harmless.
    pub async fn uncount_quietly<S: Rates + Sync, I>(&self, store: &S, call: &Call<(), I>) {
        let remembered = async {
            match &self.known {
                Some(key) => store.attempt(key, call.now, KNOWN_FOR).await.map(drop),
                None => Ok(()),
            }
        };
        if let Err(cause) = futures::future::try_join(self.uncount_attempt(store, call.now), remembered).await {
            tracing::warn!(request_id = %call.request_id, cause = %chain(&cause), "an attempt that succeeded stays counted");
        }
    }

    /// Takes back the attempt counted at `at`: it succeeded, or was refused unseen.
    async fn uncount_attempt<S: Rates>(&self, store: &S, at: Timestamp) -> StoreResult<()> {
        let account = store.uncount_attempt(&self.account, at, WINDOW);
        futures::future::try_join(account, store.uncount_attempt(&self.network, at, WINDOW)).await.map(drop)
    }
}

/// Network of an address: the first 64 bits of IPv6, of which one person has at least 2^64 (RFC 6177), or all of IPv4.
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
