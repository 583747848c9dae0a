//! Rotation of the signing key: the four steps in which Secrets Manager replaces a secret. No route leads here.
//!
//! Each step may be repeated, also after one that failed anywhere. Signatures of the current key are accepted at every
//! moment. Its public half is published before its first signature, and kept until its last token has expired.
//! <https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html>

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use portico_domain::act::{ActionContext, IdGenerator};
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::error::Error;
use portico_domain::fault::Fault;
use portico_domain::signing::{KeySet, KeySets, KeyStage, KeyVault, PublicHalf};
use portico_http::hash::sha256_hex;
use portico_http::{retry, token};
use serde::Deserialize;
use std::sync::Arc;
use uuid::Uuid;

/// Largest number of tries to write the key set while others change it.
const MOST_TRIES: usize = 4;

/// One step of a rotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Step {
    /// Makes a key pair and keeps it as pending.
    CreateSecret,
    /// Publishes the public half of the pair.
    SetSecret,
    /// Checks that signatures of the new key are accepted.
    TestSecret,
    /// Makes the new key the one that signs.
    FinishSecret,
}

/// Rotation event of Secrets Manager.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Rotation {
    /// The step that is due.
    pub step: Step,
    /// ARN of the secret.
    pub secret_id: String,
    /// Token of the rotation; also names the version of the secret that it makes.
    pub client_request_token: String,
}

/// Performs the step of one event.
pub async fn on_event<S: KeySets + KeyVault + Commit + Sync>(store: &S, rotation: Rotation) -> Result<(), Error> {
    let act = ActionContext {
        caller: Caller::system(),
        action: Action::RotateKey,
        now: Timestamp::now(),
        request_id: rotation.client_request_token.clone(),
        ids: IdGenerator(Arc::new(Uuid::now_v7)),
    };
    rotate_key(store, &act, &rotation).await?;
    tracing::info!(operation = "rotate_key", step = ?rotation.step, rotation = rotation.client_request_token, "rotation");
    Ok(())
}

/// Performs one step of a rotation, unless it was done before.
pub async fn rotate_key<S: KeySets + KeyVault + Commit + Sync>(
    store: &S,
    act: &ActionContext,
    rotation: &Rotation,
) -> Result<(), Error> {
    let token = &rotation.client_request_token;
    let stage = store.stage(&rotation.secret_id, token).await?;
    match (stage, rotation.step) {
        (None, _) => Err(Error::internal(format!("{token} is no rotation that is under way"))),
        (Some(KeyStage::Pending), Step::CreateSecret) => create(store, token).await,
        (Some(KeyStage::Pending), Step::SetSecret) => publish(store, act, token).await,
        (Some(KeyStage::Pending), Step::TestSecret) => test(store, act, token).await,
        (Some(KeyStage::Pending), Step::FinishSecret) => {
            // Whatever was said to be done before: nothing is signed with a key whose other half is not known.
            test(store, act, token).await?;
            store.promote(token).await?;
            settle(store, act).await
        }
        // It signs already; the steps after that may be missing.
        (Some(KeyStage::Current), Step::FinishSecret) => settle(store, act).await,
        (Some(KeyStage::Current), _) => Ok(()),
    }
}

async fn create<S: KeyVault>(store: &S, token: &str) -> Result<(), Error> {
    match store.pending_key(token).await? {
        Some(_) => Ok(()),
        None => Ok(store.keep(token, &new_key()?).await?),
    }
}

async fn publish<S: KeySets + KeyVault + Commit>(store: &S, act: &ActionContext, token: &str) -> Result<(), Error> {
    let key = pending(store, token).await?;
    let half = public_half(&key)?;
    let detail = format!("{} can be verified", half.kid);
    let current = store.current_kid().await?;
    let signing: Vec<&str> = current.as_deref().into_iter().chain([key.0.as_str()]).collect();
    change(store, act, detail, |known| known.with(half.clone()).settled(&signing, act.now)).await
}

async fn test<S: KeySets + KeyVault>(store: &S, act: &ActionContext, token: &str) -> Result<(), Error> {
    let key = pending(store, token).await?;
    let known = store.key_set().await?.section;
    let set = serde_json::to_string(&known).map_err(|error| Error::internal(Fault::caused("the key set", error)))?;
    token::prove(&key, &set, act.now)
}

