//! The keys that access tokens are signed with, where no rotation makes them: the private half goes to whoever signs, the
//! public half to whoever verifies.

use anyhow::{Context, Result, anyhow};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_domain::act::ActionContext;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::signing::{KeySet, KeySets, PublicHalf};
use portico_http::hash::sha256_hex;

/// A key pair.
pub struct KeyPair {
    /// Its id: the beginning of the public half's hash.
    pub kid: String,
    /// Both halves, as PKCS #8 (RFC 8410).
    pub pkcs8: Vec<u8>,
    half: PublicHalf,
}

impl KeyPair {
    /// A new one.
    pub fn make() -> Result<Self> {
        let pair = Ed25519KeyPair::generate().map_err(|_| anyhow!("a signing key could not be made"))?;
        let pkcs8 = pair.to_pkcs8v1().map_err(|_| anyhow!("a signing key could not be written"))?;
        let public = pair.public_key().as_ref();
        let kid = sha256_hex(public)[..16].to_owned();
        let half = PublicHalf::ed25519(&kid, URL_SAFE_NO_PAD.encode(public));
        Ok(Self { kid, pkcs8: pkcs8.as_ref().to_vec(), half })
    }
}

/// Lets everybody know the public half of a key. Only then may anything be signed with the other half.
pub async fn publish<S: KeySets + Commit>(store: &S, act: &ActionContext, pair: &KeyPair) -> Result<()> {
    change(store, act, |known| known.with(pair.half.clone())).await.context("the public half could not be written")
}

/// Writes down that nothing is signed with older keys any more: they are known until the last of their tokens is over.
pub async fn settle<S: KeySets + Commit>(store: &S, act: &ActionContext, pair: &KeyPair) -> Result<()> {
    change(store, act, |known| known.settled(&[&pair.kid], act.now))
        .await
        .context("the older keys could not be settled")
}

async fn change<S: KeySets + Commit>(
    store: &S,
    act: &ActionContext,
    next: impl FnOnce(KeySet) -> KeySet,
) -> Result<()> {
    let known = store.key_set().await?;
    let changed = Write::replace(&known.next(next(known.section.clone())), known.version);
    let change = Change::new(act.touch(None, None)).write(changed);
    Ok(store.commit(change).await?)
}
