//! A folder with an index as one piece of bytes, and back: a tar archive in Zstandard's compression, with its checksum.

use super::Place;
use ::tantivy::Index;
use portico_domain::search::SearchError;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use tar::{Archive, Builder, HeaderMode};
use zstd::stream::read::Decoder;
use zstd::stream::write::Encoder;

/// Files of Tantivy next to the segments: the list of segments, and the list of its own files.
const LISTS: [&str; 2] = ["meta.json", ".managed.json"];

/// Packs the live files of an index that nobody writes.
pub(crate) fn pack(folder: &Path) -> Result<Vec<u8>, SearchError> {
    let place = Place(format!("in {}", folder.display()));
    let index = Index::open_in_dir(folder).map_err(|error| place.failed(error))?;
    let segments = index.load_metas().map_err(|error| place.failed(error))?.list_segment_files();
    // In order, so that the same index makes the same bytes.
    let files: BTreeSet<PathBuf> = segments.into_iter().chain(LISTS.map(PathBuf::from)).collect();
    archive(folder, &files).map_err(|error| place.unavailable(format_args!("it cannot be packed: {error}")))
}

fn archive(folder: &Path, files: &BTreeSet<PathBuf>) -> io::Result<Vec<u8>> {
    let mut encoder = Encoder::new(Vec::new(), zstd::DEFAULT_COMPRESSION_LEVEL)?;
    encoder.include_checksum(true)?;
    let mut archive = Builder::new(encoder);
    archive.mode(HeaderMode::Deterministic);
    // A segment has only some of the files it may have.
    for name in files.iter().filter(|name| folder.join(name).is_file()) {
        archive.append_path_with_name(folder.join(name), name)?;
    }
    archive.into_inner()?.finish()
}

/// Unpacks into an empty folder.
pub(crate) fn unpack(packed: &[u8], folder: &Path) -> Result<(), SearchError> {
    let place = Place(format!("in {}", folder.display()));
    let broken = |error: io::Error| place.unavailable(format_args!("it cannot be unpacked: {error}"));
    let mut decoder = Decoder::new(packed).map_err(broken)?;
    Archive::new(&mut decoder).unpack(folder).map_err(broken)?;
    // The archive may end before the bytes do; only at their end is the checksum compared.
    io::copy(&mut decoder, &mut io::sink()).map_err(broken)?;
    Ok(())
}
