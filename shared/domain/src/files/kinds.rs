//! Recognition of a file's kind by the ending of its name and by its bytes. The media type that a browser sends is of
//! no use. The same log file is `text/plain`, `text/x-log` or nothing at all, depending on the system.

use crate::files::settings::FileSettings;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Endings of programs and of files that start programs. No setting allows them.
pub(super) const PROGRAMS: &[&str] = &[
    "exe", "com", "bat", "cmd", "msi", "msp", "mst", "scr", "pif", "cpl", "ps1", "psm1", "vbs", "vbe", "js", "mjs",
    "jse", "wsf", "wsh", "scf", "gadget", "jar", "sh", "bash", "zsh", "command", "dll", "so", "dylib", "apk", "app",
    "appx", "msix", "deb", "rpm", "pkg", "dmg", "iso", "img", "lnk", "url", "desktop", "hta", "reg", "xpi", "crx",
];

/// Media types, with the other names that systems, browsers and the recognition of bytes use for them.
const ALIASES: &[(&str, &[&str])] = &[
    ("text/plain", &["text/x-log", "text/log", "application/x-log", "text/x-plain"]),
    (
        "text/csv",
        &[
            "application/vnd.ms-excel",
            "application/csv",
            "text/x-csv",
            "text/comma-separated-values",
            "text/x-comma-separated-values",
        ],
    ),
    ("application/json", &["text/json", "application/x-json"]),
    ("application/xml", &["text/xml", "application/x-xml"]),
    ("application/zip", &["application/x-zip-compressed", "application/x-zip", "multipart/x-zip"]),
    ("application/gzip", &["application/x-gzip", "application/x-gunzip", "application/gzipped"]),
    ("application/pdf", &["application/x-pdf"]),
    ("image/jpeg", &["image/jpg", "image/pjpeg"]),
    ("image/png", &["image/x-png"]),
];

/// Prefixes of the media types of documents that are ZIP files inside.
const ZIP_INSIDE: &[&str] =
    &["application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument.", "application/epub+zip"];

/// Files that can be attached, for a form that chooses them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AllowedFiles {
    /// Endings of file names, lower case, without the dot.
    pub endings: Vec<String>,
    /// Largest size of one file, in bytes.
    pub largest: u64,
    /// Most files when a ticket is opened.
    pub most_at_opening: usize,
    /// Most files with one reply.
    pub most_per_reply: usize,
}

impl FileSettings {
    /// Files that can be attached.
    pub fn allowed(&self) -> AllowedFiles {
        AllowedFiles {
            endings: self.endings().map(str::to_owned).collect(),
            largest: super::LARGEST_FILE,
            most_at_opening: super::FILES_AT_OPENING,
            most_per_reply: super::FILES_PER_REPLY,
        }
    }

    /// Endings of the files that can be attached.
    pub(super) fn endings(&self) -> impl Iterator<Item = &str> {
        let endings = self.types.iter().flat_map(|kind| &kind.endings).map(String::as_str);
        endings.filter(|ending| !PROGRAMS.contains(ending))
    }

    /// The media type of a file of this ending, if it can be attached.
    pub(super) fn media_type(&self, ending: &str) -> Option<&str> {
        let allowed = !PROGRAMS.contains(&ending);
        let kind = self.types.iter().find(|kind| allowed && kind.endings.iter().any(|known| known == ending))?;
        Some(&kind.media_type)
    }
}

/// Returns the ending of a file name, in lower case and without the dot; empty if it has no ending.
pub(super) fn ending_of(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}

/// Returns the main name of a media type that may have other names.
fn usual(media_type: &str) -> &str {
    let named = ALIASES.iter().find(|(_, others)| others.contains(&media_type));
    named.map_or(media_type, |(usual, _)| usual)
}

/// Whether files of this media type are text.
fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/") || ["application/json", "application/xml"].contains(&media_type)
}

fn is_zip_inside(media_type: &str) -> bool {
    ZIP_INSIDE.iter().any(|start| media_type.starts_with(start))
}

/// Whether files of this media type begin with bytes that identify them.
fn has_signature(media_type: &str) -> bool {
    (media_type.starts_with("image/") && media_type != "image/svg+xml")
        || ["application/pdf", "application/zip", "application/gzip"].contains(&media_type)
        || is_zip_inside(media_type)
}

