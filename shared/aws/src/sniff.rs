//! Recognition of a file's type by its first bytes.

use infer::MatcherType;

/// Number of bytes at the start of a file that are looked at.
pub(crate) const FIRST_BYTES: u64 = 4096;

/// Recognised type of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sniffed {
    /// Media type, if the bytes show one.
    pub(crate) media_type: Option<String>,
    /// Whether the bytes are those of a program.
    pub(crate) executable: bool,
}

/// Kinds that `infer` counts as programs and that run nothing.
const DATA: &[&str] = &["pem", "der", "qcow2"];

/// Byte order marks of UTF-8 and of both kinds of UTF-16.
const BYTE_ORDER_MARKS: &[&[u8]] = &[b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];

/// First bytes of a script, in UTF-8 and in both kinds of UTF-16.
const SCRIPT: &[&[u8]] = &[b"#!", b"#\0!\0", b"\0#\0!"];

/// Recognises a file's type by its first bytes.
pub(crate) fn sniff(bytes: &[u8]) -> Sniffed {
    let kind = infer::get(bytes);
    // `infer` expects more of a program than the systems that run it do. A byte order mark hides a script from `infer`
    // alone.
    let text = BYTE_ORDER_MARKS.iter().find_map(|mark| bytes.strip_prefix(*mark)).unwrap_or(bytes);
    let program = kind.is_some_and(|kind| kind.matcher_type() == MatcherType::App && !DATA.contains(&kind.extension()));
    let script = SCRIPT.iter().any(|first| text.starts_with(first))
        || kind.is_some_and(|kind| ["text/x-shellscript"].contains(&kind.mime_type()));
    let executable = program || script || bytes.starts_with(b"\x7fELF") || is_mach_o(bytes);
    // Some kinds of picture and sound begin with just two or three letters, and so do words.
    let weak = |kind: &infer::Type| WEAK.iter().any(|start| kind.mime_type().starts_with(start));
    let known = kind.filter(|kind| !weak(kind) || !is_text(bytes));
    Sniffed { media_type: known.map(|kind| kind.mime_type().to_owned()), executable }
}

/// Kinds whose first letters can also begin a text.
const WEAK: &[&str] = &["image/", "audio/", "video/"];

/// Whether these are the first bytes of a text in UTF-8, with no control characters but white space and escape.
fn is_text(bytes: &[u8]) -> bool {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        // The last letter may be cut in two.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.chars().any(|letter| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t' | '\x0c' | '\x1b'))
}

/// Whether this is a macOS program, for one or several processors. A Java class begins with the same bytes and counts
/// too.
fn is_mach_o(bytes: &[u8]) -> bool {
    const MAGIC: [[u8; 4]; 6] = [
        [0xfe, 0xed, 0xfa, 0xce],
        [0xfe, 0xed, 0xfa, 0xcf],
        [0xce, 0xfa, 0xed, 0xfe],
        [0xcf, 0xfa, 0xed, 0xfe],
        [0xca, 0xfe, 0xba, 0xbe],
        [0xbe, 0xba, 0xfe, 0xca],
    ];
    MAGIC.iter().any(|magic| bytes.starts_with(magic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_recognised() {
        for bytes in [
            &b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"[..],
            b"MZ\x90\0\x03\0\0\0",
            b"\xcf\xfa\xed\xfe\x07\0\0\x01",
            b"#!/usr/bin/env python\n",
            b"\xef\xbb\xbf#!/bin/sh\n",
            b"\xff\xfe#\0!\0/\0",
            b"\xfe\xff\0#\0!\0/",
            b"\x7fELF\x02",
        ] {
            assert!(sniff(bytes).executable, "{bytes:?}");
        }
    }

    #[test]
    fn documents_are_not_programs() {
        let png = sniff(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
        assert_eq!(png, Sniffed { media_type: Some("image/png".into()), executable: false });
        let pdf = sniff(b"%PDF-1.7\n");
        assert_eq!(pdf, Sniffed { media_type: Some("application/pdf".into()), executable: false });
        assert_eq!(sniff(b"Dear all,\n"), Sniffed { media_type: None, executable: false });
        assert!(!sniff(b"").executable);
        // A text whose first letters are those of a picture.
        assert_eq!(sniff("BM 1200 går ikke på\n".as_bytes()).media_type, None);
        assert_eq!(sniff(b"BM\x36\0\0\0").media_type.as_deref(), Some("image/bmp"));
    }
}