/// Records that only the current key signs, and from when: older keys are forgotten later.
async fn settle<S: KeySets + KeyVault + Commit>(store: &S, act: &ActionContext) -> Result<(), Error> {
    let current = store.current_kid().await?.ok_or_else(|| Error::internal("no key signs"))?;
    change(store, act, format!("{current} signs"), |known| known.settled(&[&current], act.now)).await
}

/// Writes the key set that `next` returns, if it differs.
async fn change<S: KeySets + Commit>(
    store: &S,
    act: &ActionContext,
    detail: String,
    next: impl Fn(KeySet) -> KeySet,
) -> Result<(), Error> {
    retry!(MOST_TRIES, |_| {
        let known = store.key_set().await?;
        let keys = next(known.section.clone());
        if keys == known.section {
            return Ok(());
        }
        let touch = act.touch(None, None).with_detail(detail.clone());
        Ok(store.commit(Change::new(touch).write(Write::replace(&known.next(keys), known.version))).await?)
    })
}

async fn pending<S: KeyVault>(store: &S, token: &str) -> Result<(String, Vec<u8>), Error> {
    let key = store.pending_key(token).await?;
    key.ok_or_else(|| Error::internal(format!("the rotation {token} has no key yet")))
}

/// Returns a new key pair: its ID, which is the beginning of the public half's hash, and its PKCS #8 bytes.
fn new_key() -> Result<(String, Vec<u8>), Error> {
    let failed = |_| Error::internal("a signing key could not be made");
    let pair = Ed25519KeyPair::generate().map_err(failed)?;
    let pkcs8 = pair.to_pkcs8v1().map_err(failed)?;
    Ok((sha256_hex(pair.public_key().as_ref())[..16].to_owned(), pkcs8.as_ref().to_vec()))
}

fn public_half((kid, pkcs8): &(String, Vec<u8>)) -> Result<PublicHalf, Error> {
    // The error gives no reason, because the value is the key.
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8);
    let pair = pair.map_err(|_| Error::internal(format!("{kid} is no Ed25519 key in PKCS #8")))?;
    Ok(PublicHalf::ed25519(kid, URL_SAFE_NO_PAD.encode(pair.public_key().as_ref())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use portico_domain::signing::{KNOWN_AFTER, SIGNS_FOR};

    #[test]
    fn an_old_half_is_known_until_the_last_token_of_it_is_over() {
        let longest = SIGNS_FOR.as_secs() + token::LIFETIME.as_secs();
        assert!(KNOWN_AFTER.as_secs() > longest, "a token may live for {longest} s after the switch");
    }

    #[test]
    fn a_new_key_is_proven_by_its_own_half_alone() {
        let (one, other) = (new_key().expect("a key"), new_key().expect("a key"));
        assert_ne!(one.0, other.0);
        let set = |half: PublicHalf| serde_json::to_string(&KeySet::default().with(half)).expect("JSON");
        let half = public_half(&one).expect("a half");
        token::prove(&one, &set(half.clone()), Timestamp::UNIX_EPOCH).expect("proven");
        assert!(token::prove(&other, &set(half.clone()), Timestamp::UNIX_EPOCH).is_err());
        // Under the same name, another key's half proves nothing.
        let wrong = PublicHalf { kid: other.0.clone(), ..half };
        assert!(token::prove(&other, &set(wrong), Timestamp::UNIX_EPOCH).is_err());
    }

    #[test]
    fn an_event_is_read_as_secrets_manager_writes_it() {
        for (name, step) in [
            ("createSecret", Step::CreateSecret),
            ("setSecret", Step::SetSecret),
            ("testSecret", Step::TestSecret),
            ("finishSecret", Step::FinishSecret),
        ] {
            let event = serde_json::json!({
                "Step": name, "SecretId": "arn:aws:secretsmanager:eu-north-1:000000000000:secret:SigningKey-a1b2c3",
                "ClientRequestToken": "0192f0c4-3a5b-7c1d-8e2f-1234567890ab", "RotationToken": "0192f0c4",
            });
            let rotation: Rotation = serde_json::from_value(event).expect("read");
            assert_eq!(rotation.step, step);
        }
    }
}
