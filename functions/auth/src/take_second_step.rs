//! `POST /v1/session/totp`: the second step of signing in.

use crate::second_step::Challenge;
use crate::session_start::{begin_session, denied_touch, device, own_caller};
use crate::throttle::Throttle;
use crate::totp::used;
use crate::view::SessionView;
use futures::future::{join, try_join, try_join3};
use portico_domain::action::Action;
use portico_domain::attempts::Rates;
use portico_domain::change::{Commit, Write};
use portico_domain::error::Error;
use portico_domain::ids::PersonId;
use portico_domain::people::jobs::SecurityNotice;
use portico_domain::people::ports::{People, Sessions};
use portico_domain::people::{Person, SecondFactor, SecondFactors};
use portico_domain::ports::RequestStore;
use portico_domain::signing::SigningKey;
use portico_domain::store::StoreResult;
use portico_http::{Body, Call, HandlerResult, retry};
use serde::Deserialize;
use utoipa::ToSchema;

/// Largest number of tries to sign in while the person or the second factor changes in between.
const MOST_TRIES: usize = 3;

/// Answer to the challenge of the first step.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondStep {
    /// Challenge that the first step was answered with.
    #[schema(min_length = 1, max_length = 600, format = Password)]
    pub challenge: String,
    /// Code of the app, or a recovery code. Spaces and dashes do not matter.
    #[schema(min_length = 6, max_length = 40, format = Password)]
    pub code: String,
}

/// Signs a person in by the code of their app, or by a recovery code. Each code and each challenge is good
/// once. After five minutes the challenge is over, and signing in begins again.
#[utoipa::path(post, path = "/v1/session/totp", operation_id = "take_second_step", tag = "session",
    request_body = SecondStep, responses((status = 200, description = "Signed in; the refresh token comes as a cookie", body = SessionView)))]
pub async fn take_second_step<S>(store: &S, call: Call<(), Body<SecondStep>>) -> HandlerResult<SessionView>
where
    S: RequestStore + Rates + SecondFactors + People + Sessions + SigningKey + Commit + Sync,
{
    call.from_own_page()?;
    let Some(challenge) = Challenge::open(&call.input.0.challenge, call.now)? else {
        if let Some(seconds) = Throttle::challenge(&call.address).count(store, call.now).await? {
            return Err(Error::TooMany(seconds).into());
        }
        store.touch(&denied_touch(&call, Action::TakeSecondStep)).await?;
        return Err(Error::NotSignedIn("challenge_over").into());
    };
    let throttle = Throttle::second_factor(challenge.person);
    let (found, wait, key) =
        try_join3(find(store, challenge.person), throttle.count(store, call.now), store.signing_key()).await?;
    if let Some(seconds) = wait {
        return Err(Error::TooMany(seconds).into());
    }
    let mut first = Some(found);
    retry!(MOST_TRIES, |number| {
        // Read again, the code may have been used in another tab, or the person disabled.
        let found = match first.take() {
            Some(first) => first,
            None => find(store, challenge.person).await?,
        };
        let good = match found {
            Some((factor, person)) if challenge.is_of(&person) => {
                let own = own_caller(&person);
                let used = used(&factor, &call.input.0.code, call.now)?;
                let next = used.and_then(|next| next.answering(challenge.answered(&call.input.0.challenge), call.now));
                next.zip(own).map(|(next, caller)| (factor, next, person, caller))
            }
            _ => None,
        };
        let Some((factor, next, person, caller)) = good else {
            store.touch(&denied_touch(&call, Action::TakeSecondStep)).await?;
            return Err(Error::NotSignedIn("sign_in_failed").into());
        };
        let act = call.act_as(caller);
        let (change, done) = begin_session(&act, &key, &person, device(&call))?;
        let recovered = next.recovery_hashes.len() < factor.recovery_hashes.len();
        let notice = recovered.then(|| person.notice(&act, SecurityNotice::RecoveryCodeUsed, &device(&call)));
        let change = change.write(Write::replace(&next, factor.version)).jobs(notice);
        let forgiven = async {
            if number == 1 {
                throttle.uncount_quietly(store, &call).await;
            }
        };
        join(call.commit(store, change, done), forgiven).await.0
    })
}

/// Reads the second factor of a person with the person; nothing if either is missing.
async fn find<S: SecondFactors + People>(store: &S, person: PersonId) -> StoreResult<Option<(SecondFactor, Person)>> {
    let ids = [person];
    let (factor, people) = try_join(store.second_factor(person), store.people(&ids)).await?;
    Ok(factor.zip(people.into_iter().next()))
}
