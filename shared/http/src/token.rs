//! Access tokens: JSON Web Tokens (RFC 9068, RFC 8037) signed with Ed25519, ten minutes long. The auth functions mint
//! them with the private key; everybody else verifies them with the public ones.

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use portico_domain::caller::Caller;
use portico_domain::error::Error;
use portico_domain::fault::Fault;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::ids::{AccountId, HatId, PartnerId, PersonId, QueueId, SessionId};
use portico_domain::ports::RequestStore;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

/// Lifetime of an access token.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// Time that public keys are kept in memory.
const KEYS_KEPT: SignedDuration = SignedDuration::from_mins(5);
const ISSUER: &str = "portico";
const AUDIENCE: &str = "portico-api";
/// Audience of tokens that only read. A version that knows none of them refuses them.
const VIEW_AUDIENCE: &str = "portico-view";
/// Token type of RFC 9068, section 2.1.
const TYPE: &str = "at+jwt";

/// Claims of an access token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
    /// ID of the person.
    pub sub: PersonId,
    /// ID of the session.
    pub sid: SessionId,
    /// Name of the person, for the ledger.
    pub name: String,
    /// Hat that the session has on; in a view, the hat in which the person is seen.
    pub hat: HatClaims,
    /// Person who looks at the portal as `sub`, in a view (RFC 8693, section 4.1). The session is theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<Actor>,
}

/// Person who looks at the portal as another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// ID of the person.
    pub sub: PersonId,
    /// Name of the person, for the ledger.
    pub name: String,
}

impl Claims {
    /// Person whose session it is: the one who looks, in a view.
    pub fn session_person(&self) -> PersonId {
        self.act.as_ref().map_or(self.sub, |actor| actor.sub)
    }

    /// Returns the caller as the token describes them: good for choosing what to read, until the session has been
    /// checked.
    pub fn caller(&self) -> Caller {
        let hat = self.hat.clone();
        Caller {
            person: self.sub,
            name: self.name.clone(),
            hat: Hat {
                id: hat.id,
                kind: hat.kind,
                role: hat.role,
                account: hat.account,
                partner: hat.partner,
                organisation: String::new(),
                queues: hat.queues,
            },
            session: self.sid,
        }
    }
}

/// Hat in a token: enough to know which list to read before the session has been checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HatClaims {
    /// ID of the hat.
    pub id: HatId,
    /// Kind of the hat.
    pub kind: HatKind,
    /// Role of the hat.
    pub role: Role,
    /// Account of the hat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Partner company of the hat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerId>,
    /// Queues of the hat.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queues: Vec<QueueId>,
}

impl From<&Hat> for HatClaims {
    fn from(hat: &Hat) -> Self {
        Self {
            id: hat.id,
            kind: hat.kind,
            role: hat.role,
            account: hat.account,
            partner: hat.partner,
            queues: hat.queues.clone(),
        }
    }
}

/// Mints a token for a session, signed with `key`: its ID and PKCS #8 bytes.
pub fn mint(key: &(String, Vec<u8>), caller: &Caller, now: Timestamp) -> Result<String, Error> {
    sign(key, caller, None, now)
}

/// Mints a token with which `viewer` looks at the portal as `viewed`, and that is good for reading only.
pub fn mint_view(key: &(String, Vec<u8>), viewed: &Caller, viewer: &Caller, now: Timestamp) -> Result<String, Error> {
    sign(key, viewed, Some(Actor { sub: viewer.person, name: viewer.name.clone() }), now)
}

fn sign(key: &(String, Vec<u8>), caller: &Caller, act: Option<Actor>, now: Timestamp) -> Result<String, Error> {
    let header = Header { typ: Some(TYPE.into()), kid: Some(key.0.clone()), ..Header::new(Algorithm::EdDSA) };
    let claims = Claims {
        iss: ISSUER.into(),
        aud: audience(act.as_ref()).into(),
        iat: now.as_second(),
        exp: (now + LIFETIME).as_second(),
        sub: caller.person,
        sid: caller.session,
        name: caller.name.clone(),
        hat: (&caller.hat).into(),
        act,
    };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ed_der(&key.1))
        .map_err(|error| Error::internal(Fault::caused("an access token could not be signed", error)))
}

/// Audience of a token, by whether somebody looks as its person.
const fn audience(actor: Option<&Actor>) -> &'static str {
    if actor.is_some() { VIEW_AUDIENCE } else { AUDIENCE }
}

#[derive(Clone)]
struct Kept {
    key: DecodingKey,
    until: Timestamp,
}

static KEYS: LazyLock<RwLock<HashMap<String, Kept>>> = LazyLock::new(RwLock::default);

/// Tokens with verified signatures: most callers come again while their token is good.
static VERIFIED: LazyLock<RwLock<Verified>> = LazyLock::new(RwLock::default);
/// Largest number of verified tokens that are remembered.
const MOST_VERIFIED: usize = 500;

/// Verified tokens, each kept as long as the key that signed it: once a key is not trusted any more, no token of it is.
#[derive(Default)]
struct Verified(HashMap<String, (Claims, Timestamp)>);

