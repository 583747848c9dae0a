//! [`Aws`]: the parts a binary is made of, and the delegation of ports to them.

use crate::config::{Config, Misconfigured};
use crate::dynamo::Dynamo;
use crate::s3::S3;
use crate::ses::Ses;
use jiff::Timestamp;
use portico_domain::files::ports::{FileReader, FileStore};
use portico_domain::files::{FileRef, Link, StoredObject, Upload};
use portico_domain::ids::{ArticleId, UploadId};
use portico_domain::mail::{Mail, MailError, Mailer};
use portico_domain::search::{
    Rebuild, SearchDocument, SearchError, SearchHealth, SearchHit, SearchHits, SearchQuery, SearchReader, SearchWriter,
};
use portico_domain::signing::SigningKey;
use portico_domain::store::StoreResult;
use portico_domain::tickets::inbound::ports::{MailFile, MailLinks, RawMail, RawMails};

/// Portico on AWS: always the records; files, search, mail and the signing key if a binary names them. A part that is
/// left out is not linked, and its ports are not implemented.
#[derive(Clone, Debug)]
pub struct Aws<Files = (), Search = (), Mailing = (), Keys = ()> {
    pub(crate) dynamo: Dynamo,
    files: Files,
    search: Search,
    mail: Mailing,
    pub(crate) key: Keys,
}

/// Part that is made from the environment, once, at start.
pub trait FromEnv: Sized {
    /// Makes the part from its settings in the configuration.
    fn from_config(config: &Config) -> Result<Self, Misconfigured>;

    /// Makes a part that stores something among the records. It reads them over the same connection, together with all
    /// other reads of the moment.
    fn from_config_with(config: &Config, _records: &Dynamo) -> Result<Self, Misconfigured> {
        Self::from_config(config)
    }

    /// Makes the part from the environment.
    fn from_env() -> Result<Self, Misconfigured> {
        Self::from_config(&Config::from_env()?)
    }
}

impl FromEnv for () {
    fn from_config(_: &Config) -> Result<Self, Misconfigured> {
        Ok(())
    }
}

impl<Files: FromEnv, Search: FromEnv, Mailing: FromEnv, Keys: FromEnv> FromEnv for Aws<Files, Search, Mailing, Keys> {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        let dynamo = Dynamo::from_config(config)?;
        Ok(Self {
            files: Files::from_config(config)?,
            search: Search::from_config_with(config, &dynamo)?,
            dynamo,
            mail: Mailing::from_config(config)?,
            key: Keys::from_config(config)?,
        })
    }
}

impl Aws {
    /// Portico with the records only.
    pub fn records(dynamo: Dynamo) -> Self {
        Self { dynamo, files: (), search: (), mail: (), key: () }
    }
}

impl<Files, Search, Mailing, Keys> Aws<Files, Search, Mailing, Keys> {
    /// Adds the bytes of files.
    pub fn with_files<T>(self, files: T) -> Aws<T, Search, Mailing, Keys> {
        let Self { dynamo, search, mail, key, .. } = self;
        Aws { dynamo, files, search, mail, key }
    }

    /// Adds search.
    pub fn with_search<T>(self, search: T) -> Aws<Files, T, Mailing, Keys> {
        let Self { dynamo, files, mail, key, .. } = self;
        Aws { dynamo, files, search, mail, key }
    }

    /// Adds mail.
    pub fn with_mail<T>(self, mail: T) -> Aws<Files, Search, T, Keys> {
        let Self { dynamo, files, search, key, .. } = self;
        Aws { dynamo, files, search, mail, key }
    }

    /// Adds the signing key.
    pub fn with_key<T>(self, key: T) -> Aws<Files, Search, Mailing, T> {
        let Self { dynamo, files, search, mail, .. } = self;
        Aws { dynamo, files, search, mail, key }
    }

    /// The search part.
    pub(crate) fn search(&self) -> &Search {
        &self.search
    }

