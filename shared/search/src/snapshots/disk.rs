//! The temporary disk: a folder for each process, with a folder in it for each version that is open.

use crate::tantivy::Place;
use portico_domain::search::SearchError;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;

/// Prefix of the folders of processes.
const PREFIX: &str = "portico-search-";
/// File in each of these folders that its process locks for as long as it lives.
const ALIVE: &str = "alive";

/// Temporary disk, with the folders that versions are unpacked into.
#[derive(Clone)]
pub(super) struct Disk {
    parent: PathBuf,
    own: Arc<Mutex<Option<Own>>>,
}

/// The folder of this process.
struct Own {
    folder: TempDir,
    _alive: File,
}

impl Disk {
    pub(super) fn new(parent: PathBuf) -> Self {
        Self { parent, own: Arc::default() }
    }

    /// Makes a new empty folder, which is deleted when it is dropped.
    pub(super) fn folder(&self) -> Result<TempDir, SearchError> {
        let place = Place(format!("in {}", self.parent.display()));
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        let made = match own.take() {
            Some(made) => made,
            None => begin(&self.parent).map_err(|error| place.unavailable(error))?,
        };
        let folder = TempDir::new_in(made.folder.path()).map_err(|error| place.unavailable(error));
        *own = Some(made);
        folder
    }
}

/// Makes a folder for this process. Removes the folders of processes that have died: Lambda keeps the disk when it
/// starts a new one.
fn begin(parent: &Path) -> io::Result<Own> {
    for entry in fs::read_dir(parent)?.flatten() {
        let path = entry.path();
        let ours = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX));
        if ours && File::open(path.join(ALIVE)).is_ok_and(|alive| alive.try_lock().is_ok()) {
            // Two may do it at once. The next process tries again to remove the rest.
            let _ = fs::remove_dir_all(path);
        }
    }
    let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
    // Locked before it has its name: nobody may take it for the folder of a dead process in between.
    let (early, named) = (folder.path().join("beginning"), folder.path().join(ALIVE));
    let alive = File::create(&early)?;
    alive.lock()?;
    fs::rename(early, named)?;
    Ok(Own { folder, _alive: alive })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folders(parent: &Path) -> usize {
        fs::read_dir(parent).unwrap().count()
    }

    #[test]
    fn a_folder_goes_with_its_handle_and_all_with_the_process() {
        let parent = tempfile::tempdir().unwrap();
        let disk = Disk::new(parent.path().to_owned());
        assert_eq!(folders(parent.path()), 0, "nothing is made before it is needed");
        let (first, second) = (disk.folder().unwrap(), disk.folder().unwrap());
        fs::write(first.path().join("file"), "kept").unwrap();
        let gone = second.path().to_owned();
        drop(second);
        assert!(!gone.exists() && first.path().join("file").exists());
        drop((first, disk));
        assert_eq!(folders(parent.path()), 0);
    }

    #[test]
    fn what_the_dead_left_is_removed_and_what_the_living_have_is_not() {
        let parent = tempfile::tempdir().unwrap();
        let dead = parent.path().join(format!("{PREFIX}dead"));
        fs::create_dir_all(dead.join("version")).unwrap();
        fs::write(dead.join(ALIVE), "").unwrap();
        fs::create_dir(parent.path().join("of-somebody-else")).unwrap();
        let living = Disk::new(parent.path().to_owned());
        let open = living.folder().unwrap();
        assert!(!dead.exists());
        let another = Disk::new(parent.path().to_owned());
        let _folder = another.folder().unwrap();
        assert!(open.path().is_dir());
        assert_eq!(folders(parent.path()), 3);
    }
}
