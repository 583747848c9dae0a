//! Copies of a whole deployment: all items of its table and all versions of its files, in a folder. Counts and sums
//! compare a copy with the deployment restored from it.
//!
//! A folder has `items.jsonl` (DynamoDB's JSON, an item a line), `files.jsonl` (a version a line), `files/` (their
//! bytes, by number) and `manifest.json`. The manifest is written last: a folder without it is no copy. Copies have no
//! secrets.

use anyhow::{Context, Result, bail, ensure};
use aws_lc_rs::digest::{SHA256, digest};
use jiff::Timestamp;
use portico_aws::backup::{Next, ObjectMetadata, Storage, Version};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, DirBuilder, File};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

/// Largest number of items held in memory while a table is written.
const AT_A_TIME: usize = 500;

/// Summary of a copy. Copies with the same items and files have equal summaries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Number of items by their type.
    pub items: BTreeMap<String, u64>,
    /// Checksum of all items, whatever their order.
    pub items_sha256: String,
    /// Number of versions of files.
    pub versions: u64,
    /// Size of all versions in bytes.
    pub bytes: u64,
    /// Checksum of all versions, whatever their order.
    pub versions_sha256: String,
}

impl Content {
    /// Describes the content in one line.
    pub fn summary(&self) -> String {
        let items: u64 = self.items.values().sum();
        let Self { versions, bytes, items_sha256, versions_sha256, .. } = self;
        let short = |sum: &str| sum.get(..12).unwrap_or_default().to_owned();
        let (items_sum, versions_sum) = (short(items_sha256), short(versions_sha256));
        format!("{items} items ({items_sum}…), {versions} versions of files of {bytes} bytes ({versions_sum}…)")
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    made_at: Timestamp,
    table: String,
    bucket: String,
    content: Content,
}

/// Version of a file, as a copy describes it.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    key: String,
    /// Position among the versions of its key, from the oldest.
    place: u64,
    deleted: bool,
    size: u64,
    sha256: String,
    metadata: ObjectMetadata,
    /// Name of the file under `files/` that has its bytes.
    number: u64,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn sum(bytes: &[u8]) -> [u8; 32] {
    let mut sum = [0; 32];
    sum.copy_from_slice(digest(&SHA256, bytes).as_ref());
    sum
}

/// Writes JSON in a canonical form: equal values give equal texts.
fn canonical(value: &Value, into: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort();
            into.push('{');
            for name in names {
                into.push_str(&Value::from(name.as_str()).to_string());
                into.push(':');
                match (name.as_str(), &fields[name]) {
                    // The members of a set have no order.
                    ("SS" | "NS" | "BS", Value::Array(members)) => {
                        let mut members: Vec<String> = members.iter().map(Value::to_string).collect();
                        members.sort();
                        into.push_str(&members.join(","));
                    }
                    (_, value) => canonical(value, into),
                }
                into.push(',');
            }
            into.push('}');
        }
        Value::Array(items) => {
            into.push('[');
            for item in items {
                canonical(item, into);
                into.push(',');
            }
            into.push(']');
        }
        other => into.push_str(&other.to_string()),
    }
}

/// Checksum of many values, whatever their order.
#[derive(Default)]
struct Sums(Vec<[u8; 32]>);

impl Sums {
    fn add(&mut self, value: &Value) {
        let mut text = String::new();
        canonical(value, &mut text);
        self.0.push(sum(text.as_bytes()));
    }

    fn done(mut self) -> String {
        self.0.sort_unstable();
        hex(&sum(self.0.as_flattened()))
    }
}

fn kind_of(item: &Value) -> String {
    item["type"]["S"].as_str().unwrap_or("without type").to_owned()
}

/// Whether an item exists for readers at a time. Expired items do not, although the table deletes them later.
fn lasts(item: &Value, now: Timestamp) -> bool {
    let expires = item["expires"]["N"].as_str().and_then(|text| text.parse::<i64>().ok());
    expires.is_none_or(|at| at > now.as_second())
}

/// Counts and checksum of items.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<String, u64>,
    sums: Sums,
}

impl Tally {
    fn add(&mut self, item: &Value) {
        self.sums.add(item);
        *self.counts.entry(kind_of(item)).or_default() += 1;
    }

    fn done(self) -> (BTreeMap<String, u64>, String) {
        (self.counts, self.sums.done())
    }
}

/// Passes every item to `each`, and sums up the items for which it returns true.
async fn all_items(
    storage: &Storage,
    mut each: impl FnMut(&Value) -> Result<bool>,
) -> Result<(BTreeMap<String, u64>, String)> {
    let (mut tally, mut after) = (Tally::default(), None);
    loop {
        let (items, next) = storage.items(after.as_ref()).await?;
        for item in &items {
            if each(item)? {
                tally.add(item);
            }
        }
        let Some(next) = next else { return Ok(tally.done()) };
        after = Some(next);
    }
}

