//! Ports of files: the records of uploads, and the bytes.

use super::{FileRef, Link, StoredObject, Upload};
use crate::ids::UploadId;
use crate::policy::Guarded;
use crate::store::StoreResult;
use jiff::Timestamp;
use std::future::Future;

/// Port of uploads.
pub trait Uploads {
    /// An upload.
    fn upload(&self, id: UploadId) -> impl Future<Output = StoreResult<Guarded<Upload>>> + Send;
    /// Uploads by id; those that do not exist are left out.
    fn uploads(&self, ids: &[UploadId]) -> impl Future<Output = StoreResult<Vec<Upload>>> + Send;
}

/// Port that reads whole files, for jobs that work on what they hold.
pub trait FileReader {
    /// Reads the bytes of a file; nothing if it is gone.
    fn file_bytes(&self, file: UploadId) -> impl Future<Output = StoreResult<Option<Vec<u8>>>> + Send;
}

/// Port of the bytes of uploads and files.
pub trait FileStore {
    /// Returns a link that accepts exactly the announced bytes.
    fn upload_link(&self, upload: &Upload, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
    /// Stores the bytes of an upload that did not come by its link, such as a file of a mail.
    fn store_file(&self, upload: &Upload, bytes: Vec<u8>) -> impl Future<Output = StoreResult<()>> + Send;
    /// Reads the properties of the object that arrived under an upload's link, if any.
    fn stored_object(&self, upload: UploadId) -> impl Future<Output = StoreResult<Option<StoredObject>>> + Send;
    /// Returns a link that downloads a file, as an attachment with its name.
    fn download_link(&self, file: &FileRef, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
    /// Deletes the bytes.
    fn delete_file(&self, upload: UploadId) -> impl Future<Output = StoreResult<()>> + Send;
}
