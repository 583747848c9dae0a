//! The second factor of the person who is signed in, with a code that proves that it is them.

use crate::throttle::Throttle;
use crate::totp::proven;
use futures::future::try_join3;
use portico_domain::act::ActionContext;
use portico_domain::attempts::Rates;
use portico_domain::error::Error;
use portico_domain::people::ports::People;
use portico_domain::people::{Person, SecondFactor, SecondFactors};
use portico_http::{Call, EarlyResponse};

/// A person's own second factor, and the code that was used as proof.
pub(crate) struct OwnFactor {
    pub(crate) act: ActionContext,
    pub(crate) person: Person,
    /// The factor as it is stored.
    pub(crate) factor: SecondFactor,
    /// The factor once the code is used.
    pub(crate) used: SecondFactor,
    pub(crate) throttle: Throttle,
}

impl OwnFactor {
    /// Reads the caller's factor. Refuses the field `/code` if it is not good, and everything if the factor is off.
    pub(crate) async fn proven_by<S, I>(store: &S, call: &Call<(), I>, code: &str) -> Result<Self, EarlyResponse>
    where
        S: Rates + People + SecondFactors + Sync,
    {
        let caller = call.token_caller()?;
        let throttle = Throttle::second_factor(caller.person);
        let (person, factor, wait) =
            try_join3(store.person(caller.person), store.second_factor(caller.person), throttle.count(store, call.now))
                .await?;
        let (act, person) = call.authorize(person).await?;
        if let Some(seconds) = wait {
            return Err(Error::TooMany(seconds).into());
        }
        let factor = factor.filter(|factor| factor.confirmed).ok_or_else(|| Error::state("The second step is off."))?;
        let used = proven(&factor, code, call.now)?;
        Ok(Self { act, person, factor, used, throttle })
    }
}
