//! Bytes of uploads and files, in one bucket. Links bind an upload to its announcement, and live for moments.
//!
//! A role needs `s3:PutObject` to sign uploads, `s3:GetObject` to sign downloads and to look at what arrived,
//! `s3:DeleteObject` to delete. It needs `s3:ListBucket` as well: without it, S3 reports a missing object as forbidden.

use crate::config::{Config, Misconfigured, client};
use crate::error::classify;
use crate::parts::FromEnv;
use crate::sent::Sent;
use crate::sniff::{FIRST_BYTES, Sniffed, sniff};
use aws_lc_rs::digest::{Context, SHA256};
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::get_object::GetObjectError;
use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::presigning::{PresignedRequest, PresigningConfig};
use aws_sdk_s3::types::{ChecksumMode, ChecksumType};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use portico_domain::fault::Fault;
use portico_domain::files::ports::{FileReader, FileStore};
use portico_domain::files::{
    DOWNLOAD_LINK_LIFETIME, FileRef, LARGEST_FILE, Link, StoredObject, UPLOAD_LINK_LIFETIME, Upload,
};
use portico_domain::ids::UploadId;
use portico_domain::store::{StoreError, StoreResult};
use portico_domain::tickets::inbound::ports::{MailFile, MailLinks, RawMail, RawMails};
use std::error::Error;
use std::fmt::Write;
use std::time::SystemTime;

/// The bucket of files.
#[derive(Clone, Debug)]
pub struct S3 {
    client: aws_sdk_s3::Client,
    bucket: String,
}

impl FromEnv for S3 {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        let endpoint = config.endpoints.s3.as_ref();
        // A stand-in's host name cannot hold the bucket's name.
        let client = client!(aws_sdk_s3, config, endpoint, |builder| builder.force_path_style(endpoint.is_some()));
        Ok(Self { client, bucket: config.bucket()? })
    }
}

/// Type of what strangers sent: no browser shows it.
const UNSHOWN: &str = "application/octet-stream";
/// Number of bytes that are read of a mail that is too large: its headers and the beginning of its text.
const BEGINNING: usize = 256 * 1024;

fn object(upload: UploadId) -> String {
    format!("files/{upload}")
}

fn broken(what: &str, error: impl Into<Box<dyn Error + Send + Sync>>) -> StoreError {
    StoreError::corrupt(Fault::caused(what, error))
}

fn presigning(what: &str, now: Timestamp, lifetime: SignedDuration) -> StoreResult<PresigningConfig> {
    PresigningConfig::builder()
        .start_time(SystemTime::from(now))
        .expires_in(lifetime.unsigned_abs())
        .build()
        .map_err(|error| broken(what, error))
}

fn link(signed: &PresignedRequest, expires_at: Timestamp) -> Link {
    let headers = signed.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Link { url: signed.uri().to_owned(), headers, expires_at }
}

impl FileStore for S3 {
    async fn upload_link(&self, upload: &Upload, now: Timestamp) -> StoreResult<Link> {
        let what = "presigning PutObject";
        let size = i64::try_from(upload.size).map_err(|error| broken(what, error))?;
        let signed = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(object(upload.id))
            .content_length(size)
            .content_type(&upload.media_type)
            .checksum_sha256(STANDARD.encode(from_hex(&upload.sha256)?))
            // Written once: an object that was checked, or that a record has claimed, is never replaced.
            .if_none_match("*")
            .presigned(presigning(what, now, UPLOAD_LINK_LIFETIME)?)
            .await
            .map_err(|error| classify(what, &error))?;
        Ok(link(&signed, now + UPLOAD_LINK_LIFETIME))
    }

    async fn store_file(&self, upload: &Upload, bytes: Vec<u8>) -> StoreResult<()> {
        let put = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(object(upload.id))
            .content_type(&upload.media_type)
            .checksum_sha256(STANDARD.encode(from_hex(&upload.sha256)?))
            .body(bytes.into());
        put.sent().await.map(drop).map_err(|error| classify("PutObject", &error))
    }

    async fn stored_object(&self, upload: UploadId) -> StoreResult<Option<StoredObject>> {
        let (head, first) = futures::try_join!(self.head(upload), self.first_bytes(upload))?;
        let (Some(Head { size, checksum, unannounced }), Some(Sniffed { media_type, executable })) = (head, first)
        else {
            return Ok(None);
        };
        let sha256 = match checksum {
            Some(checksum) => checksum,
            None if size > LARGEST_FILE => String::new(),
            None => match self.digest(upload).await? {
                Some(digest) => digest,
                None => return Ok(None),
            },
        };
        Ok(Some(StoredObject { size, sha256, sniffed: media_type, executable, unannounced }))
    }

