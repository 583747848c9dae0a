//! s3s-fs with four differences from S3 mended:
//!
//! - a PUT whose checksum or length is wrong leaves the object as it was (s3s-fs verifies after replacing it);
//! - conditional PUTs exclude one another (s3s-fs checks, then writes);
//! - checksums are shown only to those who ask with the checksum mode, so forgetting to ask fails here too;
//! - object tags exist.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::{Bytes, BytesMut};
use futures::StreamExt;
use s3s::checksum::ChecksumHasher;
use s3s::dto::{
    ChecksumAlgorithm, ChecksumMode, CopyObjectInput, CopyObjectOutput, CopySource, CreateBucketInput,
    CreateBucketOutput, DeleteObjectInput, DeleteObjectOutput, DeleteObjectTaggingInput, DeleteObjectTaggingOutput,
    DeleteObjectsInput, DeleteObjectsOutput, GetObjectInput, GetObjectOutput, GetObjectTaggingInput,
    GetObjectTaggingOutput, HeadBucketInput, HeadBucketOutput, HeadObjectInput, HeadObjectOutput, ListObjectsV2Input,
    ListObjectsV2Output, PutObjectInput, PutObjectOutput, PutObjectTaggingInput, PutObjectTaggingOutput, StreamingBlob,
    Tag,
};
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;
use tokio::sync::Mutex;

/// The largest object kept; it is held in memory until it is known to be whole.
const LARGEST_OBJECT: usize = 256 * 1024 * 1024;

/// Objects as files under one folder.
#[derive(Debug)]
pub(super) struct Store {
    root: PathBuf,
    files: FileSystem,
    /// Held while an object is replaced, so that a condition still holds when the write happens.
    writing: Mutex<()>,
}

impl Store {
    pub(super) fn open(root: &Path) -> Result<Self> {
        let files =
            FileSystem::new(root).map_err(|error| anyhow::anyhow!("{error:?}")).context("opening the file store")?;
        Ok(Self { root: root.to_owned(), files, writing: Mutex::new(()) })
    }

    fn tags_file(&self, bucket: &str, key: &str) -> PathBuf {
        // The leading dot keeps it out of the list of buckets, and base64 out of other folders.
        self.root.join(format!(".tags-{}-{}.json", URL_SAFE_NO_PAD.encode(bucket), URL_SAFE_NO_PAD.encode(key)))
    }

