//! Searching the current version, on this process's own disk.
//!
//! Every few seconds a search first looks for the current version, fetches it if it is another one, and changes over to
//! it. The version that is being searched meanwhile stays until its last search is done. If register or objects are
//! unavailable, the open version keeps answering.

use super::Versions;
use super::disk::Disk;
use crate::tantivy::{Place, TantivyReader, blocking, unpack};
use jiff::{SignedDuration, Timestamp};
use portico_domain::fault::chain;
use portico_domain::search::{SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::watch;
use uuid::Uuid;

/// Pause before a version that could not be opened is tried again: it is fetched as a whole each time.
const AGAIN: SignedDuration = SignedDuration::from_secs(30);

/// Settings for a reader's looks for a newer version.
#[derive(Clone, Debug)]
pub struct Looking {
    /// Shortest time between two looks.
    pub every: SignedDuration,
    /// Longest time that a search waits for a newer version before it takes the open one.
    pub patience: Duration,
    /// Longest time that a search waits if no version is open yet.
    pub first_patience: Duration,
    /// Folder that versions are unpacked into.
    pub folder: PathBuf,
}

impl Looking {
    /// Settings as deployed, with `folder` to unpack in.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            every: SignedDuration::from_secs(3),
            patience: Duration::from_secs(1),
            first_patience: Duration::from_secs(3),
            folder: folder.into(),
        }
    }
}

/// Searches the current version. Clones share the open version.
#[derive(Clone)]
pub struct SnapshotReader<V> {
    shared: Arc<Shared<V>>,
}

struct Shared<V> {
    versions: V,
    looking: Looking,
    disk: Disk,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    open: Option<Arc<Open>>,
    /// Start of the last look, by the wall clock: other clocks stop while Lambda has the process frozen.
    looked: Option<Timestamp>,
    /// Channel that closes when the look under way ends.
    under_way: Option<watch::Receiver<()>>,
    /// Error of the last look, if it failed.
    failure: Option<SearchError>,
    /// Version that could not be opened, and the time from which it may be tried again.
    unusable: Option<(Uuid, Timestamp)>,
}

/// A version being searched.
struct Open {
    object: Uuid,
    reader: TantivyReader,
    _folder: TempDir,
}

impl State {
    fn due(&self, now: Timestamp, every: SignedDuration) -> bool {
        // A look is also due if the clock was set back.
        self.looked.is_none_or(|looked| now < looked || looked + every <= now)
    }

    fn look_under_way(&self) -> Option<watch::Receiver<()>> {
        // A look that has ended without a word has panicked.
        self.under_way.clone().filter(|look| look.has_changed().is_ok())
    }
}

impl<V: Versions> SnapshotReader<V> {
    /// Makes a reader of `versions`. Nothing is fetched before the first search.
    pub fn new(versions: V, looking: Looking) -> Self {
        let disk = Disk::new(looking.folder.clone());
        Self { shared: Arc::new(Shared { versions, looking, disk, state: Mutex::default() }) }
    }

    /// Returns the version to search now.
    async fn current(&self) -> Result<Arc<Open>, SearchError> {
        let (look, open) = self.look_if_due();
        if let Some(mut look) = look {
            let Looking { patience, first_patience, .. } = self.shared.looking;
            let patience = if open { patience } else { first_patience };
            // After the timeout, the look goes on without this search, for the next one.
            let _ = tokio::time::timeout(patience, look.changed()).await;
        }
        let state = self.shared.lock();
        match (&state.open, &state.failure) {
            (Some(open), _) => Ok(Arc::clone(open)),
            (None, Some(failure)) => Err(failure.clone()),
            (None, None) => Err(unavailable("it is still being fetched")),
        }
    }

    /// Returns the look to wait for, if there is one, and whether a version is open already.
    fn look_if_due(&self) -> (Option<watch::Receiver<()>>, bool) {
        let mut state = self.shared.lock();
        let (open, now) = (state.open.is_some(), Timestamp::now());
        if let Some(look) = state.look_under_way() {
            // The search that began the look waits for it; others use the open version.
            return (Some(look).filter(|_| !open), open);
        }
        if !state.due(now, self.shared.looking.every) {
            return (None, open);
        }
        let (ended, look) = watch::channel(());
        state.looked = Some(now);
        state.under_way = Some(look.clone());
        let shared = Arc::clone(&self.shared);
        tokio::spawn(async move {
            let found = shared.look().await;
            let before = shared.settle(found);
            drop(ended);
            // The folder is deleted with the last search of its version.
            drop(before);
        });
        (Some(look), open)
    }
}

impl<V: Versions> Shared<V> {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes over the result of a look, and returns the version that was open before.
    fn settle(&self, found: Result<Option<Open>, SearchError>) -> Option<Arc<Open>> {
        let mut state = self.lock();
        state.under_way = None;
        match found {
            Ok(newer) => {
                state.failure = None;
                newer.and_then(|newer| state.open.replace(Arc::new(newer)))
            }
            Err(failure) => {
                if state.open.is_some() {
                    tracing::warn!(cause = %chain(&failure), "what is open is searched on");
                }
                state.failure = Some(failure);
                None
            }
        }
    }

    /// Looks for the current version, and opens it unless it is open.
    async fn look(&self) -> Result<Option<Open>, SearchError> {
        let mut missing = None;
        loop {
            let register = self.versions.register().await?;
            let Some(version) = register.and_then(|register| register.current) else {
                return Err(unavailable("nothing has been indexed yet"));
            };
            let (open, unusable) = {
                let state = self.lock();
                (state.open.as_ref().map(|open| open.object), state.unusable)
            };
            if open == Some(version.object) {
                return Ok(None);
            }
            let unusable = unusable.is_some_and(|(object, again)| object == version.object && Timestamp::now() < again);
            if unusable || missing == Some(version.object) {
                return Err(unavailable(&format!("version {} cannot be had", version.object)));
            }
            // A version that is gone was so old when it was fetched that there must be another by now.
            match self.versions.fetch(version.object).await? {
                Some(packed) => return self.open(version.object, packed).await.map(Some),
                None => missing = Some(version.object),
            }
        }
    }

    async fn open(&self, object: Uuid, packed: bytes::Bytes) -> Result<Open, SearchError> {
        let folder = self.disk.folder()?;
        let opened = blocking(Place(format!("of version {object}")), move || {
            unpack(&packed, folder.path())?;
            let reader = TantivyReader::open(folder.path())?;
            Ok(Open { object, reader, _folder: folder })
        });
        let opened = opened.await;
        if opened.is_err() {
            self.lock().unusable = Some((object, Timestamp::now() + AGAIN));
        }
        opened
    }
}

fn unavailable(reason: &str) -> SearchError {
    Place("kept as versions".into()).unavailable(reason)
}

impl<V: Versions> SearchReader for SnapshotReader<V> {
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchError> {
        let open = self.current().await?;
        open.reader.search(query).await
    }

    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchError> {
        let open = self.current().await?;
        open.reader.suggest(query).await
    }

    async fn health(&self) -> Result<SearchHealth, SearchError> {
        let open = self.current().await?;
        open.reader.health().await
    }
}