    async fn download_link(&self, file: &FileRef, now: Timestamp) -> StoreResult<Link> {
        self.attachment_link(object(file.id), &file.name, &file.media_type, now).await
    }

    async fn delete_file(&self, upload: UploadId) -> StoreResult<()> {
        self.delete(object(upload)).await
    }
}

impl FileReader for S3 {
    async fn file_bytes(&self, file: UploadId) -> StoreResult<Option<Vec<u8>>> {
        match self.client.get_object().bucket(&self.bucket).key(object(file)).sent().await {
            Ok(answer) => Ok(Some(answer.body.collect().await.map_err(lost)?.to_vec())),
            Err(SdkError::ServiceError(service)) if matches!(service.err(), GetObjectError::NoSuchKey(_)) => Ok(None),
            Err(error) => Err(classify("GetObject", &error)),
        }
    }
}

impl RawMails for S3 {
    async fn raw_mail(&self, object: &str, most: u64) -> StoreResult<Option<RawMail>> {
        let call = self.client.get_object().bucket(&self.bucket).key(object);
        let answer = match call.sent().await {
            Ok(answer) => answer,
            Err(SdkError::ServiceError(service)) if matches!(service.err(), GetObjectError::NoSuchKey(_)) => {
                return Ok(None);
            }
            Err(error) => return Err(classify("GetObject", &error)),
        };
        let size = u64::try_from(answer.content_length.unwrap_or_default()).unwrap_or_default();
        if size <= most {
            let bytes = answer.body.collect().await.map_err(lost)?;
            return Ok(Some(RawMail::Whole(bytes.to_vec())));
        }
        let (mut body, mut beginning) = (answer.body, Vec::new());
        while beginning.len() < BEGINNING
            && let Some(bytes) = body.try_next().await.map_err(lost)?
        {
            beginning.extend_from_slice(&bytes);
        }
        beginning.truncate(BEGINNING);
        Ok(Some(RawMail::Beginning(beginning)))
    }

    async fn delete_raw_mail(&self, object: &str) -> StoreResult<()> {
        self.delete(object.to_owned()).await
    }
}

impl MailLinks for S3 {
    async fn raw_mail_link(&self, object: &str, now: Timestamp) -> StoreResult<Option<Link>> {
        match self.client.head_object().bucket(&self.bucket).key(object).sent().await {
            Ok(_) => self.attachment_link(object.to_owned(), "mail.eml", UNSHOWN, now).await.map(Some),
            Err(SdkError::ServiceError(service)) if service.err().is_not_found() => Ok(None),
            Err(error) => Err(classify("HeadObject", &error)),
        }
    }

    async fn mail_file_link(&self, file: MailFile, now: Timestamp) -> StoreResult<Link> {
        let MailFile { mail, number, name, bytes } = file;
        let key = format!("mail-files/{mail}/{number}");
        let put = self.client.put_object().bucket(&self.bucket).key(&key).content_type(UNSHOWN).body(bytes.into());
        put.sent().await.map_err(|error| classify("PutObject", &error))?;
        self.attachment_link(key, &name, UNSHOWN, now).await
    }
}

/// Metadata that the store has of an object.
struct Head {
    size: u64,
    checksum: Option<String>,
    unannounced: Vec<String>,
}

/// Returns the names of the headers that an object has in addition to its type. A link binds none of them, and a
/// browser would act on them. `Cache-Control` is left out: browsers send it after a reload past their cache, and a
/// download sets its own.
fn unannounced(head: &HeadObjectOutput) -> Vec<String> {
    let kept = [
        ("Content-Encoding", head.content_encoding.is_some()),
        ("Content-Language", head.content_language.is_some()),
        ("Content-Disposition", head.content_disposition.is_some()),
        ("Expires", head.expires_string.is_some()),
        ("x-amz-website-redirect-location", head.website_redirect_location.is_some()),
        ("x-amz-meta", head.metadata.as_ref().is_some_and(|metadata| !metadata.is_empty())),
    ];
    kept.into_iter().filter(|(_, there)| *there).map(|(name, _)| name.to_owned()).collect()
}

impl S3 {
    /// Returns a link that downloads an object, as an attachment with this name and of this type.
    async fn attachment_link(&self, key: String, name: &str, media_type: &str, now: Timestamp) -> StoreResult<Link> {
        let what = "presigning GetObject";
        let signed = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .response_content_disposition(attachment(name))
            .response_content_type(media_type)
            .response_cache_control("no-store")
            // Replaces the encoding that may have been sent along with the bytes.
            .response_content_encoding("identity")
            .presigned(presigning(what, now, DOWNLOAD_LINK_LIFETIME)?)
            .await
            .map_err(|error| classify(what, &error))?;
        Ok(link(&signed, now + DOWNLOAD_LINK_LIFETIME))
    }

