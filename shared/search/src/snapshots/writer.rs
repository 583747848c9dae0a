//! Keeping the index: one new version for each call that changes something.

use super::disk::Disk;
use super::{Register, Shelf};
use crate::tantivy::{Place, TantivyWriter, Work, blocking, is_current, pack, unpack};
use bytes::Bytes;
use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use portico_domain::fault::chain;
use portico_domain::ids::ArticleId;
use portico_domain::search::{Rebuild, SearchDocument, SearchError, SearchWriter};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::sync::Mutex;
use uuid::Uuid;

/// First pause of a writer that finds another one at work. It doubles each time, up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(40);
const LONGEST_PAUSE: Duration = Duration::from_millis(640);

/// Largest number of old versions that one publication deletes.
const DELETED_AT_ONCE: usize = 20;
/// Longest time for deleting old versions. Those that are not deleted by then stay on the list.
const DELETES_FOR: Duration = Duration::from_secs(5);

/// Settings of a writer.
#[derive(Clone, Debug)]
pub struct Writing {
    /// Duration of the lease. A writer that takes longer may lose it, and has then worked in vain.
    pub lease: SignedDuration,
    /// Longest time that the writer waits for another one to be done.
    pub patience: Duration,
    /// Time that a retired version is kept: longer than any reader takes to fetch it.
    pub kept: SignedDuration,
    /// Folder that versions are unpacked into.
    pub folder: PathBuf,
}

impl Writing {
    /// Settings as deployed, with `folder` to unpack in.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self {
            lease: SignedDuration::from_secs(60),
            patience: Duration::from_secs(20),
            kept: SignedDuration::from_mins(2),
            folder: folder.into(),
        }
    }
}

/// Writes versions. Clones take turns; other processes do by the lease.
#[derive(Clone)]
pub struct SnapshotWriter<S> {
    shelf: S,
    writing: Writing,
    disk: Disk,
    /// The version written last, still unpacked: the next one need not be fetched if nobody else has written since.
    at_hand: Arc<Mutex<Option<AtHand>>>,
    /// Objects that have been deleted and could not be taken off the list yet.
    deleted: Arc<std::sync::Mutex<Vec<Uuid>>>,
}

/// A version on this disk.
struct AtHand {
    object: Uuid,
    folder: TempDir,
}

impl<S: Shelf> SnapshotWriter<S> {
    /// Makes a writer of the versions on `shelf`.
    pub fn new(shelf: S, writing: Writing) -> Self {
        let disk = Disk::new(writing.folder.clone());
        Self { shelf, writing, disk, at_hand: Arc::default(), deleted: Arc::default() }
    }

    async fn write(&self, work: Work) -> Result<(), SearchError> {
        let mut at_hand = self.at_hand.lock().await;
        let (object, register) = self.take().await?;
        let made = self.make(&register, at_hand.take(), work).await;
        match made {
            Ok(Made { folder, packed: Some(packed) }) => {
                self.publish(&register, object, packed).await?;
                *at_hand = Some(AtHand { object, folder });
                Ok(())
            }
            Ok(Made { folder, packed: None }) => {
                *at_hand = register.current.map(|version| AtHand { object: version.object, folder });
                // If the lease cannot be given back, it ends by itself.
                let _ = self.replace(&register, &register.released()).await;
                Ok(())
            }
            Err(failure) => {
                let _ = self.replace(&register, &register.given_up(Timestamp::now())).await;
                Err(failure)
            }
        }
    }