/// Lists the versions of all files by key, the oldest version of a key first.
async fn all_versions(storage: &Storage) -> Result<Vec<Version>> {
    let (mut all, mut after): (Vec<Version>, Option<Next>) = (Vec::new(), None);
    loop {
        let (versions, next) = storage.versions(after.as_ref()).await?;
        all.extend(versions);
        let Some(next) = next else { break };
        after = Some(next);
    }
    // The store lists the newest version of a key first.
    all.reverse();
    all.sort_by(|one, other| (&one.key, one.written).cmp(&(&other.key, other.written)));
    Ok(all)
}

/// Passes every version of every file to `each`, and sums them up.
async fn all_files(storage: &Storage, mut each: impl FnMut(&Line, &[u8]) -> Result<()>) -> Result<(u64, u64, String)> {
    let (mut sums, mut bytes_in_all) = (Sums::default(), 0);
    let (mut place, mut before) = (0, String::new());
    let versions = all_versions(storage).await?;
    for (number, version) in (0_u64..).zip(&versions) {
        place = if version.key == before { place + 1 } else { 0 };
        before.clone_from(&version.key);
        let (bytes, metadata) =
            if version.deleted { (Vec::new(), ObjectMetadata::default()) } else { storage.file(version).await? };
        let size = u64::try_from(bytes.len())?;
        let sha256 = hex(&sum(&bytes));
        let line = Line { key: version.key.clone(), place, deleted: version.deleted, size, sha256, metadata, number };
        each(&line, &bytes)?;
        // The number depends on the folder, so the checksum leaves it out.
        sums.add(&serde_json::to_value(Line { number: 0, ..line })?);
        bytes_in_all += size;
    }
    Ok((u64::try_from(versions.len())?, bytes_in_all, sums.done()))
}

/// Summarizes the current content of a deployment.
pub async fn content(storage: &Storage) -> Result<Content> {
    content_of(storage, |_| true).await
}

async fn content_of(storage: &Storage, wanted: impl Fn(&Value) -> bool) -> Result<Content> {
    let (items, items_sha256) = all_items(storage, |item| Ok(wanted(item))).await?;
    let (versions, bytes, versions_sha256) = all_files(storage, |_, _| Ok(())).await?;
    Ok(Content { items, items_sha256, versions, bytes, versions_sha256 })
}

/// Copies a deployment into a new folder.
pub async fn export(storage: &Storage, folder: &Path) -> Result<Content> {
    ensure!(!folder.exists(), "{} is there already", folder.display());
    // The copy holds everything that anyone wrote: no other user of the machine may read it.
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder.join("files"));
    made.with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut lines = BufWriter::new(File::create(folder.join("items.jsonl"))?);
    let (items, items_sha256) = all_items(storage, |item| {
        writeln!(lines, "{item}")?;
        Ok(true)
    })
    .await?;
    lines.into_inner()?.sync_all()?;
    let mut lines = BufWriter::new(File::create(folder.join("files.jsonl"))?);
    let (versions, bytes, versions_sha256) = all_files(storage, |line, bytes| {
        if !line.deleted {
            let mut file = File::create(folder.join("files").join(line.number.to_string()))?;
            file.write_all(bytes)?;
            file.sync_all()?;
        }
        Ok(writeln!(lines, "{}", serde_json::to_string(line)?)?)
    })
    .await?;
    lines.into_inner()?.sync_all()?;
    let content = Content { items, items_sha256, versions, bytes, versions_sha256 };
    let manifest = Manifest {
        made_at: Timestamp::now(),
        table: storage.table().to_owned(),
        bucket: storage.bucket().to_owned(),
        content,
    };
    fs::write(folder.join("manifest.json"), serde_json::to_vec_pretty(&manifest)?)?;
    Ok(manifest.content)
}

