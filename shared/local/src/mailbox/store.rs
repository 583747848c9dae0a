//! The mails that were accepted: all in memory, and on disk as one JSON object a line.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One mail as it was handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Message ID that the sender was given.
    pub id: String,
    /// Addresses it was sent to, as written by the sender.
    pub to: Vec<String>,
    /// Addresses copied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<String>,
    /// Addresses copied unseen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<String>,
    /// Addresses that answers go to, if not to the sender.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reply_to: Vec<String>,
    /// The sender.
    pub from: String,
    /// The subject.
    pub subject: String,
    /// The plain text part.
    pub text: Option<String>,
    /// The HTML part.
    pub html: Option<String>,
    /// Further headers.
    pub headers: BTreeMap<String, String>,
    /// Tags for the sender's own statistics.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tags: BTreeMap<String, String>,
    /// Time at which the mail was accepted.
    pub at: Timestamp,
}

impl Mail {
    /// Addresses of all recipients.
    pub fn recipients(&self) -> impl Iterator<Item = &str> {
        self.to.iter().chain(&self.cc).chain(&self.bcc).map(String::as_str)
    }
}

/// Returns the address in `Name <address>` or in a bare address.
pub(super) fn bare(address: &str) -> &str {
    let inner = address.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(inner, _)| inner);
    inner.unwrap_or(address).trim()
}

/// Storage of the mails.
#[derive(Debug, Clone, Copy)]
pub enum Storage<'a> {
    /// Memory, which is lost when the mailbox stops.
    Memory,
    /// This folder, which must exist.
    Folder(&'a Path),
}

#[derive(Debug)]
pub(super) struct Store {
    // A std mutex: held only for memory, never over the disk.
    mails: Mutex<Vec<Arc<Mail>>>,
    file: Option<Arc<Mutex<File>>>,
}

impl Store {
    pub(super) fn open(storage: Storage<'_>) -> Result<Self> {
        let Storage::Folder(folder) = storage else {
            return Ok(Self { mails: Mutex::default(), file: None });
        };
        let path = super::file_in(folder);
        let describe = || format!("opening the mails in {}", path.display());
        let mut options = OpenOptions::new();
        let mut file =
            options.read(true).write(true).create(true).truncate(false).open(&path).with_context(describe)?;
        let (mails, whole) = load(&file).with_context(describe)?;
        // A line that a crash left half written was never acknowledged.
        file.set_len(whole).with_context(describe)?;
        file.seek(SeekFrom::End(0)).with_context(describe)?;
        Ok(Self { mails: Mutex::new(mails), file: Some(Arc::new(Mutex::new(file))) })
    }

    /// Stores a mail; when this returns, it is on disk.
    pub(super) async fn add(&self, mail: Mail) -> Result<()> {
        if let Some(file) = &self.file {
            let mut line = serde_json::to_vec(&mail)?;
            line.push(b'\n');
            let file = Arc::clone(file);
            tokio::task::spawn_blocking(move || append(&file, &line)).await??;
        }
        self.mails.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::new(mail));
        Ok(())
    }

    /// Returns the newest mails, to one address or to anybody, and the number of all of them.
    pub(super) fn list(&self, to: Option<&str>, limit: usize) -> (Vec<Arc<Mail>>, usize) {
        let to = to.map(str::trim).filter(|to| !to.is_empty());
        let mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = |mail: &&Arc<Mail>| {
            to.is_none_or(|to| mail.recipients().any(|recipient| bare(recipient).eq_ignore_ascii_case(to)))
        };
        let mut found = Vec::new();
        let mut total = 0;
        for mail in mails.iter().rev().filter(wanted) {
            total += 1;
            if found.len() < limit {
                found.push(Arc::clone(mail));
            }
        }
        (found, total)
    }

    pub(super) fn get(&self, id: &str) -> Option<Arc<Mail>> {
        let mails = self.mails.lock().unwrap_or_else(PoisonError::into_inner);
        mails.iter().rev().find(|mail| mail.id == id).cloned()
    }
}

fn append(file: &Mutex<File>, line: &[u8]) -> std::io::Result<()> {
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    let before = file.stream_position()?;
    let written = file.write_all(line).and_then(|()| file.sync_data());
    if written.is_err() {
        // A disk that is full must not leave half a line for the next mail to be appended to.
        file.set_len(before)?;
        file.seek(SeekFrom::Start(before))?;
    }
    written
}

/// Reads the lines that are whole, and counts their bytes.
fn load(file: &File) -> Result<(Vec<Arc<Mail>>, u64)> {
    let mut reader = BufReader::new(file);
    let mut mails = Vec::new();
    let mut whole = 0;
    let mut line = Vec::new();
    loop {
        line.clear();
        let length = reader.read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Ok((mails, whole));
        }
        let mail = serde_json::from_slice(&line).with_context(|| format!("mail {}", mails.len() + 1))?;
        mails.push(Arc::new(mail));
        whole += u64::try_from(length)?;
    }
}
