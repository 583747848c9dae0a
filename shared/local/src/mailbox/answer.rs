//! Answers from the mailbox's page: a raw message as a mail program would write it, with the mail that it answers
//! quoted below.

use super::store::{Mail, bare};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use uuid::Uuid;

/// Longest line of base64, in characters.
const LINE: usize = 76;

/// Writes the answer of the recipient of `mail`; nothing if the mail has no address that answers go to.
pub(super) fn compose(mail: &Mail, text: &str, now: Timestamp) -> Option<Vec<u8>> {
    let (to, from) = (mail.reply_to.first()?, mail.to.first()?);
    let original = mail.text.as_deref().unwrap_or_default();
    let quoted: String = original.lines().map(|line| format!("> {line}").trim_end().to_owned() + "\n").collect();
    let sent = mail.at.strftime("%-d %b %Y at %H:%M");
    let body = format!("{text}\n\nOn {sent}, {} wrote:\n\n{quoted}", mail.from);
    let id = format!("<{}@mailbox.example>", mail.id);
    let references = [mail.headers.get("References").cloned(), Some(id.clone())];
    let references = references.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let headers = [
        ("Return-Path", format!("<{}>", bare(from))),
        ("From", from.clone()),
        ("To", to.clone()),
        ("Subject", encoded(&format!("Re: {}", mail.subject))),
        ("Date", now.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()),
        ("Message-ID", format!("<{}@mailbox.example>", Uuid::now_v7())),
        ("In-Reply-To", id),
        ("References", references),
        ("MIME-Version", "1.0".to_owned()),
        ("Content-Type", "text/plain; charset=utf-8".to_owned()),
        ("Content-Transfer-Encoding", "base64".to_owned()),
    ];
    let head = headers.iter().fold(String::new(), |head, (name, value)| head + name + ": " + value + "\r\n");
    let encoded = STANDARD.encode(body);
    let lines: Vec<String> =
        encoded.as_bytes().chunks(LINE).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    Some(format!("{head}\r\n{}\r\n", lines.join("\r\n")).into_bytes())
}

/// A header's text as encoded words (RFC 2047), unless it is plain.
fn encoded(text: &str) -> String {
    if text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    // Few enough that no word is longer than 75 characters, whatever the letters are.
    let words = letters.chunks(11).map(|part| part.iter().collect::<String>());
    words.map(|word| format!("=?UTF-8?B?{}?=", STANDARD.encode(word))).collect::<Vec<_>>().join("\r\n ")
}