    /// The table itself, for setting it up.
    pub fn dynamo(&self) -> &Dynamo {
        &self.dynamo
    }
}

/// Bounds of a part that requests share.
pub(crate) trait Component: Send + Sync + 'static {}
impl<T: Send + Sync + 'static> Component for T {}

impl<Search: Component, Mailing: Component, Keys: Component> FileStore for Aws<S3, Search, Mailing, Keys> {
    async fn upload_link(&self, upload: &Upload, now: Timestamp) -> StoreResult<Link> {
        self.files.upload_link(upload, now).await
    }
    async fn store_file(&self, upload: &Upload, bytes: Vec<u8>) -> StoreResult<()> {
        self.files.store_file(upload, bytes).await
    }
    async fn stored_object(&self, upload: UploadId) -> StoreResult<Option<StoredObject>> {
        self.files.stored_object(upload).await
    }
    async fn download_link(&self, file: &FileRef, now: Timestamp) -> StoreResult<Link> {
        self.files.download_link(file, now).await
    }
    async fn delete_file(&self, upload: UploadId) -> StoreResult<()> {
        self.files.delete_file(upload).await
    }
}

impl<Search: Component, Mailing: Component, Keys: Component> FileReader for Aws<S3, Search, Mailing, Keys> {
    async fn file_bytes(&self, file: UploadId) -> StoreResult<Option<Vec<u8>>> {
        self.files.file_bytes(file).await
    }
}

impl<Search: Component, Mailing: Component, Keys: Component> RawMails for Aws<S3, Search, Mailing, Keys> {
    async fn raw_mail(&self, object: &str, most: u64) -> StoreResult<Option<RawMail>> {
        self.files.raw_mail(object, most).await
    }
    async fn delete_raw_mail(&self, object: &str) -> StoreResult<()> {
        self.files.delete_raw_mail(object).await
    }
}

impl<Search: Component, Mailing: Component, Keys: Component> MailLinks for Aws<S3, Search, Mailing, Keys> {
    async fn raw_mail_link(&self, object: &str, now: Timestamp) -> StoreResult<Option<Link>> {
        self.files.raw_mail_link(object, now).await
    }
    async fn mail_file_link(&self, file: MailFile, now: Timestamp) -> StoreResult<Link> {
        self.files.mail_file_link(file, now).await
    }
}

impl<Files: Component, Search: SearchReader + Component, Mailing: Component, Keys: Component> SearchReader
    for Aws<Files, Search, Mailing, Keys>
{
    async fn search(&self, query: &SearchQuery) -> Result<SearchHits, SearchError> {
        self.search.search(query).await
    }
    async fn suggest(&self, query: &SearchQuery) -> Result<Vec<SearchHit>, SearchError> {
        self.search.suggest(query).await
    }
    async fn health(&self) -> Result<SearchHealth, SearchError> {
        self.search.health().await
    }
}

impl<Files: Component, Search: SearchWriter + Component, Mailing: Component, Keys: Component> SearchWriter
    for Aws<Files, Search, Mailing, Keys>
{
    async fn put(&self, documents: &[SearchDocument]) -> Result<(), SearchError> {
        self.search.put(documents).await
    }
    async fn remove(&self, id: ArticleId, version: u64) -> Result<(), SearchError> {
        self.search.remove(id, version).await
    }
    async fn replace_all(&self, rebuild: Rebuild) -> Result<(), SearchError> {
        self.search.replace_all(rebuild).await
    }
    async fn is_current(&self) -> Result<bool, SearchError> {
        self.search.is_current().await
    }
}

impl<Files: Component, Search: Component, Keys: Component> Mailer for Aws<Files, Search, Ses, Keys> {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.mail.send(mail).await
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: SigningKey + Component> SigningKey
    for Aws<Files, Search, Mailing, Keys>
{
    async fn signing_key(&self) -> StoreResult<(String, Vec<u8>)> {
        self.key.signing_key().await
    }
}
