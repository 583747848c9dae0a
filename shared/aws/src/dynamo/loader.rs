//! The loader: records asked for in the same turn of the scheduler are read in one request.
//!
//! The first task to ask waits until everything else that is ready has had its turn, then reads for all. So a page that
//! loads its session, its settings and its record in parallel waits for one answer.

use super::client::Table;
use super::items::Item;
use portico_domain::record::RecordKey;
use portico_domain::store::{StoreError, StoreResult};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

type Answer = oneshot::Sender<StoreResult<Option<Item>>>;
type Awaited = oneshot::Receiver<StoreResult<Option<Item>>>;

/// Largest number of times that a load asks. It asks again if the task that was to read for all was cancelled.
const MOST_TURNS: u32 = 16;

#[derive(Clone, Debug, Default)]
pub(super) struct Loader {
    waiting: Arc<Mutex<Waiting>>,
}

#[derive(Debug, Default)]
struct Waiting {
    asked: Vec<(RecordKey, Answer)>,
    /// Whether a task is going to read.
    led: bool,
}

/// Duty of one task to read for all. If it is dropped before, the waiting tasks notice and ask again.
struct Lead<'a>(&'a Loader);

impl Lead<'_> {
    fn take(self) -> Vec<(RecordKey, Answer)> {
        let asked = self.0.end();
        // Dropping the lead would end that of the next task.
        std::mem::forget(self);
        asked
    }
}

impl Drop for Lead<'_> {
    fn drop(&mut self) {
        drop(self.0.end());
    }
}

impl Loader {
    /// Returns the items of these keys, in their order.
    pub(super) async fn load(&self, table: &Table, keys: &[RecordKey]) -> StoreResult<Vec<Option<Item>>> {
        let mut found: Vec<Option<StoreResult<Option<Item>>>> = keys.iter().map(|_| None).collect();
        for _ in 0..MOST_TURNS {
            let missing: Vec<usize> = (0..keys.len()).filter(|index| found[*index].is_none()).collect();
            if missing.is_empty() {
                break;
            }
            let (lead, answers) = self.ask(missing.iter().map(|index| keys[*index].clone()));
            if let Some(lead) = lead {
                tokio::task::yield_now().await;
                answer_all(table, lead.take()).await;
            }
            for (index, answer) in missing.into_iter().zip(answers) {
                found[index] = answer.await.ok();
            }
        }
        let away = || StoreError::unavailable("reading was begun again too often");
        found.into_iter().map(|answer| answer.ok_or_else(away)?).collect()
    }

    fn ask(&self, keys: impl Iterator<Item = RecordKey>) -> (Option<Lead<'_>>, Vec<Awaited>) {
        let mut waiting = self.lock();
        let answers = keys
            .map(|key| {
                let (answer, receiver) = oneshot::channel();
                waiting.asked.push((key, answer));
                receiver
            })
            .collect();
        let leads = !std::mem::replace(&mut waiting.led, true);
        // Not `then_some`: that would always make a lead, and dropping it would end the current one.
        (leads.then(|| Lead(self)), answers)
    }

    fn end(&self) -> Vec<(RecordKey, Answer)> {
        let mut waiting = self.lock();
        waiting.led = false;
        std::mem::take(&mut waiting.asked)
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn answer_all(table: &Table, asked: Vec<(RecordKey, Answer)>) {
    let mut by_key: HashMap<RecordKey, Vec<Answer>> = HashMap::new();
    for (key, answer) in asked {
        // A task that was cancelled needs no reading.
        if !answer.is_closed() {
            by_key.entry(key).or_default().push(answer);
        }
    }
    let keys: Vec<RecordKey> = by_key.keys().cloned().collect();
    let mut read = table.read(keys).await;
    for (key, answers) in by_key {
        let mut item = match &mut read {
            Ok(items) => Ok(items.remove(&key)),
            Err(failure) => Err(failure.clone()),
        };
        let last = answers.len() - 1;
        for (index, answer) in answers.into_iter().enumerate() {
            let item = if index == last { std::mem::replace(&mut item, Ok(None)) } else { item.clone() };
            // A closed channel means that the asking task was cancelled meanwhile.
            let _ = answer.send(item);
        }
    }
}