fn manifest(folder: &Path) -> Result<Manifest> {
    let text = fs::read(folder.join("manifest.json"));
    let text = text.with_context(|| format!("{} is not a whole copy: it has no manifest", folder.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

fn lines(folder: &Path, name: &str) -> Result<impl Iterator<Item = Result<Value>>> {
    let file = File::open(folder.join(name)).with_context(|| format!("{} has no {name}", folder.display()))?;
    Ok(BufReader::new(file).lines().map(|line| Ok(serde_json::from_str(&line?)?)))
}

/// Writes a copy into a deployment whose table and bucket are empty, and compares the outcome with the copy.
pub async fn restore(storage: &Storage, folder: &Path) -> Result<Content> {
    manifest(folder)?;
    let empty = storage.items(None).await?.0.is_empty() && storage.versions(None).await?.0.is_empty();
    ensure!(empty, "the table {} or the bucket {} is not empty", storage.table(), storage.bucket());
    // Files first: no record ever names a file that does not exist.
    for line in lines(folder, "files.jsonl")? {
        let line: Line = serde_json::from_value(line?)?;
        if line.deleted {
            storage.delete_file(&line.key, None).await?;
            continue;
        }
        let bytes = fs::read(folder.join("files").join(line.number.to_string()))?;
        ensure!(
            hex(&sum(&bytes)) == line.sha256,
            "the bytes of {} in {} are not what was copied",
            line.key,
            folder.display()
        );
        storage.put_file(&line.key, bytes, line.metadata).await?;
    }
    // Jobs come last: no runner finds a job before the record it is about.
    for jobs in [false, true] {
        let mut some = Vec::with_capacity(AT_A_TIME);
        for item in lines(folder, "items.jsonl")? {
            let item = item?;
            if (item["type"]["S"] == "job") == jobs {
                some.push(item);
            }
            if some.len() == AT_A_TIME {
                storage.put_items(&some).await?;
                some.clear();
            }
        }
        storage.put_items(&some).await?;
    }
    verify(storage, folder).await
}

/// Content of a copy without the items that have expired.
fn copied(folder: &Path, now: Timestamp) -> Result<Content> {
    let whole = manifest(folder)?.content;
    let (mut all, mut lasting) = (Tally::default(), Tally::default());
    for item in lines(folder, "items.jsonl")? {
        let item = item?;
        all.add(&item);
        if lasts(&item, now) {
            lasting.add(&item);
        }
    }
    let summary = (whole.items.clone(), whole.items_sha256.clone());
    ensure!(all.done() == summary, "the items in {} are not what was copied", folder.display());
    let (items, items_sha256) = lasting.done();
    Ok(Content { items, items_sha256, ..whole })
}

/// Fails unless a deployment has the same content as a copy, apart from expired items: the table deletes them later.
pub async fn verify(storage: &Storage, folder: &Path) -> Result<Content> {
    let now = Timestamp::now();
    let (copied, found) = (copied(folder, now)?, content_of(storage, |item| lasts(item, now)).await?);
    if found != copied {
        bail!("there is not what was copied\n  copied: {}\n  found:  {}", copied.summary(), found.summary());
    }
    Ok(found)
}

/// Deletes all items and files. For local stand-ins only: the caller has to ensure that.
pub async fn wipe(storage: &Storage) -> Result<Content> {
    loop {
        let (items, next) = storage.items(None).await?;
        storage.delete_items(&items).await?;
        if next.is_none() {
            break;
        }
    }
    for version in all_versions(storage).await? {
        storage.delete_file(&version.key, version.id.as_deref()).await?;
    }
    content(storage).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sum_of(values: &[Value]) -> String {
        let mut sums = Sums::default();
        for value in values {
            sums.add(value);
        }
        sums.done()
    }

    #[test]
    fn a_sum_tells_other_items_and_not_another_order() {
        let (one, other) = (json!({"pk": {"S": "a"}, "x": {"SS": ["1", "2"]}}), json!({"pk": {"S": "b"}}));
        let turned = json!({"x": {"SS": ["2", "1"]}, "pk": {"S": "a"}});
        assert_eq!(sum_of(&[one.clone(), other.clone()]), sum_of(&[other.clone(), turned]));
        for wrong in [
            vec![one.clone()],
            vec![one.clone(), one.clone()],
            vec![one.clone(), json!({"pk": {"S": "c"}})],
            vec![json!({"pk": {"S": "a"}, "x": {"L": ["2", "1"]}}), other.clone()],
        ] {
            assert_ne!(sum_of(&wrong), sum_of(&[one.clone(), other.clone()]), "{wrong:?}");
        }
    }

    #[test]
    fn what_has_expired_is_no_part_of_what_is_held_against_a_copy() {
        let now = Timestamp::now();
        let item = |name: &str, expires: Option<i64>| {
            let item = json!({"pk": {"S": name}, "type": {"S": "session"}});
            let Some(seconds) = expires else { return item };
            let mut item = item;
            item["expires"] = json!({"N": (now.as_second() + seconds).to_string()});
            item
        };
        let items = [item("kept", None), item("later", Some(60)), item("gone", Some(-1))];
        let folder = tempfile::tempdir().unwrap();
        let written: Vec<String> = items.iter().map(Value::to_string).collect();
        fs::write(folder.path().join("items.jsonl"), written.join("\n")).unwrap();
        let of = |items: &[Value]| {
            let mut tally = Tally::default();
            for item in items {
                tally.add(item);
            }
            let (items, items_sha256) = tally.done();
            Content { items, items_sha256, ..Content::default() }
        };
        let manifest = |content: Content| {
            let manifest = Manifest { made_at: now, table: "t".into(), bucket: "b".into(), content };
            fs::write(folder.path().join("manifest.json"), serde_json::to_vec(&manifest).unwrap()).unwrap();
        };
        manifest(of(&items));
        assert_eq!(copied(folder.path(), now).unwrap(), of(&items[..2]));
        // A copy that was cut is found out.
        manifest(of(&items[1..]));
        let error = copied(folder.path(), now).unwrap_err().to_string();
        assert!(error.ends_with("are not what was copied"), "{error}");
    }

    #[test]
    fn a_folder_without_a_manifest_is_no_copy() {
        let error = manifest(Path::new("/nonexistent")).unwrap_err().to_string();
        assert!(error.contains("no manifest"), "{error}");
    }
}