impl Verified {
    fn get(&self, token: &str, now: Timestamp) -> Option<&Claims> {
        self.0.get(token).filter(|(_, until)| *until > now).map(|(claims, _)| claims)
    }

    fn insert(&mut self, token: &str, claims: &Claims, until: Timestamp, now: Timestamp) {
        if self.0.len() >= MOST_VERIFIED {
            self.0.retain(|_, (claims, until)| *until > now && claims.exp > now.as_second());
        }
        if self.0.len() >= MOST_VERIFIED {
            self.0.clear();
        }
        self.0.insert(token.to_owned(), (claims.clone(), until));
    }
}

/// Returns the claims of a token, if one of our keys signed it and it has not expired.
pub async fn verify<S: RequestStore>(store: &S, token: &str, now: Timestamp) -> Result<Claims, Error> {
    still_good(verify_whenever(store, token, now).await?, now)
}

/// Returns the claims of a token that may have expired: enough to end its session, and for nothing else.
pub async fn verify_whenever<S: RequestStore>(store: &S, token: &str, now: Timestamp) -> Result<Claims, Error> {
    let known = VERIFIED.read().ok().and_then(|verified| verified.get(token, now).cloned());
    if let Some(claims) = known {
        return Ok(claims);
    }
    let refused = Error::NotSignedIn("not_signed_in");
    let header = jsonwebtoken::decode_header(token).map_err(|_| refused.clone())?;
    if header.alg != Algorithm::EdDSA || header.typ.as_deref() != Some(TYPE) {
        return Err(refused);
    }
    let kid = header.kid.ok_or_else(|| refused.clone())?;
    let kept = if let Some(kept) = kept(&kid, now) {
        kept
    } else {
        keep(&store.verification_keys().await?, now)?;
        self::kept(&kid, now).ok_or_else(|| refused.clone())?
    };
    let claims = read(token, &kept.key)?;
    if let Ok(mut verified) = VERIFIED.write() {
        verified.insert(token, &claims, kept.until, now);
    }
    Ok(claims)
}

fn still_good(claims: Claims, now: Timestamp) -> Result<Claims, Error> {
    if claims.exp <= now.as_second() { Err(Error::NotSignedIn("token_expired")) } else { Ok(claims) }
}

fn read(token: &str, key: &DecodingKey) -> Result<Claims, Error> {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE, VIEW_AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // The callers compare the expiry with their own clock.
    validation.validate_exp = false;
    let refused = Error::NotSignedIn("not_signed_in");
    let claims = jsonwebtoken::decode::<Claims>(token, key, &validation).map_err(|_| refused.clone())?.claims;
    if claims.aud == audience(claims.act.as_ref()) { Ok(claims) } else { Err(refused) }
}

/// Fails unless a verifier that knows only this key set would accept a token signed by `key`. The token is of the
/// system caller and is discarded.
pub fn prove(key: &(String, Vec<u8>), set: &str, now: Timestamp) -> Result<(), Error> {
    let set: JwkSet = serde_json::from_str(set)
        .map_err(|error| Error::internal(Fault::caused("the verification keys cannot be read", error)))?;
    let half = set.find(&key.0).and_then(|jwk| DecodingKey::from_jwk(jwk).ok());
    let half = half.ok_or_else(|| Error::internal(format!("the public half of {} is not known", key.0)))?;
    let token = mint(key, &Caller::system(), now)?;
    let refused = |failure| Error::internal(Fault::caused(format!("what {} signs is not accepted", key.0), failure));
    read(&token, &half).and_then(|claims| still_good(claims, now)).map(drop).map_err(refused)
}

fn kept(kid: &str, now: Timestamp) -> Option<Kept> {
    KEYS.read().ok()?.get(kid).filter(|kept| kept.until > now).cloned()
}

