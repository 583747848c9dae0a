//! Repetition of a step whose records change under it.

use crate::call::EarlyResponse;
use portico_domain::error::Error;

/// Error that says whether another change crossed with this one.
pub trait Crossed: From<Error> {
    /// Whether somebody else changed the records, or is changing them.
    fn crossed(&self) -> bool;
}

impl Crossed for Error {
    fn crossed(&self) -> bool {
        matches!(self, Self::Stale | Self::StillRunning)
    }
}

impl Crossed for EarlyResponse {
    fn crossed(&self) -> bool {
        matches!(self, Self::Error(error) if error.crossed())
    }
}

/// Returns the result of a try, or `None` if another change crossed with it and it is to be tried again.
pub fn settled<T, E: Crossed>(result: Result<T, E>) -> Option<Result<T, E>> {
    match result {
        Err(error) if error.crossed() => None,
        settled => Some(settled),
    }
}

/// Returns the result of a step that crossed with another change each time.
///
/// # Errors
///
/// Always fails with [`Error::StillRunning`].
pub fn exhausted<T, E: Crossed>() -> Result<T, E> {
    Err(Error::StillRunning.into())
}

/// Runs a step until no other change crosses with it, at most a number of times: `retry!(3, |number| { … })`. The step
/// reads, decides and commits again each time; it may await, and gets the number of the try, from 1. The value is the
/// step's result; [`Error::StillRunning`] if each try crossed with another change.
#[macro_export]
macro_rules! retry {
    ($most:expr, |$number:pat_param| $step:block) => {{
        let mut tries = 1_usize..=$most;
        loop {
            let Some($number) = tries.next() else { break $crate::retry::exhausted() };
            if let Some(settled) = $crate::retry::settled(async $step.await) {
                break settled;
            }
        }
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn after(results: Vec<Result<u8, Error>>) -> (Result<u8, Error>, usize) {
        let (mut results, mut tries) = (results.into_iter(), 0);
        let result = retry!(3, |number| {
            tries = number;
            results.next().unwrap_or(Err(Error::NotFound))
        });
        (result, tries)
    }

    #[tokio::test]
    async fn a_step_is_repeated_only_while_it_is_crossed() {
        assert_eq!(after(vec![Ok(1)]).await, (Ok(1), 1));
        assert_eq!(after(vec![Err(Error::Stale), Err(Error::StillRunning), Ok(1)]).await, (Ok(1), 3));
        assert_eq!(after(vec![Err(Error::Stale), Err(Error::Forbidden)]).await, (Err(Error::Forbidden), 2));
    }

    #[tokio::test]
    async fn one_that_is_always_crossed_ends() {
        assert_eq!(after(vec![Err(Error::Stale); 3]).await, (Err(Error::StillRunning), 3));
    }
}
