//! Rate limits for failed sign-ins, and for guesses of passwords, links and codes, per account and per network. Successful attempts are not
//! counted, nor those refused unseen: signing in often locks nobody out, and an office behind one address is no
//! attack. The limit of a network does not apply to a person who has signed in from it before.

use jiff::Timestamp;
use portico_domain::attempts::{Attempts, Rates};
use portico_domain::fault::chain;
use portico_domain::ids::PersonId;
use portico_domain::invitations::InvitationLink;
use portico_domain::people::{EmailChangeLink, MailLink, ResetLink};
use portico_domain::store::StoreResult;
use portico_http::Call;
use std::fmt::Display;
use std::net::IpAddr;

/// Largest number of attempts in a window for one e-mail address, one link or one password.
const FOR_ACCOUNT: u32 = 10;
/// Largest number of attempts in a window with a code of six digits, and of mails sent to one address.
const FOR_CODE: u32 = 5;
/// Largest number of attempts in a window from one network.
const FROM_NETWORK: u32 = 200;
/// Largest number of sign-ins through the identity provider that are begun in a window from one network. They all count,
/// and an office begins its day at one time.
const BEGUN_FROM_NETWORK: u32 = 1000;
/// Length of the sliding window, in seconds.
const WINDOW: u32 = 15 * 60;
/// Time for which a person's sign-in from a network is remembered, in seconds.
const KNOWN_FOR: u32 = 30 * 24 * 60 * 60;

/// Counters of an attempt.
pub struct Throttle {
    account: String,
    /// Network that the attempt counts for; `None` for people who have proven who they are.
    network: Option<String>,
    /// Account in this network; `None` if no account was named.
    known: Option<String>,
    /// Largest number of attempts in a window for the account.
    most: u32,
}

impl Throttle {
    /// Throttle of attempts to sign in to an account, which count for the network too.
    fn on(account: String, address: &str, most: u32) -> Self {
        Self { account, network: Some(format!("sign-in-network#{}", network(address))), known: None, most }
    }

    /// Throttle of attempts that count for one account alone.
    fn of(account: String, most: u32) -> Self {
        Self { account, network: None, known: None, most }
    }

    /// Throttle for signing in with an e-mail address, in lower case, from a network address.
    pub fn sign_in(email: &str, address: &str) -> Self {
        let known = format!("signed-in#{}#{email}", network(address));
        Self { known: Some(known), ..Self::on(sign_in_key(email), address, FOR_ACCOUNT) }
    }

    /// Throttle for accepting an invitation; `link` is `None` if it cannot be read. Each invitation of a person has
    /// its own count, so attempts with an old link do not use up those of the newest.
    pub fn invitation(link: Option<&InvitationLink>, address: &str) -> Self {
        Self::link("invitation", link, address)
    }

    /// Throttle for completing a password reset; `link` is `None` if it cannot be read.
    pub fn reset(link: Option<&ResetLink>, address: &str) -> Self {
        Self::link("password-reset-link", link, address)
    }

    /// Throttle for confirming a new e-mail address; `link` is `None` if it cannot be read.
    pub fn email_change_link(link: Option<&EmailChangeLink>, address: &str) -> Self {
        Self::link("email-change-link", link, address)
    }

    /// Throttle of attempts with a link of a kind.
    fn link<I: Display>(kind: &str, link: Option<&MailLink<I>>, address: &str) -> Self {
        let account = link.map_or_else(|| network(address), |link| format!("{}#{}", link.person, link.id));
        Self::on(format!("{kind}#{account}"), address, FOR_ACCOUNT)
    }

    /// Throttle for mails of a kind that anybody can have sent to an address, in lower case.
    pub fn mail(kind: &str, email: &str, address: &str) -> Self {
        let network = Some(format!("mail-network#{}", network(address)));
        Self { network, ..Self::of(format!("{kind}#{email}"), FOR_CODE) }
    }

    /// Throttle for signing in by a code that was sent to an address, in lower case.
    pub fn code(email: &str, address: &str) -> Self {
        Self::on(code_key(email), address, FOR_CODE)
    }

    /// Throttle for beginning to sign in through the identity provider.
    pub fn begun(address: &str) -> Self {
        Self::of(format!("provider-network#{}", network(address)), BEGUN_FROM_NETWORK)
    }

    /// Throttle for signing in by an answer of the identity provider, by the hash of its state.
    pub fn provider(state_hash: &str, address: &str) -> Self {
        Self::on(format!("provider-sign-in#{state_hash}"), address, FOR_CODE)
    }

    /// Throttle for naming the present password of a person who is signed in.
    pub fn password(person: PersonId) -> Self {
        Self::of(format!("password#{person}"), FOR_ACCOUNT)
    }

    /// Throttle for mails to new addresses of a person who is signed in.
    pub fn email_change(person: PersonId) -> Self {
        Self::of(format!("email-change#{person}"), FOR_CODE)
    }

    /// Throttle for codes of a second factor.
    pub fn second_factor(person: PersonId) -> Self {
        Self::of(format!("second-factor#{person}"), FOR_CODE)
    }

    /// Throttle for challenges that are over or made up.
    pub fn challenge(address: &str) -> Self {
        Self::of(format!("challenge-network#{}", network(address)), FROM_NETWORK)
    }

    /// Counts an attempt before its outcome is known, so that simultaneous ones all count. Returns the seconds to wait
    /// if there were too many.
    pub async fn count<S: Rates + Sync>(&self, store: &S, now: Timestamp) -> StoreResult<Option<u32>> {
        let of_network = async {
            match &self.network {
                Some(key) => store.attempt(key, now, WINDOW).await,
                None => Ok(Attempts::default()),
            }
        };
        let (account, network) =
            futures::future::try_join(store.attempt(&self.account, now, WINDOW), of_network).await?;
        let (account, network) = (account.full_until(self.most), network.full_until(FROM_NETWORK));
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

    /// Lets a person sign in who has proven that they have the address, however often others tried. Takes back the
    /// attempt, too. An error is only logged.
    pub async fn forgive<S: Rates + Sync, I>(&self, store: &S, call: &Call<(), I>, email: &str) {
        let keys = [sign_in_key(email), code_key(email)];
        let forgotten = keys.iter().map(|key| store.forget_attempts(key, call.now, WINDOW));
        let forgotten = futures::future::try_join_all(forgotten);
        if let Err(cause) = futures::future::try_join(self.uncount_attempt(store, call.now), forgotten).await {
            tracing::warn!(request_id = %call.request_id, cause = %chain(&cause), "attempts before a new password stay counted");
        }
    }

    /// Takes back the attempt counted at `at`: it succeeded, or was refused unseen.
    async fn uncount_attempt<S: Rates>(&self, store: &S, at: Timestamp) -> StoreResult<()> {
        let keys = std::iter::once(&self.account).chain(&self.network);
        let uncounted = keys.map(|key| store.uncount_attempt(key, at, WINDOW));
        futures::future::try_join_all(uncounted).await.map(drop)
    }
}

fn sign_in_key(email: &str) -> String {
    format!("sign-in-email#{email}")
}

fn code_key(email: &str) -> String {
    format!("sign-in-code#{email}")
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
