//! The runner as a Lambda function: the table's stream wakes it for new jobs, a schedule for those that have come due.
//! Which event woke it does not matter: it looks for itself at what is due.

use crate::effects::Effects;
use crate::run::{Ran, Runner};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;
use std::time::Duration;

/// The list of due jobs is an index, and follows the table by moments: after this the newest jobs are in it.
const INDEX_FOLLOWS: Duration = Duration::from_millis(150);
/// How often it is looked at again for jobs that have just been announced.
const LOOKS: u32 = 4;

/// Carries out jobs whenever an event comes, until Lambda ends the process. `store` is made once, before the first.
///
/// # Errors
/// When the process cannot start: configuration is missing or wrong. Lambda shows the text in its log.
pub fn run<S, E>(store: impl FnOnce() -> Result<S, E>) -> Result<(), Error>
where
    S: Effects + 'static,
    E: std::fmt::Display,
{
    portico_http::lambda::log_as_json();
    let portal_url = std::env::var("PORTICO_PORTAL_URL").map_err(|_| "PORTICO_PORTAL_URL is not set")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        let store: &'static S = Box::leak(Box::new(store().map_err(|error| error.to_string())?));
        let runner = Runner::new(store, portal_url);
        lambda_runtime::run(service_fn(move |event: LambdaEvent<Value>| answer(runner.clone(), event.payload))).await
    })
}

/// A failure goes back to Lambda, which hands the event over again: the store did not answer.
async fn answer<S: Effects>(runner: Runner<S>, event: Value) -> Result<Value, Error> {
    let announced = event.get("Records").is_some_and(Value::is_array);
    let mut ran = runner.run().await?;
    for _ in 1..if announced { LOOKS } else { 1 } {
        if ran != Ran::default() {
            break;
        }
        tokio::time::sleep(INDEX_FOLLOWS).await;
        ran = runner.run().await?;
    }
    Ok(serde_json::json!({ "done": ran.done, "put_off": ran.put_off, "parked": ran.parked }))
}