fn keep(set: &str, now: Timestamp) -> Result<(), Error> {
    let set: JwkSet = serde_json::from_str(set)
        .map_err(|error| Error::internal(Fault::caused("the verification keys cannot be read", error)))?;
    let mut keys = KEYS.write().map_err(|_| Error::internal("the verification keys are poisoned"))?;
    for jwk in &set.keys {
        if let (Some(kid), Ok(key)) = (&jwk.common.key_id, DecodingKey::from_jwk(jwk)) {
            keys.insert(kid.clone(), Kept { key, until: now + KEYS_KEPT });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use portico_testing::{MockStore, at_once};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};
    use uuid::Uuid;

    /// Public keys, and the number of times that a store was asked for them.
    #[derive(Clone, Default)]
    struct Keys {
        set: Arc<Mutex<Vec<serde_json::Value>>>,
        asked: Arc<AtomicUsize>,
    }

    impl Keys {
        /// The store of these keys.
        fn store(&self) -> MockStore {
            let keys = self.clone();
            let mut store = MockStore::new();
            store.expect_verification_keys().returning(move || {
                keys.asked.fetch_add(1, Ordering::Relaxed);
                at_once(Ok(serde_json::json!({"keys": *keys.set.lock().unwrap()}).to_string()))
            });
            store
        }

        /// A new key, which the store knows.
        fn add(&self) -> (String, Vec<u8>) {
            let pair = Ed25519KeyPair::generate().unwrap();
            let kid = Uuid::now_v7().to_string();
            let public = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
            let jwk = serde_json::json!({"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "kid": kid, "x": public});
            self.set.lock().unwrap().push(jwk);
            (kid, pair.to_pkcs8v1().unwrap().as_ref().to_vec())
        }
    }

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(400_000) + SignedDuration::from_mins(minutes)
    }

    const REFUSED: Error = Error::NotSignedIn("not_signed_in");

    #[tokio::test]
    async fn a_token_that_was_verified_is_believed_no_longer_than_its_key_and_itself() {
        let keys = Keys::default();
        let (key, store) = (keys.add(), keys.store());
        let token = mint(&key, &Caller::system(), at(0)).unwrap();
        let claims = verify(&store, &token, at(0)).await.unwrap();
        assert_eq!(verify(&store, &token, at(4)).await, Ok(claims.clone()));
        assert_eq!(keys.asked.load(Ordering::Relaxed), 1);
        // After five minutes the keys are read again; after ten the token has expired.
        assert_eq!(verify(&store, &token, at(6)).await, Ok(claims));
        assert_eq!(keys.asked.load(Ordering::Relaxed), 2);
        assert_eq!(verify(&store, &token, at(10)).await, Err(Error::NotSignedIn("token_expired")));

        assert!(verify_whenever(&store, &token, at(10)).await.is_ok());

        let token = mint(&key, &Caller::system(), at(10)).unwrap();
        assert!(verify(&store, &token, at(10)).await.is_ok());
        keys.set.lock().unwrap().clear();
        // A token signed by a revoked key is refused as soon as the keys are read again.
        assert_eq!(verify(&store, &token, at(17)).await, Err(REFUSED));
    }

    #[tokio::test]
    async fn nothing_is_believed_for_being_like_a_token_that_was_verified() {
        let keys = Keys::default();
        let (key, other, store) = (keys.add(), Keys::default().add(), keys.store());
        let token = mint(&key, &Caller::system(), at(0)).unwrap();
        assert!(verify(&store, &token, at(0)).await.is_ok());
        let (said, signature) = token.rsplit_once('.').unwrap();
        let forged = mint(&(key.0.clone(), other.1), &Caller::system(), at(0)).unwrap();
        let turned: String = signature.chars().rev().collect();
        for like in [forged, format!("{said}.{turned}"), said.to_owned(), format!("{token}A"), token[1..].to_owned()] {
            for _ in 0..2 {
                assert_eq!(verify(&store, &like, at(0)).await, Err(REFUSED), "{like}");
            }
        }
    }

    #[tokio::test]
    async fn a_token_of_a_view_names_both_people_and_is_of_another_audience() {
        let keys = Keys::default();
        let (key, store) = (keys.add(), keys.store());
        let viewer = Caller { person: PersonId(Uuid::now_v7()), name: "Karin".into(), ..Caller::system() };
        let token = mint_view(&key, &Caller::system(), &viewer, at(0)).unwrap();
        let claims = verify(&store, &token, at(0)).await.unwrap();
        assert_eq!((claims.sub, claims.session_person()), (Caller::system().person, viewer.person));
        assert_eq!(claims.aud, VIEW_AUDIENCE);
        assert_eq!(claims.caller().person, claims.sub);
        // Neither kind of token is taken for the other.
        for changed in [Claims { aud: AUDIENCE.into(), ..claims.clone() }, Claims { act: None, ..claims }] {
            let header = Header { typ: Some(TYPE.into()), kid: Some(key.0.clone()), ..Header::new(Algorithm::EdDSA) };
            let token = jsonwebtoken::encode(&header, &changed, &EncodingKey::from_ed_der(&key.1)).unwrap();
            assert_eq!(verify(&store, &token, at(0)).await, Err(REFUSED));
        }
    }

    #[test]
    fn so_many_are_remembered_and_those_that_are_over_go_first() {
        let key = Keys::default().add();
        let claims = |text: &str| {
            let part = text.split('.').nth(1).unwrap();
            serde_json::from_slice::<Claims>(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
        };
        let claims = claims(&mint(&key, &Caller::system(), at(0)).unwrap());
        let mut verified = Verified::default();
        for index in 0..MOST_VERIFIED {
            verified.insert(&index.to_string(), &claims, if index == 7 { at(5) } else { at(1) }, at(0));
        }
        verified.insert("new", &claims, at(5), at(2));
        assert_eq!(verified.0.len(), 2);
        assert!(verified.get("7", at(2)).is_some() && verified.get("new", at(2)).is_some());
        assert!(verified.get("7", at(5)).is_none());
        for index in 0..3 * MOST_VERIFIED {
            verified.insert(&index.to_string(), &claims, at(5), at(2));
            assert!(verified.0.len() <= MOST_VERIFIED);
        }
    }
}
