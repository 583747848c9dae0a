//! `POST /v1/session/oidc/complete`: sign in with the answer of the company's identity provider.

use crate::provider::{nonce, return_page, verifier};
use crate::session_start::{denied_touch, device, new_session};
use crate::throttle::Throttle;
use crate::view::SessionView;
use futures::future::{join, try_join3};
use jiff::Timestamp;
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::change::{Change, Commit, Write};
use portico_domain::error::Error;
use portico_domain::fault::chain;
use portico_domain::identity_provider::begun::BegunSignIn;
use portico_domain::identity_provider::ports::{BegunSignIns, ProviderAnswer, ProviderError, ProviderTokens, over};
use portico_domain::identity_provider::settings::IdentityProviderSettings;
use portico_domain::identity_provider::{Arrival, NewcomerIds, ProviderClaims};
use portico_domain::ids::{HatId, PersonId, SessionId};
use portico_domain::invitations::Invitations;
use portico_domain::people::ports::{Credentials, People, Sessions};
use portico_domain::people::{PersonStatus, SESSION_LIFETIME};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::RequestStore;
use portico_domain::settings::{Settings, SettingsDocuments};
use portico_domain::signing::SigningKey;
use portico_domain::store::StoreResult;
use portico_http::hash::sha256_hex;
use portico_http::{Body, Call, EarlyResponse, HandlerResult, ok, retry};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Largest number of tries to sign in while the person changes in between.
const MOST_TRIES: usize = 3;

/// Answer of the identity provider, and the secret of the page that began.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CompleteProviderSignIn {
    /// State that the provider returned with.
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub state: String,
    /// Code that the provider returned with.
    #[schema(min_length = 1, max_length = 4000, format = Password)]
    pub code: String,
    /// Secret that the sign-in was begun with.
    #[schema(min_length = 1, max_length = 200, format = Password)]
    pub secret: String,
}

/// Signs a person in whom the company's identity provider vouches for. It takes no second step here: the provider is
/// trusted to ask for one. Each answer is good once, for ten minutes, in the browser that began.
#[utoipa::path(post, path = "/v1/session/oidc/complete", operation_id = "complete_provider_sign_in", tag = "session",
    request_body = CompleteProviderSignIn, responses((status = 200, description = "Signed in; the refresh token comes as a cookie", body = SessionView)))]
pub async fn complete_provider_sign_in<S>(
    store: &S,
    call: Call<(), Body<CompleteProviderSignIn>>,
) -> HandlerResult<SessionView>
where
    S: RequestStore
        + Rates
        + Settings
        + SettingsDocuments
        + BegunSignIns
        + ProviderTokens
        + Credentials
        + Invitations
        + People
        + Sessions
        + SigningKey
        + Commit
        + Sync,
{
    call.from_own_page()?;
    let state_hash = sha256_hex(call.input.0.state.as_bytes());
    let throttle = Throttle::provider(&state_hash, &call.address);
    let read = try_join3(store.begun_sign_in(&state_hash), store.section(), store.section::<PortalSettings>());
    let ((begun, settings, portal), wait, key) =
        try_join3(read, throttle.count(store, call.now), store.signing_key()).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let company = portal.unwrap_or_default().company_name;
    let vouched = Vouched::by_provider(store, &call, begun, settings, company).await?;
    retry!(MOST_TRIES, |number| {
        // Read again, it may have been used in another tab.
        if number > 1 && store.begun_sign_in(&state_hash).await?.is_none() {
            return Err(over().into());
        }
        let arrival = vouched.arrival(store, call.now).await?;
        let session = SessionId(Uuid::now_v7());
        let own = arrival.and_then(|arrival| arrival.caller(&vouched.settings, session).map(|own| (arrival, own)));
        let Some((arrival, caller)) = own else {
            return refuse(store, &call, &vouched.begun).await;
        };
        let act = call.act_as(caller);
        let (session, refresh) = new_session(&act, arrival.person(), device(&call))?;
        let (person, change) = arrival.let_in(&act, session.record());
        let change = change.write(Write::create(&session)).write(Write::remove(&vouched.begun));
        let view = SessionView::new(&key, &person, &act.caller, act.now)?;
        let done = ok(view).cookie(refresh.cookie(SESSION_LIFETIME));
        let forgiven = async {
            if number == 1 {
                throttle.uncount_quietly(store, &call).await;
            }
        };
        join(call.commit(store, change, done), forgiven).await.0
    })
}

