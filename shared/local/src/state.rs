//! Files that a dev server leaves on disk: its data folder, held by one server at a time, and its state file. Tools
//! learn from the state file where the server listens.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// A megabyte, as disks are sold.
const MEGABYTE: u64 = 1_000_000;

const LOCK: &str = "server.lock";
const DYNAMODB: &str = "dynamodb";
const S3: &str = "s3";
const MAIL: &str = "mail";
/// Folder of the search index. Each format has its own, so that an earlier version that is started again finds its
/// index.
const SEARCH: &str = "search-2";
const SEARCH_BEFORE: &str = "search";
/// The file that the index writes at every change.
const SEARCH_WRITTEN: &str = "meta.json";

/// The folder of one server's data, held until this is dropped.
#[derive(Debug)]
pub struct DataFolder {
    root: PathBuf,
    fresh: bool,
    /// Lock on the folder, which the operating system releases when the process ends in any way.
    _lock: File,
}

impl DataFolder {
    /// Takes the folder, made when it is missing, and empties it first if asked to.
    ///
    /// Fails with one sentence when another server holds it, when it cannot be written, or when its disk has less than
    /// `least_free` megabytes left.
    pub fn open(root: &Path, reset: bool, least_free: u64) -> Result<Self> {
        let unusable = || format!("the data folder {} cannot be used; choose another with --data", root.display());
        fs::create_dir_all(root).with_context(unusable)?;
        let root = root.canonicalize().with_context(unusable)?;
        let lock = lock(&root)?;
        let free = fs4::available_space(&root).with_context(unusable)?;
        check_space(free, least_free, &root)?;
        let folders = [DYNAMODB, S3, MAIL, SEARCH].map(|name| root.join(name));
        if reset {
            for folder in folders.iter().chain([&root.join(SEARCH_BEFORE)]).filter(|folder| folder.exists()) {
                fs::remove_dir_all(folder).with_context(unusable)?;
            }
            // The marks are about the data that was there.
            for mark in ["complete", "filling"].map(|mark| root.join(mark)).iter().filter(|mark| mark.exists()) {
                fs::remove_file(mark).with_context(unusable)?;
            }
        }
        forget_outdated_search(&root).with_context(unusable)?;
        let fresh = !folders[0].exists();
        for folder in &folders {
            fs::create_dir_all(folder).with_context(unusable)?;
        }
        Ok(Self { root, fresh, _lock: lock })
    }

    /// Whether there was no data before.
    pub fn fresh(&self) -> bool {
        self.fresh
    }

    /// The database's folder.
    pub fn dynamodb(&self) -> PathBuf {
        self.root.join(DYNAMODB)
    }

    /// The folder of buckets.
    pub fn s3(&self) -> PathBuf {
        self.root.join(S3)
    }

    /// The mailbox's folder.
    pub fn mail(&self) -> PathBuf {
        self.root.join(MAIL)
    }

    /// The search index's folder.
    pub fn search(&self) -> PathBuf {
        self.root.join(SEARCH)
    }
}

/// Removes the index, which is then made again, if the version before has written its own since: that one knows other
/// articles.
fn forget_outdated_search(root: &Path) -> std::io::Result<()> {
    let written = |folder| fs::metadata(root.join(folder).join(SEARCH_WRITTEN)).and_then(|file| file.modified());
    match (written(SEARCH), written(SEARCH_BEFORE)) {
        (Ok(ours), Ok(theirs)) if theirs > ours => fs::remove_dir_all(root.join(SEARCH)),
        _ => Ok(()),
    }
}

fn lock(root: &Path) -> Result<File> {
    let path = root.join(LOCK);
    let mut options = OpenOptions::new();
    let mut file = options
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .with_context(|| format!("the data folder {} cannot be written", root.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            // The number only helps to find the process; the message is right without it.
            let _ = file.read_to_string(&mut holder);
            let holder = if holder.trim().is_empty() { "another process" } else { holder.trim() };
            bail!(
                "the data folder {} is in use by process {holder}; stop that server, or choose another folder with --data",
                root.display()
            );
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("the data folder {} cannot be locked", root.display()));
        }
    }
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "{}", std::process::id())?;
    Ok(file)
}

fn check_space(free: u64, least: u64, root: &Path) -> Result<()> {
    if free < least.saturating_mul(MEGABYTE) {
        bail!(
            "the disk of the data folder {} has {} MB left and {least} MB are needed; free some, or choose another folder with --data",
            root.display(),
            free / MEGABYTE
        );
    }
    Ok(())
}

/// State of a running dev server, for tools and tests: `.local/dev.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevState {
    /// URL of the portal and, under `/v1`, of the API.
    pub base_url: String,
    /// URL of the page with the mails that were sent.
    pub mailbox_url: String,
    /// Endpoint URLs for SDKs.
    pub endpoints: Endpoints,
    /// People of the demonstration data who can sign in.
    pub logins: Vec<Login>,
}

/// Endpoint URLs for SDKs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Endpoints {
    /// DynamoDB.
    pub dynamodb: String,
    /// S3, path-style.
    pub s3: String,
    /// SES v2.
    pub ses: String,
}

/// A person of the demonstration data who can sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// `customer`, `partner`, `employee` or `staff`.
    pub face: String,
    /// The role of the hat.
    pub role: String,
    /// Name of the person.
    pub name: String,
    /// E-mail address to sign in with.
    pub email: String,
    /// The password, which protects nothing but local data.
    pub password: String,
}

