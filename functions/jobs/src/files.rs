//! Jobs about uploads.

use crate::task::{Completion, Effects, JobContext, JobError, Run};
use portico_domain::change::{Change, Write};
use portico_domain::files::UploadState;
use portico_domain::files::jobs::DiscardUpload;
use portico_domain::record::Resource as _;

impl Run for DiscardUpload {
    async fn run<S: Effects>(self, store: &S, cx: JobContext<'_>) -> Result<Completion, JobError> {
        let Some(upload) = store.upload(self.upload).await?.open_for_system(&cx.act.caller) else {
            // Its row went in an earlier try; the bytes may be there still.
            store.delete_file(self.upload).await?;
            return Ok(Completion::Row);
        };
        if upload.state == UploadState::Claimed {
            return Ok(Completion::Row);
        }
        // The row first: from then on no record can claim what is about to go.
        let change = Change::new(cx.act.touch(upload.record(), None)).write(Write::remove(&upload));
        store.commit(change).await?;
        store.delete_file(self.upload).await?;
        Ok(Completion::Row)
    }
}