    async fn tags(&self, bucket: &str, key: &str) -> S3Result<Vec<(String, String)>> {
        match tokio::fs::read(self.tags_file(bucket, key)).await {
            Ok(json) => serde_json::from_slice(&json).map_err(|error| s3_error!(error, InternalError)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(s3_error!(error, InternalError)),
        }
    }

    async fn set_tags(&self, bucket: &str, key: &str, tags: &[(String, String)]) -> S3Result<()> {
        let file = self.tags_file(bucket, key);
        let done = if tags.is_empty() {
            match tokio::fs::remove_file(file).await {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
                other => other,
            }
        } else {
            let json = serde_json::to_vec(tags).map_err(|error| s3_error!(error, InternalError))?;
            tokio::fs::write(file, json).await
        };
        done.map_err(|error| s3_error!(error, InternalError))
    }

    fn must_exist(&self, bucket: &str, key: &str) -> S3Result<()> {
        // `s3s` has already refused bucket and key names that could leave the folder.
        if self.root.join(bucket).join(key).is_file() { Ok(()) } else { Err(s3_error!(NoSuchKey)) }
    }
}

/// Reads the whole body, checking it against the declared length and checksums.
async fn whole_body(req: &mut S3Request<PutObjectInput>) -> S3Result<Bytes> {
    let input = &mut req.input;
    let mut body = input.body.take().ok_or_else(|| s3_error!(IncompleteBody))?;
    let declared = input.content_length.and_then(|length| usize::try_from(length).ok());
    if declared.is_some_and(|length| length > LARGEST_OBJECT) {
        return Err(s3_error!(EntityTooLarge));
    }
    let mut checksums = hasher(input);
    let mut whole = BytesMut::with_capacity(declared.unwrap_or_default());
    while let Some(piece) = body.next().await {
        // A client that hangs up, or a signed body hash that does not match.
        let piece = piece.map_err(|_| s3_error!(IncompleteBody))?;
        if whole.len() + piece.len() > LARGEST_OBJECT {
            return Err(s3_error!(EntityTooLarge));
        }
        checksums.update(&piece);
        whole.extend_from_slice(&piece);
    }
    if declared.is_some_and(|length| length != whole.len()) {
        return Err(s3_error!(IncompleteBody));
    }
    // The SDK may send the checksum after the body.
    if let Some(trailers) = req.trailing_headers.take().and_then(|late| late.take()) {
        let late = |name: &str| Some(trailers.get(name)?.to_str().ok()?.to_owned());
        input.checksum_crc32 = late("x-amz-checksum-crc32").or(input.checksum_crc32.take());
        input.checksum_crc32c = late("x-amz-checksum-crc32c").or(input.checksum_crc32c.take());
        input.checksum_crc64nvme = late("x-amz-checksum-crc64nvme").or(input.checksum_crc64nvme.take());
        input.checksum_sha1 = late("x-amz-checksum-sha1").or(input.checksum_sha1.take());
        input.checksum_sha256 = late("x-amz-checksum-sha256").or(input.checksum_sha256.take());
    }
    let found = checksums.finalize();
    let as_declared = found.checksum_crc32 == input.checksum_crc32
        && found.checksum_crc32c == input.checksum_crc32c
        && found.checksum_crc64nvme == input.checksum_crc64nvme
        && found.checksum_sha1 == input.checksum_sha1
        && found.checksum_sha256 == input.checksum_sha256;
    if as_declared { Ok(whole.freeze()) } else { Err(s3_error!(BadDigest, "the checksum you specified did not match")) }
}

/// Computes every checksum the request declares, in its headers or as the algorithm of a trailer.
fn hasher(input: &PutObjectInput) -> ChecksumHasher {
    let algorithm = input.checksum_algorithm.as_ref().map(ChecksumAlgorithm::as_str);
    let wanted = |declared: &Option<String>, name| declared.is_some() || algorithm == Some(name);
    ChecksumHasher {
        crc32: wanted(&input.checksum_crc32, ChecksumAlgorithm::CRC32).then(Default::default),
        crc32c: wanted(&input.checksum_crc32c, ChecksumAlgorithm::CRC32C).then(Default::default),
        crc64nvme: wanted(&input.checksum_crc64nvme, ChecksumAlgorithm::CRC64NVME).then(Default::default),
        sha1: wanted(&input.checksum_sha1, ChecksumAlgorithm::SHA1).then(Default::default),
        sha256: wanted(&input.checksum_sha256, ChecksumAlgorithm::SHA256).then(Default::default),
    }
}

/// Tags as the `x-amz-tagging` header writes them: a query string.
fn parse_tags(header: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
    };
    let pairs = header.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

#[async_trait::async_trait]
impl S3 for Store {
    async fn create_bucket(&self, req: S3Request<CreateBucketInput>) -> S3Result<S3Response<CreateBucketOutput>> {
        self.files.create_bucket(req).await
    }

    async fn head_bucket(&self, req: S3Request<HeadBucketInput>) -> S3Result<S3Response<HeadBucketOutput>> {
        self.files.head_bucket(req).await
    }

    async fn list_objects_v2(&self, req: S3Request<ListObjectsV2Input>) -> S3Result<S3Response<ListObjectsV2Output>> {
        self.files.list_objects_v2(req).await
    }

    async fn put_object(&self, req: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        let mut req = req;
        let body = whole_body(&mut req).await?;
        req.input.body = Some(StreamingBlob::from(s3s::Body::from(body)));
        let (bucket, key) = (req.input.bucket.clone(), req.input.key.clone());
        let tags = req.input.tagging.as_deref().map(parse_tags).unwrap_or_default();
        let _writing = self.writing.lock().await;
        let done = self.files.put_object(req).await?;
        self.set_tags(&bucket, &key, &tags).await?;
        Ok(done)
    }

