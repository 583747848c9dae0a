//! Access tokens: JSON Web Tokens (RFC 9068, RFC 8037) signed with Ed25519, ten minutes long. The auth functions mint
//! them with the private key; everybody else verifies them with the public ones.

use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use portico_domain::caller::{Caller, Hat, HatKind, Role};
use portico_domain::failure::Failure;
use portico_domain::ids::{AccountId, HatId, PartnerId, PersonId, QueueId, SessionId};
use portico_domain::ports::Gate;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

/// How long an access token is good.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(10);
/// How long public keys are kept in memory.
const KEYS_KEPT: SignedDuration = SignedDuration::from_mins(5);
const ISSUER: &str = "portico";
const AUDIENCE: &str = "portico-api";
/// RFC 9068, section 2.1.
const TYPE: &str = "at+jwt";

/// What an access token says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    iat: i64,
    exp: i64,
    /// Who.
    pub sub: PersonId,
    /// In which session.
    pub sid: SessionId,
    /// Their name, for the ledger.
    pub name: String,
    /// With which hat.
    pub hat: HatClaims,
}

impl Claims {
    /// The caller as the token describes them: good for choosing what to read, until the session has been checked.
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

/// The hat in a token: enough to know which list to read before the session has been checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HatClaims {
    /// Its id.
    pub id: HatId,
    /// What it belongs to.
    pub kind: HatKind,
    /// What it is for.
    pub role: Role,
    /// Its account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// Its partner company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partner: Option<PartnerId>,
    /// Its queues.
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

/// A token for a session, signed with `key`: its id and PKCS #8 bytes.
pub fn mint(key: &(String, Vec<u8>), caller: &Caller, now: Timestamp) -> Result<String, Failure> {
    let header = Header { typ: Some(TYPE.into()), kid: Some(key.0.clone()), ..Header::new(Algorithm::EdDSA) };
    let claims = Claims {
        iss: ISSUER.into(),
        aud: AUDIENCE.into(),
        iat: now.as_second(),
        exp: (now + LIFETIME).as_second(),
        sub: caller.person,
        sid: caller.session,
        name: caller.name.clone(),
        hat: (&caller.hat).into(),
    };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_ed_der(&key.1))
        .map_err(|error| Failure::Internal(format!("an access token could not be signed: {error}")))
}

struct Kept {
    key: DecodingKey,
    until: Timestamp,
}

static KEYS: LazyLock<RwLock<HashMap<String, Kept>>> = LazyLock::new(RwLock::default);

/// What a token says, if it was signed by one of our keys and is still good.
pub async fn verify<S: Gate>(store: &S, token: &str, now: Timestamp) -> Result<Claims, Failure> {
    let refused = Failure::NotSignedIn("not_signed_in");
    let header = jsonwebtoken::decode_header(token).map_err(|_| refused.clone())?;
    if header.alg != Algorithm::EdDSA || header.typ.as_deref() != Some(TYPE) {
        return Err(refused);
    }
    let kid = header.kid.ok_or_else(|| refused.clone())?;
    let key = if let Some(key) = kept(&kid, now) {
        key
    } else {
        keep(&store.verification_keys().await?, now)?;
        kept(&kid, now).ok_or_else(|| refused.clone())?
    };
    read(token, &key, now)
}

fn read(token: &str, key: &DecodingKey, now: Timestamp) -> Result<Claims, Failure> {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // Judged below against the caller's clock.
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Claims>(token, key, &validation);
    let claims = claims.map_err(|_| Failure::NotSignedIn("not_signed_in"))?.claims;
    if claims.exp <= now.as_second() {
        return Err(Failure::NotSignedIn("token_expired"));
    }
    Ok(claims)
}

/// Fails unless a token that `key` signs would be taken by whoever knows this key set and nothing else. The token stands for
/// nobody and goes nowhere.
pub fn prove(key: &(String, Vec<u8>), set: &str, now: Timestamp) -> Result<(), Failure> {
    let set: JwkSet = serde_json::from_str(set)
        .map_err(|error| Failure::Internal(format!("the verification keys cannot be read: {error}")))?;
    let half = set.find(&key.0).and_then(|jwk| DecodingKey::from_jwk(jwk).ok());
    let half = half.ok_or_else(|| Failure::Internal(format!("the public half of {} is not known", key.0)))?;
    let token = mint(key, &Caller::system(), now)?;
    let refused = |failure| Failure::Internal(format!("what {} signs is not accepted: {failure:?}", key.0));
    read(&token, &half, now).map(drop).map_err(refused)
}

fn kept(kid: &str, now: Timestamp) -> Option<DecodingKey> {
    let keys = KEYS.read().ok()?;
    keys.get(kid).filter(|kept| kept.until > now).map(|kept| kept.key.clone())
}

fn keep(set: &str, now: Timestamp) -> Result<(), Failure> {
    let set: JwkSet = serde_json::from_str(set)
        .map_err(|error| Failure::Internal(format!("the verification keys cannot be read: {error}")))?;
    let mut keys = KEYS.write().map_err(|_| Failure::Internal("the verification keys are poisoned".into()))?;
    for jwk in &set.keys {
        if let (Some(kid), Ok(key)) = (&jwk.common.key_id, DecodingKey::from_jwk(jwk)) {
            keys.insert(kid.clone(), Kept { key, until: now + KEYS_KEPT });
        }
    }
    Ok(())
}
