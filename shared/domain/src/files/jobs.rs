//! Tasks about uploads.

use crate::ids::UploadId;
use crate::jobs::Task;
use serde::{Deserialize, Serialize};

/// An upload to be deleted if no record has claimed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiscardUpload {
    /// Upload that the job is about.
    pub upload: UploadId,
}

impl Task for DiscardUpload {
    const KIND: &'static str = "discard_upload";
    fn subject(&self) -> String {
        format!("upload {}", self.upload)
    }
}
