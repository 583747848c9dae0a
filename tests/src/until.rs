//! Waiting for something to come true: looked at again and again, never longer than a bound, never slept through.

use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, timeout};

/// Time between two looks.
const PACE: Duration = Duration::from_millis(50);

/// Looks until there is something, and gives it; nothing if `bound` passes first.
pub async fn until<T>(bound: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let looking = async {
        loop {
            pace.tick().await;
            if let Some(found) = look().await {
                return found;
            }
        }
    };
    timeout(bound, looking).await.ok()
}

/// Lets `span` pass: for code that is itself about time, such as the distance of a service.
pub async fn pass(span: Duration) {
    if !span.is_zero() {
        // Nothing comes of it but the end of the time.
        let _ = timeout(span, std::future::pending::<()>()).await;
    }
}