/// Claims of the provider, with the sign-in that they answer.
struct Vouched {
    begun: BegunSignIn,
    settings: IdentityProviderSettings,
    /// Name of the company, for the hats of people whom a rule creates.
    company: String,
    claims: ProviderClaims,
}

impl Vouched {
    /// Exchanges the answer of the provider for its claims. Refuses an answer that is not good.
    async fn by_provider<S: RequestStore + ProviderTokens + Sync>(
        store: &S,
        call: &Call<(), Body<CompleteProviderSignIn>>,
        begun: Option<BegunSignIn>,
        settings: Option<IdentityProviderSettings>,
        company: String,
    ) -> Result<Self, EarlyResponse> {
        let CompleteProviderSignIn { state, code, secret } = &call.input.0;
        let page_hash = sha256_hex(secret.as_bytes());
        let good = begun.zip(settings).filter(|(begun, settings)| begun.stands(settings, &page_hash, call.now));
        let Some((begun, settings)) = good else {
            store.touch(&denied_touch(call, Action::SignInByProvider)).await?;
            return Err(over().into());
        };
        let (code, return_to) = (code.clone(), return_page(call));
        let answer =
            ProviderAnswer { code, return_to, nonce: nonce(state)?, verifier: verifier(state)?, now: call.now };
        match store.provider_claims(&settings, &answer).await {
            Ok(claims) => Ok(Self { begun, settings, company, claims }),
            Err(ProviderError::Refused(fault)) => {
                // The sign-in is not used up: the same answer may be on its way from another tab.
                tracing::warn!(request_id = %call.request_id, cause = %chain(&fault), "the identity provider refuses");
                store.touch(&denied_touch(call, Action::SignInByProvider)).await?;
                Err(over().into())
            }
            Err(failure) => Err(Error::from(failure).into()),
        }
    }

    /// The person whom the claims let in; nothing if there is none who may sign in this way.
    async fn arrival<S: Credentials + Invitations + Sync>(
        &self,
        store: &S,
        now: Timestamp,
    ) -> StoreResult<Option<Arrival>> {
        let Self { settings, company, claims, .. } = self;
        let Some(address) = claims.address(settings) else { return Ok(None) };
        let Some(credential) = store.credential(&address).await? else {
            let ids = NewcomerIds { person: PersonId(Uuid::now_v7()), hat: HatId(Uuid::now_v7()) };
            let rule = settings.rule_for(&address);
            return Ok(rule.map(|rule| Arrival::created(rule, claims, address.clone(), company, ids, now)));
        };
        let person = credential.person;
        let invited = match person.invitation.filter(|_| person.status == PersonStatus::Invited) {
            Some(invitation) => store.invited(person.id, invitation).await?,
            None => None,
        };
        Ok(Arrival::of(person, invited, settings, now))
    }
}

/// Uses the sign-in up for somebody who may not sign in this way, and returns the error.
async fn refuse<S: Commit, I, V>(store: &S, call: &Call<(), I>, begun: &BegunSignIn) -> HandlerResult<V> {
    let change = Change::new(denied_touch(call, Action::SignInByProvider)).write(Write::remove(begun));
    store.commit(change).await.map_err(Error::from)?;
    Err(no_access().into())
}

/// Returns the error for everybody who may not sign in this way. It gives no reason, because a reason would tell who
/// exists.
fn no_access() -> Error {
    let detail = "This account does not let you in here. Sign in another way, or ask the company to let you in.";
    Error::Refused { code: "no_access", detail: detail.into() }
}
