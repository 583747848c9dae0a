//! Fills the database of a stopped dev server straight in its file: many items in each transaction, without waiting for
//! the disk until the end. The file of a filling that is cut short must be deleted.

use anyhow::{Context, Result};
use dynoxide::{Database, ImportOptions, Item};
use portico_local::dynamo;
use portico_local::wiring::TABLE;
use std::fs::File;
use std::path::Path;
use std::sync::mpsc::{SyncSender, sync_channel};

/// Number of items in one transaction.
const AT_ONCE: usize = 20_000;

/// Writes items, given as JSON texts, over existing ones. Leaves the file written to the disk and without a journal.
pub fn fill(folder: &Path, items: impl Iterator<Item = String> + Send) -> Result<()> {
    let file = dynamo::file(folder);
    let database = Database::new(file.to_str().context("a folder whose name is not UTF-8")?)?;
    database.enable_bulk_loading()?;
    // One thread reads what another writes: each takes about as long.
    let (sender, batches) = sync_channel(1);
    std::thread::scope(|threads| {
        threads.spawn(|| read(items, sender));
        for batch in batches {
            database.import_items(TABLE, batch?, ImportOptions::default())?;
        }
        Ok::<_, anyhow::Error>(())
    })?;
    // The last to close it puts the journal into the file.
    drop(database);
    File::open(&file)?.sync_all()?;
    Ok(())
}

fn read(mut items: impl Iterator<Item = String>, batches: SyncSender<Result<Vec<Item>>>) {
    loop {
        let batch =
            items.by_ref().take(AT_ONCE).map(|item| serde_json::from_str(&item).context("an item that is none"));
        let batch: Result<Vec<Item>> = batch.collect();
        let ended = batch.as_ref().map_or(true, Vec::is_empty);
        // Nobody takes it when writing has failed.
        if batches.send(batch).is_err() || ended {
            break;
        }
    }
}
