//! Sign-ins that were begun and wait for the provider's answer: the browser is at the provider's page.

use super::settings::IdentityProviderSettings;
use crate::record::{Record, RecordKey};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Time that a person has at the provider's page.
pub const BEGUN_LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// A sign-in that was begun. It is used up by the first answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunSignIn {
    /// Hash of the state, which goes to the provider and comes back.
    pub state_hash: String,
    /// Hash of the secret that the page keeps which began: another browser cannot finish.
    pub page_hash: String,
    /// Provider that the browser was sent to.
    pub issuer: String,
    /// ID under which the provider knows this portal.
    pub client_id: String,
    /// Time at which the sign-in is over.
    pub expires_at: Timestamp,
}

impl BegunSignIn {
    /// Begins a sign-in with the provider of these settings.
    pub fn new(settings: &IdentityProviderSettings, state_hash: String, page_hash: String, now: Timestamp) -> Self {
        let (issuer, client_id) = (settings.issuer.clone(), settings.client_id.clone());
        Self { state_hash, page_hash, issuer, client_id, expires_at: now + BEGUN_LIFETIME }
    }

    /// Key of the sign-in with this hash of its state.
    pub fn key_of(state_hash: &str) -> RecordKey {
        RecordKey { partition: format!("{}#{state_hash}", Self::KIND), sort: Self::KIND.into() }
    }

    /// Whether the page with a secret of this hash may finish at `now`, with the provider of these settings.
    pub fn stands(&self, settings: &IdentityProviderSettings, page_hash: &str, now: Timestamp) -> bool {
        settings.enabled
            && self.page_hash == page_hash
            && self.issuer == settings.issuer
            && self.client_id == settings.client_id
            && self.expires_at > now
    }
}

impl Record for BegunSignIn {
    const KIND: &'static str = "begun_sign_in";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(&self.state_hash)
    }
    fn version(&self) -> u64 {
        1
    }
    fn row(&self) {}
    fn expires_at(&self) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}
