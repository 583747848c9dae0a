//! Deployed functions, and the parts of AWS that each links.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// A deployed function.
#[derive(Clone, Debug)]
pub struct Deployed {
    /// Name of the binary.
    pub name: String,
    /// Path of the executable that `scripts/build` made.
    pub path: PathBuf,
    /// Linked parts of AWS in addition to DynamoDB: `S3`, `SES`. Empty for most.
    pub besides: Vec<&'static str>,
}

/// Words in a binary's source that show a linked part of AWS, each with that part. DynamoDB is in every binary.
const PARTS: [(&str, &str); 6] = [
    ("S3", "S3"),
    ("Ses", "SES"),
    ("Secrets", "Secrets Manager"),
    ("IndexReader", "search"),
    ("IndexWriter", "search"),
    ("TicketReader", "search"),
];

/// Returns all deployed functions, by name. Fails if one has not been built.
pub fn all(built: &Path) -> Result<Vec<Deployed>> {
    let mut all = Vec::new();
    for area in std::fs::read_dir("functions")? {
        let Ok(sources) = std::fs::read_dir(area?.path().join("src/bin")) else { continue };
        for source in sources {
            let source = source?.path();
            let name = source.file_stem().and_then(|name| name.to_str()).context("a source without a name")?.to_owned();
            let text = std::fs::read_to_string(&source)?;
            let words: Vec<&str> = text.split(|letter: char| !letter.is_alphanumeric()).collect();
            let besides = PARTS.iter().filter(|(part, _)| words.contains(part)).map(|(_, of)| *of).collect();
            let path = path(built, &name)?;
            all.push(Deployed { name, path, besides });
        }
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(all)
}

/// Returns the path of a binary's executable. Fails if it has not been built.
pub fn path(built: &Path, name: &str) -> Result<PathBuf> {
    let path = built.join(name).join("bootstrap");
    path.canonicalize().with_context(|| format!("{name} has not been built for AWS; scripts/build does it"))
}
