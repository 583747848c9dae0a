//! How often signing in may be tried in vain, and accepting an invitation: for one account, and from one network. What
//! succeeds is not counted, nor what is refused unseen, so nobody is kept out by signing in often, and one office behind one
//! address is no attack. Whoever has signed in from a network before is not kept out by what others try from there.

use jiff::Timestamp;
use portico_domain::attempts::Rates;
use portico_domain::fault::chain;
use portico_domain::invitations::InvitationLink;
use portico_domain::store::StoreResult;
use portico_http::Call;
use std::net::IpAddr;

/// How many attempts are taken for one e-mail address, or one invitation, in a window.
const FOR_ACCOUNT: u32 = 10;
/// How many attempts are taken from one network in a window.
const FROM_NETWORK: u32 = 200;
/// The window, in seconds. It slides.
const WINDOW: u32 = 15 * 60;
/// How long it is known that somebody has signed in from a network, in seconds.
const KNOWN_FOR: u32 = 30 * 24 * 60 * 60;

/// What an attempt is counted under.
pub struct Throttle {
    account: String,
    network: String,
    /// The account in this network; nothing where no account has been named.
    known: Option<String>,
}

impl Throttle {
    /// Of signing in with an e-mail address, in lower case, from a network address.
    pub fn sign_in(email: &str, address: &str) -> Self {
        let network = network(address);
        Self {
            account: format!("sign-in-email#{email}"),
            known: Some(format!("signed-in#{network}#{email}")),
            network: format!("sign-in-network#{network}"),
        }
    }

    /// Of accepting an invitation, or by a link that cannot be read. Each invitation of a person has its own count, so that
    /// whoever has an old link does not use up that of the newest.
    pub fn invitation(link: Option<&InvitationLink>, address: &str) -> Self {
        let network = network(address);
        let account = link.map_or_else(|| network.clone(), |link| format!("{}#{}", link.person, link.invitation));
        Self { account: format!("invitation#{account}"), known: None, network: format!("sign-in-network#{network}") }
    }

    /// Counts an attempt, before it is known what comes of it: many at once are all counted. Gives how many seconds there
    /// are to wait, if there were too many.
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

    /// Uncounts an attempt that succeeded, and remembers its network. An error is only logged: one attempt too many harms
    /// nobody.
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

    /// Takes back what was counted at `at`: it succeeded, or nobody looked at it.
    async fn uncount_attempt<S: Rates>(&self, store: &S, at: Timestamp) -> StoreResult<()> {
        let account = store.uncount_attempt(&self.account, at, WINDOW);
        futures::future::try_join(account, store.uncount_attempt(&self.network, at, WINDOW)).await.map(drop)
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
