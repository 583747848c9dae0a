//! The generated files as a whole: writing them, or naming those that are not as generated.

use anyhow::{Context, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Generated files, each by its path from the root of the repository.
#[derive(Default)]
pub(crate) struct Generated {
    files: BTreeMap<String, String>,
    obsolete: BTreeSet<String>,
}

impl Generated {
    /// Adds a file with its text.
    pub(crate) fn file(&mut self, path: impl Into<String>, text: String) {
        self.files.insert(path.into(), text);
    }

    /// Adds the files of a folder whose endpoint is gone: those with the mark of a generated file that are not of this
    /// run. Files written by hand have no mark and stay.
    pub(crate) fn remove_others(&mut self, root: &Path, folder: &str, mark: &str) -> anyhow::Result<()> {
        let folder_path = root.join(folder);
        if !folder_path.exists() {
            return Ok(());
        }
        for entry in std::fs::read_dir(&folder_path).with_context(|| folder.to_owned())? {
            let entry = entry?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_file() && !self.files.contains_key(&path) && read(root, &path)?.contains(mark) {
                self.obsolete.insert(path);
            }
        }
        Ok(())
    }

    /// Writes the files that differ, and removes those of endpoints that are gone. Files that are as generated keep
    /// their time, so that nothing is built again for them.
    pub(crate) fn write(&self, root: &Path) -> anyhow::Result<()> {
        for (path, text) in &self.files {
            let target = root.join(path);
            if read(root, path).is_ok_and(|committed| committed == *text) {
                continue;
            }
            if let Some(folder) = target.parent() {
                std::fs::create_dir_all(folder).with_context(|| path.clone())?;
            }
            std::fs::write(&target, text).with_context(|| path.clone())?;
        }
        for path in &self.obsolete {
            std::fs::remove_file(root.join(path)).with_context(|| path.clone())?;
        }
        Ok(())
    }

    /// Fails if a file is not as generated, and names each such file.
    pub(crate) fn check(&self, root: &Path) -> anyhow::Result<()> {
        let stale = self.files.iter().filter_map(|(path, text)| match read(root, path) {
            Err(_) => Some(format!("{path} is missing")),
            Ok(committed) => difference(&committed, text).map(|difference| format!("{path}: {difference}")),
        });
        let obsolete = self.obsolete.iter().map(|path| format!("{path} is of no endpoint"));
        let found: Vec<String> = stale.chain(obsolete).collect();
        if !found.is_empty() {
            bail!("not as generated; run scripts/generate:\n{}", found.join("\n"));
        }
        Ok(())
    }
}

/// The text of a file of the repository.
pub(crate) fn read(root: &Path, path: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(root.join(path)).with_context(|| path.to_owned())
}

/// The first line that is not the same.
fn difference(committed: &str, made: &str) -> Option<String> {
    if committed == made {
        return None;
    }
    let mut pairs = committed.lines().map(Some).chain(std::iter::repeat(None)).zip(made.lines());
    let found = pairs.by_ref().enumerate().find(|(_, (committed, made))| *committed != Some(made));
    Some(match found {
        Some((index, (Some(committed), made))) => {
            format!("line {} is `{}`, generated is `{}`", index + 1, committed.trim(), made.trim())
        }
        Some((index, (None, made))) => format!("line {} is missing, generated is `{}`", index + 1, made.trim()),
        None => "it goes on after the last generated line".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("events")).unwrap();
        for (path, text) in [("same", "a\n"), ("stale", "a\nb\n"), ("gone", "made\n"), ("by-hand", "mine\n")] {
            std::fs::write(root.path().join("events").join(path), text).unwrap();
        }
        root
    }

    fn generated(root: &Path) -> Generated {
        let mut generated = Generated::default();
        for (path, text) in [("events/same", "a\n"), ("events/stale", "a\nc\n"), ("events/new", "n\n")] {
            generated.file(path, text.into());
        }
        generated.remove_others(root, "events", "made").unwrap();
        generated
    }

    #[test]
    fn each_file_that_is_not_as_generated_is_named() {
        let root = repository();
        let error = generated(root.path()).check(root.path()).unwrap_err().to_string();
        let named: Vec<&str> = error.lines().skip(1).collect();
        let wanted =
            ["events/new is missing", "events/stale: line 2 is `b`, generated is `c`", "events/gone is of no endpoint"];
        assert_eq!(named, wanted);
    }

    #[test]
    fn writing_leaves_what_was_generated_and_what_is_by_hand() {
        let root = repository();
        generated(root.path()).write(root.path()).unwrap();
        generated(root.path()).check(root.path()).unwrap();
        let folder = std::fs::read_dir(root.path().join("events")).unwrap();
        let mut left: Vec<_> = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(left, ["by-hand", "new", "same", "stale"]);
    }
}