    /// Takes the lease for a new object.
    async fn take(&self) -> Result<(Uuid, Register), SearchError> {
        let object = Uuid::now_v7();
        let (begun, mut pause) = (Instant::now(), FIRST_PAUSE);
        loop {
            let register = self.shelf.register().await?.unwrap_or_default();
            if let Some(taken) = register.taken(object, Timestamp::now(), self.writing.lease)
                && self.replace(&register, &taken).await?
            {
                return Ok((object, taken));
            }
            if begun.elapsed() >= self.writing.patience {
                return Err(place(object).unavailable("another writer is at work"));
            }
            // Writers that wait for the same lease do not come back at the same time.
            let apart = Duration::from_millis(u64::from(object.as_bytes()[15] % 32));
            tokio::time::sleep(pause + apart).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Writes the register over `before`, and reports whether it is written.
    async fn replace(&self, before: &Register, next: &Register) -> Result<bool, SearchError> {
        if self.shelf.replace(before.version, next).await? {
            return Ok(true);
        }
        // If the first answer was lost and the call repeated, the second time finds what the first has written.
        Ok(self.shelf.register().await?.as_ref() == Some(next))
    }

    /// Makes the version after the current one; no bytes if it would be the same.
    async fn make(&self, register: &Register, at_hand: Option<AtHand>, work: Work) -> Result<Made, SearchError> {
        let rebuild = matches!(work, Work::ReplaceAll(_));
        let folder = self.unpacked(register, at_hand, rebuild).await?;
        let (folder, writer) = match (open(folder).await, rebuild) {
            (Ok(opened), _) => opened,
            // Made by another version of this code, or damaged: everything is put in again anyhow.
            (Err(_), true) => open(self.disk.folder()?).await?,
            (Err(failure), false) => return Err(failure),
        };
        let changed = writer.apply(work).await?;
        writer.finish().await?;
        if !changed && register.current.is_some() {
            return Ok(Made { folder, packed: None });
        }
        let path = folder.path().to_owned();
        let packed = blocking(Place("being packed".into()), move || pack(&path)).await?;
        Ok(Made { folder, packed: Some(packed.into()) })
    }

    /// Returns a folder with the current version, or an empty one if there is none to build on.
    async fn unpacked(
        &self,
        register: &Register,
        at_hand: Option<AtHand>,
        rebuild: bool,
    ) -> Result<TempDir, SearchError> {
        let Some(version) = register.current else { return self.disk.folder() };
        if let Some(at_hand) = at_hand.filter(|at_hand| at_hand.object == version.object) {
            return Ok(at_hand.folder);
        }
        let folder = self.disk.folder()?;
        match self.shelf.fetch(version.object).await? {
            Some(packed) => {
                let path = folder.path().to_owned();
                match blocking(place(version.object), move || unpack(&packed, &path)).await {
                    Err(_) if rebuild => self.disk.folder(),
                    unpacked => unpacked.map(|()| folder),
                }
            }
            None if rebuild => Ok(folder),
            None => Err(place(version.object).unavailable("it is gone: rebuild it")),
        }
    }

    /// Stores the new version and makes it current. Only then are outdated versions deleted: the new version is
    /// current, however many there are and whatever becomes of them.
    async fn publish(&self, register: &Register, object: Uuid, packed: Bytes) -> Result<(), SearchError> {
        let bytes = packed.len() as u64;
        if let Err(failure) = self.shelf.store(object, packed).await {
            let _ = self.replace(register, &register.given_up(Timestamp::now())).await;
            return Err(failure);
        }
        let deleted = self.deleted();
        let next = register.published(object, bytes, Timestamp::now(), &deleted);
        if !self.replace(register, &next).await? {
            // The writer that took the lease has put the object on the list of those to delete.
            self.remember(deleted);
            return Err(place(object).unavailable("it took too long, and another writer has taken over"));
        }
        tracing::info!(version = next.number(), %object, bytes, "a version of the search index");
        self.tidy(&next).await;
        Ok(())
    }

    /// Deletes some outdated objects, and takes them off the list unless another writer has begun: that one must find
    /// the register that it took. This writer then remembers them for the next time.
    async fn tidy(&self, register: &Register) {
        let mut outdated = register.outdated(Timestamp::now(), self.writing.kept);
        outdated.truncate(DELETED_AT_ONCE);
        if outdated.is_empty() {
            return;
        }
        let deleting = join_all(outdated.into_iter().map(|object| async move {
            match self.shelf.discard(object).await {
                Ok(()) => self.remember(vec![object]),
                // The object stays on the list.
                Err(failure) => tracing::warn!(%object, cause = %chain(&failure), "a version was not removed"),
            }
        }));
        if tokio::time::timeout(DELETES_FOR, deleting).await.is_err() {
            tracing::warn!("not all outdated versions were removed in time");
        }
        let deleted = self.deleted();
        if !deleted.is_empty() && !matches!(self.replace(register, &register.without(&deleted)).await, Ok(true)) {
            self.remember(deleted);
        }
    }

    /// Takes the objects that have been deleted and are still on the list, as far as this writer knows, and forgets
    /// them.
    fn deleted(&self) -> Vec<Uuid> {
        std::mem::take(&mut *self.deleted.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn remember(&self, deleted: Vec<Uuid>) {
        self.deleted.lock().unwrap_or_else(PoisonError::into_inner).extend(deleted);
    }
}

/// A new version, in a folder and packed.
struct Made {
    folder: TempDir,
    packed: Option<Bytes>,
}

fn place(object: Uuid) -> Place {
    Place(format!("of version {object}"))
}

async fn open(folder: TempDir) -> Result<(TempDir, TantivyWriter), SearchError> {
    blocking(Place("being written".into()), move || {
        let writer = TantivyWriter::open(folder.path())?;
        Ok((folder, writer))
    })
    .await
}

impl<S: Shelf> SearchWriter for SnapshotWriter<S> {
    async fn put(&self, documents: &[SearchDocument]) -> Result<(), SearchError> {
        self.write(Work::Put(documents.to_vec())).await
    }

    async fn remove(&self, id: ArticleId, version: u64) -> Result<(), SearchError> {
        self.write(Work::Remove(id, version)).await
    }

    async fn replace_all(&self, rebuild: Rebuild) -> Result<(), SearchError> {
        self.write(Work::ReplaceAll(rebuild)).await
    }

    async fn is_current(&self) -> Result<bool, SearchError> {
        let Some(version) = self.shelf.register().await?.and_then(|register| register.current) else {
            return Ok(false);
        };
        let Some(packed) = self.shelf.fetch(version.object).await? else { return Ok(false) };
        let folder = self.disk.folder()?;
        blocking(place(version.object), move || {
            unpack(&packed, folder.path())?;
            is_current(folder.path())
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Version, Versions};
    use super::*;
    use portico_domain::search::Synonyms;
    use std::collections::HashMap;

    type Contents = (Option<Register>, HashMap<Uuid, Bytes>);

    /// A register and objects, in memory.
    #[derive(Clone, Default)]
    struct InMemory(Arc<std::sync::Mutex<Contents>>);

    impl Versions for InMemory {
        async fn register(&self) -> Result<Option<Register>, SearchError> {
            Ok(self.0.lock().unwrap().0.clone())
        }

        async fn fetch(&self, object: Uuid) -> Result<Option<Bytes>, SearchError> {
            Ok(self.0.lock().unwrap().1.get(&object).cloned())
        }
    }

    impl Shelf for InMemory {
        async fn replace(&self, expected: u64, next: &Register) -> Result<bool, SearchError> {
            let mut kept = self.0.lock().unwrap();
            let is_expected = kept.0.as_ref().map_or(0, |register| register.version) == expected;
            if is_expected {
                kept.0 = Some(next.clone());
            }
            Ok(is_expected)
        }

        async fn store(&self, object: Uuid, packed: Bytes) -> Result<(), SearchError> {
            self.0.lock().unwrap().1.insert(object, packed);
            Ok(())
        }

        async fn discard(&self, object: Uuid) -> Result<(), SearchError> {
            self.0.lock().unwrap().1.remove(&object);
            Ok(())
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_version_of_another_format_is_not_current_until_it_is_rebuilt() {
        let (other, disk) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut schema = ::tantivy::schema::Schema::builder();
        schema.add_text_field("title", ::tantivy::schema::TEXT);
        ::tantivy::Index::create_in_dir(other.path(), schema.build()).unwrap();
        let packed: Bytes = pack(other.path()).unwrap().into();
        let shelf = InMemory::default();
        let writer = SnapshotWriter::new(shelf.clone(), Writing::in_folder(disk.path()));
        assert_eq!(writer.is_current().await, Ok(false), "there is no version yet");

        let version = Version { number: 1, object: Uuid::from_u128(1), bytes: 1, since: Timestamp::UNIX_EPOCH };
        let register = Register { version: 1, current: Some(version), ..Register::default() };
        assert_eq!(shelf.replace(0, &register).await, Ok(true));
        shelf.store(version.object, packed).await.unwrap();
        assert_eq!(writer.is_current().await, Ok(false));
        let put = writer.take_out_of_nothing().await;
        assert!(matches!(put, Err(SearchError::Unavailable(_))), "it takes nothing: {put:?}");

        let rebuild = Rebuild { documents: Vec::new(), synonyms: Synonyms::default(), as_of: Timestamp::UNIX_EPOCH };
        writer.replace_all(rebuild).await.unwrap();
        assert_eq!(writer.is_current().await, Ok(true));
        assert_eq!(writer.take_out_of_nothing().await, Ok(()));
        assert_eq!(writer.is_current().await, Ok(true), "and what is changed later leaves it so");
    }

    impl SnapshotWriter<InMemory> {
        /// A small change.
        async fn take_out_of_nothing(&self) -> Result<(), SearchError> {
            self.remove(ArticleId(Uuid::nil()), 1).await
        }
    }
}
