//! Mails that come in: from the raw bytes of a message (RFC 5322) to its sender, its text without what it quotes, and
//! its attachments.
//!
//! The crate knows no record and decides nothing. Any bytes can be read: a message that breaks the rules gives less.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod automatic;
mod html;
mod quoted;
mod text;

pub use automatic::Automatic;
use mail_parser::{Address, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::collections::HashSet;

/// First part of the addresses that answers go to.
const REPLY_TO: &str = "reply+";
/// Length of the token in such an address: 128 bits in hexadecimal.
pub const TOKEN_LENGTH: usize = 32;
/// Size up to which a picture inside the text counts as part of a signature and is left out, in bytes.
const SMALL_PICTURE: usize = 12 * 1024;
/// Largest number of parts of a mail that may have a message in them.
const DEEPEST: usize = 100;
/// Length up to which the text of a mail is looked through, in bytes.
const LONGEST_TEXT: usize = 200_000;

/// A mail that came in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incoming {
    /// Message ID, without its angle brackets.
    pub message_id: Option<String>,
    /// Message IDs of the mails that this one answers, without their angle brackets.
    pub references: Vec<String>,
    /// Token of the address that the mail was sent to, in lower case.
    pub token: Option<String>,
    /// Author of the mail; none if the mail names nobody or several.
    pub from: Option<Sender>,
    /// Subject, on one line.
    pub subject: String,
    /// Text that the author wrote.
    pub text: String,
    /// Signature and quotation, which were cut off the text.
    pub quoted: String,
    /// Attachments, in their order.
    pub attachments: Vec<Attachment>,
    /// Reason why nobody wrote the mail by hand, if that shows.
    pub automatic: Option<Automatic>,
    /// Whether the mail service found spam, a virus or a forged author, or the mail is made to be hard to read.
    pub harmful: bool,
}

/// Author of a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sender {
    /// Name, if the mail gives one.
    pub name: String,
    /// Address, in lower case.
    pub address: String,
}

/// Attachment of a mail.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// File name.
    pub name: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.name, self.bytes.len())
    }
}

/// Returns the address that answers with this token go to.
pub fn reply_address(token: &str, domain: &str) -> String {
    format!("{REPLY_TO}{token}@{domain}")
}

/// Reads a mail from its bytes; nothing if they have no headers. Cut-off bytes give the headers at least. A mail with
/// the header `own_header` was sent by this system itself.
pub fn read(raw: &[u8], own_header: &str) -> Option<Incoming> {
    let parser = MessageParser::default();
    // The parser drops nested messages by recursion, which ends the process if they are too many for its stack.
    let deep = nests_deeply(raw);
    let message = if deep { parser.parse_headers(raw) } else { parser.parse(raw) }?;
    let headers: Vec<(&str, &str)> = message.headers_raw().collect();
    if headers.is_empty() {
        return None;
    }
    // One field says who wrote a mail (RFC 5322, section 3.6). Of two, others may have checked the other one.
    let authors = headers.iter().filter(|(name, _)| name.trim().eq_ignore_ascii_case("From")).count();
    let from = if authors == 1 { sender(message.from()) } else { None };
    let body = if deep { None } else { body(&message) };
    let unreadable = body.is_none();
    let (text, quoted) = quoted::split(&body.unwrap_or_default());
    Some(Incoming {
        message_id: message.message_id().map(text::one_line).filter(|id| !id.is_empty()),
        references: [message.references(), message.in_reply_to()].into_iter().flat_map(ids).collect(),
        token: token(&headers),
        automatic: automatic::of(&headers, from.as_ref(), own_header),
        from,
        subject: text::one_line(message.subject().unwrap_or_default()),
        text,
        quoted,
        attachments: attachments(&message),
        harmful: unreadable || verdict(&headers),
    })
}

/// Author of a mail, if it has exactly one.
fn sender(from: Option<&Address<'_>>) -> Option<Sender> {
    let mut people = from?.iter();
    let one = people.next()?;
    if people.next().is_some() {
        return None;
    }
    let address = one.address.as_deref()?.trim().to_lowercase();
    let whole = address.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
    (whole && !address.contains(char::is_whitespace))
        .then(|| Sender { name: text::one_line(one.name.as_deref().unwrap_or_default()), address })
}

fn ids(value: &HeaderValue<'_>) -> Vec<String> {
    match value {
        HeaderValue::Text(id) => vec![text::one_line(id)],
        HeaderValue::TextList(ids) => ids.iter().map(|id| text::one_line(id)).collect(),
        _ => Vec::new(),
    }
}

/// Headers with the addresses that a mail was sent to, the plainest first.
const RECIPIENTS: [&str; 6] = ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "Received"];

/// Token in the addresses that the mail was sent to.
fn token(headers: &[(&str, &str)]) -> Option<String> {
    RECIPIENTS.iter().find_map(|name| {
        headers.iter().filter(|(named, _)| named.eq_ignore_ascii_case(name)).find_map(|(_, value)| token_in(value))
    })
}

