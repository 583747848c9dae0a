//! Uploads and the files that records claim from them. [`kinds`] recognises the kind of a file.

mod kinds;

pub mod jobs;
pub mod ports;
pub mod record;
pub mod settings;

use crate::act::ActionContext;
use crate::change::{Change, Write};
use crate::error::{Error, FieldError};
use crate::files::jobs::DiscardUpload;
pub use crate::files::kinds::AllowedFiles;
use crate::files::settings::FileSettings;
use crate::ids::{PersonId, UploadId};
use crate::jobs::Job;
use crate::record::{Ownership, RecordKind, RecordRef, Resource};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Largest size of a file, in bytes.
pub const LARGEST_FILE: u64 = 25 * 1024 * 1024;
/// Largest number of files that can be attached when a ticket is opened.
pub const FILES_AT_OPENING: usize = 4;
/// Largest number of files that can be attached to one reply.
pub const FILES_PER_REPLY: usize = 10;
/// Time for which the link of an upload is valid.
pub const UPLOAD_LINK_LIFETIME: SignedDuration = SignedDuration::from_mins(15);
/// Time for which a download link is valid.
pub const DOWNLOAD_LINK_LIFETIME: SignedDuration = SignedDuration::from_secs(30);
/// Time for which an upload waits to be claimed by a record.
pub const UNCLAIMED_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// State of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadState {
    /// Announced; the bytes may be on their way.
    Pending,
    /// Arrived and found to be what was announced.
    Ready,
    /// Belongs to a record.
    Claimed,
}

/// A file on its way to a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// ID of the upload; also the name of the stored object.
    pub id: UploadId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Person who uploads the file.
    pub owner: PersonId,
    /// File name as the person had it.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type (RFC 6838).
    pub media_type: String,
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// State of the upload.
    pub state: UploadState,
    /// Time at which the upload was announced.
    pub created_at: Timestamp,
}

/// Announcement of an upload: the name, size and hash of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    /// File name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// Properties of an uploaded object, as the store found them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredObject {
    /// Size in bytes.
    pub size: u64,
    /// SHA-256 in lower-case hexadecimal, computed by the store.
    pub sha256: String,
    /// Media type recognised from the first bytes, if any.
    pub sniffed: Option<String>,
    /// Whether the first bytes are those of a program.
    pub executable: bool,
    /// Headers stored with the object that were not announced, such as `Content-Encoding`.
    pub unannounced: Vec<String>,
}

/// Characters that change the direction of the text after them. A name with one of them may hide its real ending.
const TURNS: &[char] = &[
    '\u{061c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}',
    '\u{2067}', '\u{2068}', '\u{2069}',
];

