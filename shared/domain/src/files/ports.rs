//! Ports of files: the records of uploads, and the bytes.

use super::{FileRef, Link, StoredObject, Upload};
use crate::ids::UploadId;
use crate::policy::Guarded;
use crate::store::StoreResult;
use jiff::Timestamp;
use std::future::Future;

/// Uploads.
pub trait Uploads {
    /// An upload.
    fn upload(&self, id: UploadId) -> impl Future<Output = StoreResult<Guarded<Upload>>> + Send;
    /// Uploads by id; those that do not exist are left out.
    fn uploads(&self, ids: &[UploadId]) -> impl Future<Output = StoreResult<Vec<Upload>>> + Send;
}

/// The bytes of uploads and files.
pub trait FileStore {
    /// A link that takes exactly the bytes announced.
    fn upload_link(&self, upload: &Upload, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
    /// What arrived under an upload's link, if anything did.
    fn stored_object(&self, upload: UploadId) -> impl Future<Output = StoreResult<Option<StoredObject>>> + Send;
    /// A link that gives a file, as an attachment of its name.
    fn download_link(&self, file: &FileRef, now: Timestamp) -> impl Future<Output = StoreResult<Link>> + Send;
    /// Throws the bytes away.
    fn delete_file(&self, upload: UploadId) -> impl Future<Output = StoreResult<()>> + Send;
}