    /// Stores a raw mail, as the mail service does. Functions may not: this is for its stand-ins.
    pub async fn put_raw_mail(&self, object: &str, bytes: Vec<u8>) -> StoreResult<()> {
        let put = self.client.put_object().bucket(&self.bucket).key(object).body(bytes.into());
        put.sent().await.map(drop).map_err(|error| classify("PutObject", &error))
    }

    async fn delete(&self, key: String) -> StoreResult<()> {
        let deleted = self.client.delete_object().bucket(&self.bucket).key(key).sent().await;
        deleted.map(drop).map_err(|error| classify("DeleteObject", &error))
    }

    async fn head(&self, upload: UploadId) -> StoreResult<Option<Head>> {
        let what = "HeadObject";
        let call = self.client.head_object().bucket(&self.bucket).key(object(upload));
        match call.checksum_mode(ChecksumMode::Enabled).sent().await {
            Ok(head) => {
                let unannounced = unannounced(&head);
                let size =
                    u64::try_from(head.content_length.unwrap_or_default()).map_err(|error| broken(what, error))?;
                // The checksum of an object sent in parts is not that of its bytes.
                let whole = head.checksum_type.as_ref().is_none_or(|kind| *kind == ChecksumType::FullObject);
                let checksum = head.checksum_sha256.filter(|_| whole);
                let bytes = checksum.and_then(|text| STANDARD.decode(text).ok()).filter(|bytes| bytes.len() == 32);
                Ok(Some(Head { size, checksum: bytes.map(|bytes| to_hex(&bytes)), unannounced }))
            }
            Err(SdkError::ServiceError(service)) if service.err().is_not_found() => Ok(None),
            Err(error) => Err(classify(what, &error)),
        }
    }

    async fn first_bytes(&self, upload: UploadId) -> StoreResult<Option<Sniffed>> {
        let range = format!("bytes=0-{}", FIRST_BYTES - 1);
        let call = self.client.get_object().bucket(&self.bucket).key(object(upload)).range(range);
        match call.sent().await {
            Ok(answer) => {
                let bytes = answer.body.collect().await.map_err(lost)?;
                Ok(Some(sniff(&bytes.into_bytes())))
            }
            // An empty object has no first bytes.
            Err(SdkError::ServiceError(service)) if service.raw().status().as_u16() == 416 => Ok(Some(sniff(&[]))),
            Err(SdkError::ServiceError(service)) if matches!(service.err(), GetObjectError::NoSuchKey(_)) => Ok(None),
            Err(error) => Err(classify("GetObject", &error)),
        }
    }

    /// Reads the whole object for its SHA-256.
    async fn digest(&self, upload: UploadId) -> StoreResult<Option<String>> {
        let mut body = match self.client.get_object().bucket(&self.bucket).key(object(upload)).sent().await {
            Ok(answer) => answer.body,
            Err(SdkError::ServiceError(service)) if matches!(service.err(), GetObjectError::NoSuchKey(_)) => {
                return Ok(None);
            }
            Err(error) => return Err(classify("GetObject", &error)),
        };
        let mut digest = Context::new(&SHA256);
        while let Some(bytes) = body.try_next().await.map_err(lost)? {
            digest.update(&bytes);
        }
        Ok(Some(to_hex(digest.finish().as_ref())))
    }
}

fn lost(error: impl Into<Box<dyn Error + Send + Sync>>) -> StoreError {
    StoreError::unavailable(Fault::caused("GetObject: the connection was lost", error))
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> StoreResult<Vec<u8>> {
    let digit = |index: usize| text.get(index..index + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(digit).collect();
    bytes.filter(|bytes| bytes.len() == 32).ok_or_else(|| broken("the SHA-256 of an upload", text))
}

/// `Content-Disposition` of a download (RFC 6266): the name in ASCII for old clients, and the name as it is.
fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(
            |letter| if letter.is_ascii_graphic() && !"\"\\%".contains(letter) || letter == ' ' { letter } else { '_' },
        )
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        // RFC 8187 leaves these characters as they are.
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_twice_and_cannot_break_out() {
        assert_eq!(attachment("log.txt"), "attachment; filename=\"log.txt\"; filename*=UTF-8''log.txt");
        assert_eq!(
            attachment("Prüf\"bericht\r\n.pdf"),
            "attachment; filename=\"Pr_f_bericht__.pdf\"; filename*=UTF-8''Pr%C3%BCf%22bericht%0D%0A.pdf"
        );
    }

    #[test]
    fn hexadecimal_is_read_and_written() {
        let text = "00ff".repeat(16);
        assert_eq!(to_hex(&from_hex(&text).unwrap()), text);
        for bad in ["", "00", "zz".repeat(32).as_str(), "é".repeat(32).as_str()] {
            assert!(from_hex(bad).is_err(), "{bad}");
        }
    }
}