impl Upload {
    /// Announces an upload.
    pub fn announce(
        act: &ActionContext,
        announced: Announcement,
        settings: &FileSettings,
    ) -> Result<(Self, Change), Error> {
        let mut errors = Vec::new();
        let ending = kinds::ending_of(&announced.name);
        let media_type = settings.media_type(&ending);
        let not_a_name = |character: char| matches!(character, '/' | '\\') || character.is_control();
        if announced.name.contains(not_a_name) || announced.name.contains(TURNS) {
            errors.push(FieldError::new(
                "/name",
                "not_a_file_name",
                "A file name cannot hold slashes or control characters.",
            ));
        }
        if media_type.is_none() {
            let refused = if ending.is_empty() {
                "The file name has no ending, so its type is unknown.".to_owned()
            } else {
                format!(".{ending} files cannot be attached.")
            };
            let possible: Vec<&str> = settings.endings().collect();
            let detail = format!("{refused} Possible are: {}.", possible.join(", "));
            errors.push(FieldError::new("/name", "file_type_refused", detail));
        }
        if announced.size > LARGEST_FILE {
            errors.push(FieldError::new("/size", "file_too_large", "A file can have 25 MB at most."));
        }
        if announced.size == 0 {
            errors.push(FieldError::new("/size", "file_empty", "The file is empty."));
        }
        if announced.sha256.len() != 64 || !announced.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            errors.push(FieldError::new("/sha256", "wrong_type", "Give the SHA-256 as 64 hexadecimal digits."));
        }
        if !errors.is_empty() {
            return Err(Error::Input(errors));
        }
        let upload = Self {
            id: act.id(),
            version: 1,
            owner: act.caller.person,
            name: announced.name,
            size: announced.size,
            media_type: media_type.unwrap_or_default().to_owned(),
            sha256: announced.sha256.to_ascii_lowercase(),
            state: UploadState::Pending,
            created_at: act.now,
        };
        let change = Change::new(act.touch(upload.record(), None)).write(Write::create(&upload)).job(Job::due(
            act,
            &DiscardUpload { upload: upload.id },
            act.now + UNCLAIMED_LIFETIME,
        ));
        Ok((upload, change))
    }

    /// Compares the uploaded object with the announcement. The upload is then ready.
    pub fn complete(
        mut self,
        act: &ActionContext,
        arrived: Option<StoredObject>,
    ) -> Result<(Self, Option<Change>), Error> {
        if self.state != UploadState::Pending {
            return Ok((self, None));
        }
        let Some(arrived) = arrived else {
            return Err(Error::Conflict {
                code: "not_uploaded",
                detail: format!("The bytes of {} have not arrived yet.", self.name),
            });
        };
        let mut errors = Vec::new();
        if arrived.size != self.size {
            let detail = format!("{} bytes were announced and {} arrived.", self.size, arrived.size);
            errors.push(FieldError::new("/size", "size_mismatch", detail));
        }
        if arrived.sha256 != self.sha256 {
            errors.push(FieldError::new("/sha256", "checksum_mismatch", "What arrived is not what was announced."));
        }
        if arrived.executable || !kinds::holds(&self.media_type, arrived.sniffed.as_deref()) {
            let ending = kinds::ending_of(&self.name);
            let detail = format!("{} does not hold what a .{ending} file holds.", self.name);
            errors.push(FieldError::new("/media_type", "type_mismatch", detail));
        }
        if !arrived.unannounced.is_empty() {
            let detail = format!(
                "{} was sent with {}. Announce it again, and send just the headers you are given.",
                self.name,
                arrived.unannounced.join(", ")
            );
            errors.push(FieldError::new("/headers", "header_unannounced", detail));
        }
        if !errors.is_empty() {
            return Err(Error::Input(errors));
        }
        let expected = self.version;
        self.version += 1;
        self.state = UploadState::Ready;
        let change = Change::new(act.touch(self.record(), None)).write(Write::replace(&self, expected));
        Ok((self, Some(change)))
    }
}

impl Resource for Upload {
    fn ownership(&self) -> Ownership {
        Ownership { people: vec![self.owner], ..Ownership::default() }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Upload, id: self.id.to_string(), label: String::new() })
    }
}

/// A file of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// ID of the file, the same as that of its upload.
    pub id: UploadId,
    /// File name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// Media type.
    pub media_type: String,
}

/// Claims uploads for a record: each must be the caller's, arrived and unclaimed. `asked` are the IDs that the caller
/// named, in order; `found` are the stored uploads.
pub fn claim(
    act: &ActionContext,
    asked: &[UploadId],
    found: Vec<Upload>,
    most: usize,
) -> Result<(Vec<FileRef>, Vec<Write>), Vec<FieldError>> {
    let (mut files, mut writes, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    if asked.len() > most {
        errors.push(FieldError::new(
            "/upload_ids",
            "too_many",
            format!("At most {most} files can be attached at once."),
        ));
    }
    for (index, id) in asked.iter().enumerate() {
        let pointer = format!("/upload_ids/{index}");
        if asked[..index].contains(id) {
            errors.push(FieldError::new(pointer, "duplicate", "This file is listed twice."));
            continue;
        }
        match found.iter().find(|upload| upload.id == *id && upload.owner == act.caller.person) {
            None => errors.push(FieldError::new(
                pointer,
                "upload_not_found",
                "There is no such upload. Attach the file again.",
            )),
            Some(upload) => match upload.state {
                UploadState::Pending => {
                    errors.push(FieldError::new(
                        pointer,
                        "upload_not_ready",
                        format!("{} is still uploading.", upload.name),
                    ));
                }
                UploadState::Claimed => {
                    errors.push(FieldError::new(
                        pointer,
                        "upload_claimed",
                        format!("{} is already attached.", upload.name),
                    ));
                }
                UploadState::Ready => {
                    files.push(FileRef {
                        id: upload.id,
                        name: upload.name.clone(),
                        size: upload.size,
                        media_type: upload.media_type.clone(),
                    });
                    let claimed = Upload { state: UploadState::Claimed, version: upload.version + 1, ..upload.clone() };
                    writes.push(Write::update(upload, &claimed));
                }
            },
        }
    }
    if errors.is_empty() { Ok((files, writes)) } else { Err(errors) }
}

/// A link to send bytes to, or to fetch them from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// URL of the link.
    pub url: String,
    /// Headers that must be sent along, exactly.
    pub headers: Vec<(String, String)>,
    /// Time at which the link expires.
    pub expires_at: Timestamp,
}
