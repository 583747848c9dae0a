//! Reading uploads.

use super::items::{record, stored};
use crate::parts::{Aws, Component};
use portico_domain::files::Upload;
use portico_domain::files::ports::Uploads;
use portico_domain::ids::UploadId;
use portico_domain::policy::Guarded;
use portico_domain::store::StoreResult;

stored!(Upload);

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Uploads
    for Aws<Files, Search, Mailing, Keys>
{
    async fn upload(&self, id: UploadId) -> StoreResult<Guarded<Upload>> {
        let item = self.dynamo.get(Upload::key_of(id)).await?;
        Ok(Guarded::seal(item.map(record).transpose()?))
    }

    async fn uploads(&self, ids: &[UploadId]) -> StoreResult<Vec<Upload>> {
        let keys: Vec<_> = ids.iter().map(|id| Upload::key_of(*id)).collect();
        self.dynamo.get_all(&keys).await?.into_iter().flatten().map(record).collect()
    }
}