impl DevState {
    /// Writes the state so that a reader finds the old file or the new one, never half of one.
    pub fn write(&self, path: &Path) -> Result<()> {
        let unwritable = || format!("the state file {} cannot be written", path.display());
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(unwritable)?;
        }
        let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        fs::write(&temporary, json).with_context(unwritable)?;
        fs::rename(&temporary, path).with_context(unwritable)
    }

    /// Reads the state that a server wrote.
    pub fn read(path: &Path) -> Result<Self> {
        let json = fs::read(path).with_context(|| format!("no dev server has written {}", path.display()))?;
        serde_json::from_slice(&json).with_context(|| format!("{} cannot be read", path.display()))
    }

    /// Removes the file, unless another server has put its own there since.
    pub fn withdraw(&self, path: &Path) {
        if Self::read(path).is_ok_and(|there| there.base_url == self.base_url) {
            // A file that stays behind does no harm: it names a server that no longer answers.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: u64 = 1;

    fn state(port: u16) -> DevState {
        let url = |offset: u16| format!("http://127.0.0.1:{}", port + offset);
        DevState {
            base_url: url(0),
            mailbox_url: url(1),
            endpoints: Endpoints { dynamodb: url(2), s3: url(3), ses: url(1) },
            logins: vec![Login {
                face: "customer".to_owned(),
                role: "member".to_owned(),
                name: "Ann".to_owned(),
                email: "ann@customer.example".to_owned(),
                password: "a long enough password".to_owned(),
            }],
        }
    }

    #[test]
    fn a_folder_is_laid_out_and_found_again() {
        let parent = tempfile::tempdir().unwrap();
        let root = parent.path().join("deep/data");
        let first = DataFolder::open(&root, false, LEAST).unwrap();
        assert!(first.fresh());
        for folder in [first.dynamodb(), first.s3(), first.mail(), first.search()] {
            assert!(folder.is_dir());
        }
        fs::write(first.mail().join("kept"), "mail").unwrap();
        drop(first);

        let second = DataFolder::open(&root, false, LEAST).unwrap();
        assert!(!second.fresh());
        assert!(second.mail().join("kept").exists());
    }

    #[test]
    fn an_index_is_made_anew_when_the_version_before_has_written_since() {
        let root = tempfile::tempdir().unwrap();
        let ours = DataFolder::open(root.path(), false, LEAST).unwrap().search();
        let theirs = root.path().join(SEARCH_BEFORE);
        fs::create_dir(&theirs).unwrap();
        let write = |folder: &Path, second| {
            let file = File::create(folder.join(SEARCH_WRITTEN)).unwrap();
            file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(second)).unwrap();
        };
        let kept = || {
            let search = DataFolder::open(root.path(), false, LEAST).unwrap().search();
            search.is_dir() && search.join(SEARCH_WRITTEN).exists()
        };
        write(&ours, 2);
        assert!(kept());
        write(&theirs, 1);
        assert!(kept());
        write(&theirs, 3);
        assert!(!kept());
        assert!(theirs.join(SEARCH_WRITTEN).exists(), "theirs is theirs");
    }

    #[test]
    fn a_reset_empties_what_is_ours_and_nothing_else() {
        let root = tempfile::tempdir().unwrap();
        let first = DataFolder::open(root.path(), false, LEAST).unwrap();
        fs::write(first.s3().join("object"), "content").unwrap();
        fs::write(root.path().join("notes.txt"), "mine").unwrap();
        drop(first);

        let second = DataFolder::open(root.path(), true, LEAST).unwrap();
        assert!(second.fresh());
        assert!(!second.s3().join("object").exists());
        assert!(root.path().join("notes.txt").exists());
    }

    #[test]
    fn a_folder_is_held_by_one_server() {
        let root = tempfile::tempdir().unwrap();
        let held = DataFolder::open(root.path(), false, LEAST).unwrap();
        fs::write(held.s3().join("object"), "content").unwrap();
        for reset in [false, true] {
            let message = DataFolder::open(root.path(), reset, LEAST).unwrap_err().to_string();
            assert!(message.contains(&format!("in use by process {};", std::process::id())), "{message}");
            assert!(message.contains("--data") && !message.contains('\n'), "{message}");
        }
        assert!(held.s3().join("object").exists());
        drop(held);
        DataFolder::open(root.path(), false, LEAST).unwrap();
    }

    #[test]
    fn an_unusable_folder_is_refused_in_one_sentence() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        fs::write(&file, "").unwrap();
        let message = format!("{:#}", DataFolder::open(&file.join("data"), false, LEAST).unwrap_err());
        assert!(message.contains("--data") && !message.contains('\n'), "{message}");

        let message = check_space(200 * MEGABYTE - 1, 200, root.path()).unwrap_err().to_string();
        assert!(message.contains("199 MB left") && message.contains("200 MB are needed"), "{message}");
        check_space(200 * MEGABYTE, 200, root.path()).unwrap();
    }

    #[test]
    fn the_state_file_is_replaced_whole_and_withdrawn_by_its_own_server() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".local/dev.json");
        assert!(DevState::read(&path).is_err());
        let first = state(8080);
        first.write(&path).unwrap();
        assert_eq!(DevState::read(&path).unwrap(), first);
        let json: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(json["endpoints"]["ses"], "http://127.0.0.1:8081");
        assert_eq!(json["logins"][0]["face"], "customer");

        let second = state(9090);
        second.write(&path).unwrap();
        first.withdraw(&path);
        assert_eq!(DevState::read(&path).unwrap(), second);
        second.withdraw(&path);
        assert!(!path.exists());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 0, "a temporary file stayed");
    }
}
