//! Storage layout of uploads.

use super::Upload;
use crate::ids::UploadId;
use crate::record::{Record, RecordKey};

impl Upload {
    /// Key of the upload with this id.
    pub fn key_of(id: UploadId) -> RecordKey {
        RecordKey::root(Self::KIND, id)
    }
}

impl Record for Upload {
    const KIND: &'static str = "upload";
    type Row = ();

    fn key(&self) -> RecordKey {
        Self::key_of(self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn row(&self) {}
}
