//! Reading sections of the settings for those who edit them, and their history.

use super::items::{count, record, stored};
use crate::parts::{Aws, Component};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::policy::Guarded;
use portico_domain::settings::draft::SectionDraft;
use portico_domain::settings::{FormerSection, SettingsDocuments, SettingsDrafts, StoredSection, section_key};
use portico_domain::store::{StoreError, StoreResult};
use serde_json::Value;

stored!(FormerSection, SectionDraft, serde_json::Value);

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> SettingsDocuments
    for Aws<Files, Search, Mailing, Keys>
{
    async fn document(&self, section: &str) -> StoreResult<Guarded<StoredSection>> {
        let name = section.to_owned();
        let Some(item) = self.dynamo.get(section_key(section)).await? else {
            return Ok(Guarded::seal(Some(StoredSection { name, version: 0, document: Value::Null })));
        };
        let version = count(&item, "version");
        let version = version.ok_or_else(|| StoreError::corrupt(format!("the section {section} has no version")))?;
        Ok(Guarded::seal(Some(StoredSection { name, version, document: record(item)? })))
    }

    async fn former_documents(&self, section: &str, page: PageRequest) -> StoreResult<Page<FormerSection>> {
        self.dynamo.page(&FormerSection::of_section(section), &page, record).await
    }

    async fn former_document(&self, section: &str, version: u64) -> StoreResult<Option<FormerSection>> {
        self.dynamo.get(FormerSection::key_of(section, version)).await?.map(record).transpose()
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> SettingsDrafts
    for Aws<Files, Search, Mailing, Keys>
{
    async fn section_draft(&self, section: &str) -> StoreResult<Guarded<SectionDraft>> {
        let stored = self.dynamo.get(SectionDraft::key_of(section)).await?.map(record).transpose()?;
        Ok(Guarded::seal(Some(stored.unwrap_or_else(|| SectionDraft::none(section)))))
    }
}
