//! Keys that sign access tokens, for deployments without rotation. Signers get the private half, verifiers the public
//! half.

use anyhow::{Context, Result, anyhow};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use portico_domain::act::ActionContext;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::signing::{KeySet, KeySets, PublicHalf};
use portico_http::hash::sha256_hex;

/// Key pair for signatures.
pub struct KeyPair {
    /// ID of the key: the beginning of the public half's hash.
    pub kid: String,
    /// Both halves as PKCS #8 (RFC 8410).
    pub pkcs8: Vec<u8>,
    half: PublicHalf,
}

impl KeyPair {
    /// Makes a new key pair.
    pub fn make() -> Result<Self> {
        let pair = Ed25519KeyPair::generate().map_err(|_| anyhow!("a signing key could not be made"))?;
        let pkcs8 = pair.to_pkcs8v1().map_err(|_| anyhow!("a signing key could not be written"))?;
        let public = pair.public_key().as_ref();
        let kid = sha256_hex(public)[..16].to_owned();
        let half = PublicHalf::ed25519(&kid, URL_SAFE_NO_PAD.encode(public));
        Ok(Self { kid, pkcs8: pkcs8.as_ref().to_vec(), half })
    }
}

/// Publishes the public half of a key. Nothing may be signed with the private half before.
pub async fn publish<S: KeySets + Commit>(store: &S, act: &ActionContext, pair: &KeyPair) -> Result<()> {
    change(store, act, |known| known.with(pair.half.clone())).await.context("the public half could not be written")
}

/// Records that older keys sign no more: they are kept until the last of their tokens has expired.
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