fn token_in(value: &str) -> Option<String> {
    let value = value.to_ascii_lowercase();
    value.match_indices(REPLY_TO).find_map(|(at, found)| {
        let (token, rest) = value[at + found.len()..].split_at_checked(TOKEN_LENGTH)?;
        let whole = token.bytes().all(|byte| byte.is_ascii_hexdigit()) && rest.starts_with('@');
        whole.then(|| token.to_owned())
    })
}

/// Whether the mail service calls the mail spam or harmful, or its author's address forged (DMARC).
fn verdict(headers: &[(&str, &str)]) -> bool {
    headers.iter().any(|(name, value)| {
        let judged = ["X-SES-Spam-Verdict", "X-SES-Virus-Verdict"].iter().any(|one| one.eq_ignore_ascii_case(name));
        let value = value.trim().to_ascii_lowercase();
        let checked = name.eq_ignore_ascii_case("Authentication-Results") && value.starts_with("amazonses.com");
        (judged && value == "fail") || (checked && value.contains("dmarc=fail"))
    })
}

/// Whether messages may be nested in the mail more deeply than anybody forwards them.
fn nests_deeply(raw: &[u8]) -> bool {
    let nests = |line: &&[u8]| {
        let line = String::from_utf8_lossy(&line[..line.len().min(200)]).to_ascii_lowercase();
        // A long field goes on in a line that begins with a blank.
        let field = line.starts_with("content-type") || line.starts_with([' ', '\t']);
        field && ["rfc822", "global", "digest"].iter().any(|kind| line.contains(kind))
    };
    raw.split(|byte| *byte == b'\n').filter(nests).nth(DEEPEST).is_some()
}

/// Text of a mail: its plain parts, or its HTML as text if there are none with words. Nothing if that takes too long.
fn body(message: &Message<'_>) -> Option<String> {
    let of = |parts: Vec<&MessagePart<'_>>| {
        let texts: Option<Vec<String>> = parts.into_iter().map(part_text).collect();
        texts.map(|texts| text::clean(beginning(&texts.join("\n"))))
    };
    let cut_off = message.attachments().filter(|part| is_cut_off(part));
    let plain = of(message.text_bodies().chain(cut_off).collect())?;
    if plain.trim().is_empty() { of(message.html_bodies().collect()) } else { Some(plain) }
}

/// The beginning of a text, which is longer than any answer.
fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_TEXT)]
}

/// Whether a part is text without its end. The parser lists it among the attachments.
fn is_cut_off(part: &MessagePart<'_>) -> bool {
    part.is_encoding_problem && part.attachment_name().is_none() && matches!(part.body, PartType::Text(_))
}

fn part_text(part: &MessagePart<'_>) -> Option<String> {
    match &part.body {
        PartType::Html(html) => html::to_text(html),
        PartType::Text(plain) => {
            let parameter = |name| part.content_type().and_then(|kind| kind.attribute(name)).unwrap_or_default();
            Some(if parameter("format").eq_ignore_ascii_case("flowed") {
                text::unflowed(plain, parameter("delsp").eq_ignore_ascii_case("yes"))
            } else {
                plain.to_string()
            })
        }
        _ => Some(String::new()),
    }
}

fn attachments(message: &Message<'_>) -> Vec<Attachment> {
    let html: String = message.html_bodies().filter_map(MessagePart::text_contents).collect();
    let shown = pictures(&html);
    let all = message.attachments().filter(|part| !is_cut_off(part) && !is_ornament(part, &shown));
    all.enumerate().map(|(index, part)| attachment(part, index + 1)).collect()
}

/// Content IDs of the parts that the HTML shows.
fn pictures(html: &str) -> HashSet<&str> {
    let end = |letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'' | '>' | ')');
    html.split("cid:").skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

/// Whether a part is a small picture that the HTML shows: a logo or an icon of a signature.
fn is_ornament(part: &MessagePart<'_>, shown: &HashSet<&str>) -> bool {
    let picture = part.content_type().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("image"));
    let shown = part.content_id().is_some_and(|id| shown.contains(id.trim_matches(['<', '>'])));
    picture && shown && part.contents().len() <= SMALL_PICTURE
}

fn attachment(part: &MessagePart<'_>, number: usize) -> Attachment {
    let named = part.attachment_name().map(file_name).filter(|name| !name.is_empty());
    let ending = match part.content_type() {
        Some(kind) if kind.ctype().eq_ignore_ascii_case("message") => "eml",
        Some(kind) if kind.ctype().eq_ignore_ascii_case("text") => "txt",
        _ => "dat",
    };
    let name = named.unwrap_or_else(|| format!("attachment-{number}.{ending}"));
    Attachment { name, bytes: part.contents().to_vec() }
}

/// Last part of a path, on one line: a mail may name a file with its folders.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    text::one_line(last).chars().take(200).collect()
}