/// Whether bytes recognised as `sniffed`, or as nothing, can be a file of this media type.
pub(super) fn holds(media_type: &str, sniffed: Option<&str>) -> bool {
    let media_type = usual(media_type);
    let Some(sniffed) = sniffed.map(usual) else { return !has_signature(media_type) };
    sniffed == media_type
        || (is_text(sniffed) && is_text(media_type))
        || (sniffed == "application/zip" && is_zip_inside(media_type))
        || (media_type == "application/zip" && is_zip_inside(sniffed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::action::Action;
    use crate::error::Error;
    use crate::files::settings::FileType;
    use crate::files::{Announcement, Upload};
    use crate::testing::*;

    /// The media type under which a file of this name is announced.
    fn announced(name: &str, settings: &FileSettings) -> Result<String, Error> {
        let act = act(agent(AGENT), Action::UploadFile, monday());
        let announced = Announcement { name: name.into(), size: 1, sha256: "0".repeat(64) };
        Upload::announce(&act, announced, settings).map(|(upload, _)| upload.media_type)
    }

    #[test]
    fn the_ending_names_the_media_type() {
        let settings = FileSettings::default();
        for (name, kept) in [
            ("powerplus session.log", "text/plain"),
            ("trace.zip", "application/zip"),
            ("orders.CSV", "text/csv"),
            ("config.xml", "application/xml"),
            ("photo.JPG", "image/jpeg"),
            ("trace.tar.gz", "application/gzip"),
        ] {
            assert_eq!(announced(name, &settings).expect(name), kept, "{name}");
        }
    }

    /// A company may use another system's name of a type. The recognised type is compared with its main name.
    #[test]
    fn a_type_is_the_same_under_each_of_its_names() {
        for (media_type, others) in ALIASES {
            for other in *others {
                assert_eq!(usual(other), *media_type);
                assert!(holds(media_type, Some(other)) && holds(other, Some(media_type)), "{other}");
                assert_eq!(holds(media_type, None), holds(other, None), "{other}");
            }
        }
    }

    #[test]
    fn the_refusal_names_the_ending_and_what_is_possible() {
        for (name, said) in [
            ("setup.exe", ".exe files cannot be attached. Possible are: png, "),
            ("Setup.EXE", ".exe files cannot be attached. Possible are: png, "),
            ("report.pdf.exe", ".exe files cannot be attached."),
            ("trace", "The file name has no ending, so its type is unknown."),
            ("trace.", "The file name has no ending, so its type is unknown."),
        ] {
            let Err(Error::Input(errors)) = announced(name, &FileSettings::default()) else {
                panic!("{name} was taken");
            };
            assert_eq!((errors[0].pointer.as_str(), errors[0].code.as_str()), ("/name", "file_type_refused"));
            assert!(errors[0].detail.starts_with(said), "{}", errors[0].detail);
        }
    }

    #[test]
    fn no_setting_allows_programs() {
        let program = |ending: &&str| FileType { media_type: "text/plain".into(), endings: vec![(*ending).into()] };
        let settings = FileSettings { types: PROGRAMS.iter().map(program).collect() };
        assert_eq!(settings.allowed().endings, Vec::<String>::new());
        for ending in PROGRAMS {
            assert!(announced(&format!("a.{ending}"), &settings).is_err(), "{ending}");
        }
    }

    #[test]
    fn a_name_that_reads_otherwise_than_it_ends_is_refused() {
        for name in ["annex\u{202e}fdp.txt", "a\u{2066}b.txt", "a\u{200f}.txt"] {
            assert!(announced(name, &FileSettings::default()).is_err(), "{name:?}");
        }
    }

    #[test]
    fn the_bytes_have_to_be_of_the_kind_that_the_ending_says() {
        let docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        for (media_type, sniffed) in [
            ("text/plain", None),
            ("text/plain", Some("text/html")),
            ("text/csv", Some("text/xml")),
            ("application/xml", Some("text/xml")),
            ("text/xml", Some("application/xml")),
            ("application/zip", Some(docx)),
            (docx, Some("application/zip")),
            ("image/jpeg", Some("image/jpeg")),
        ] {
            assert!(holds(media_type, sniffed), "{media_type} {sniffed:?}");
        }
        for (media_type, sniffed) in [
            ("text/plain", Some("image/png")),
            ("image/png", Some("image/jpeg")),
            ("image/png", None),
            ("image/png", Some("text/html")),
            ("application/pdf", None),
            ("application/x-zip-compressed", None),
            (docx, None),
            (docx, Some("application/pdf")),
        ] {
            assert!(!holds(media_type, sniffed), "{media_type} {sniffed:?}");
        }
    }
}