    async fn copy_object(&self, req: S3Request<CopyObjectInput>) -> S3Result<S3Response<CopyObjectOutput>> {
        let CopySource::Bucket { bucket, key, .. } = &req.input.copy_source else {
            return Err(s3_error!(NotImplemented));
        };
        let tags = self.tags(bucket, key).await?;
        let (bucket, key) = (req.input.bucket.clone(), req.input.key.clone());
        let _writing = self.writing.lock().await;
        let done = self.files.copy_object(req).await?;
        self.set_tags(&bucket, &key, &tags).await?;
        Ok(done)
    }

    async fn get_object(&self, req: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        let asked = req.input.checksum_mode.as_ref().is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED);
        let mut found = self.files.get_object(req).await?;
        if !asked {
            let output = &mut found.output;
            output.checksum_crc32 = None;
            output.checksum_crc32c = None;
            output.checksum_crc64nvme = None;
            output.checksum_sha1 = None;
            output.checksum_sha256 = None;
        }
        Ok(found)
    }

    async fn head_object(&self, req: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        let asked = req.input.checksum_mode.as_ref().is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED);
        let mut found = self.files.head_object(req).await?;
        if !asked {
            let output = &mut found.output;
            output.checksum_crc32 = None;
            output.checksum_crc32c = None;
            output.checksum_crc64nvme = None;
            output.checksum_sha1 = None;
            output.checksum_sha256 = None;
        }
        Ok(found)
    }

    async fn delete_object(&self, req: S3Request<DeleteObjectInput>) -> S3Result<S3Response<DeleteObjectOutput>> {
        let (bucket, key) = (req.input.bucket.clone(), req.input.key.clone());
        let done = self.files.delete_object(req).await?;
        self.set_tags(&bucket, &key, &[]).await?;
        Ok(done)
    }

    async fn delete_objects(&self, req: S3Request<DeleteObjectsInput>) -> S3Result<S3Response<DeleteObjectsOutput>> {
        let bucket = req.input.bucket.clone();
        let keys: Vec<_> = req.input.delete.objects.iter().map(|object| object.key.clone()).collect();
        let done = self.files.delete_objects(req).await?;
        for key in keys {
            self.set_tags(&bucket, &key, &[]).await?;
        }
        Ok(done)
    }

    async fn get_object_tagging(
        &self,
        req: S3Request<GetObjectTaggingInput>,
    ) -> S3Result<S3Response<GetObjectTaggingOutput>> {
        let GetObjectTaggingInput { bucket, key, .. } = req.input;
        self.must_exist(&bucket, &key)?;
        let tags = self.tags(&bucket, &key).await?.into_iter();
        let tag_set = tags.map(|(key, value)| Tag { key: Some(key), value: Some(value) }).collect();
        Ok(S3Response::new(GetObjectTaggingOutput { tag_set, version_id: None }))
    }

    async fn put_object_tagging(
        &self,
        req: S3Request<PutObjectTaggingInput>,
    ) -> S3Result<S3Response<PutObjectTaggingOutput>> {
        let PutObjectTaggingInput { bucket, key, tagging, .. } = req.input;
        self.must_exist(&bucket, &key)?;
        let pairs = tagging.tag_set.into_iter().map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default()));
        self.set_tags(&bucket, &key, &pairs.collect::<Vec<_>>()).await?;
        Ok(S3Response::new(PutObjectTaggingOutput { version_id: None }))
    }

    async fn delete_object_tagging(
        &self,
        req: S3Request<DeleteObjectTaggingInput>,
    ) -> S3Result<S3Response<DeleteObjectTaggingOutput>> {
        let DeleteObjectTaggingInput { bucket, key, .. } = req.input;
        self.must_exist(&bucket, &key)?;
        self.set_tags(&bucket, &key, &[]).await?;
        Ok(S3Response::new(DeleteObjectTaggingOutput { version_id: None }))
    }
}
