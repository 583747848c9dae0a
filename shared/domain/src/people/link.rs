//! Links in mails that prove an address: person, record and a secret. The page of a link sends it when its reader acts,
//! so a scanner that follows links in mails does nothing.

use crate::ids::PersonId;
use std::fmt::{self, Display};
use std::str::FromStr;

/// Content of a link in a mail. The secret is never printed except as a part of the link.
#[derive(Clone, PartialEq, Eq)]
pub struct MailLink<I> {
    /// Recipient of the mail.
    pub person: PersonId,
    /// Record that the link is of.
    pub id: I,
    /// At least 128 random bits.
    pub secret: String,
}

impl<I: Display + FromStr> MailLink<I> {
    /// Text of the link, as in the address of the page after the `#`.
    pub fn text(&self) -> String {
        format!("{}.{}.{}", self.person, self.id, self.secret)
    }

    /// Reads a link from its text; nothing if the text is not a link.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let (person, id) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let secret = parts.next().filter(|secret| !secret.is_empty())?.to_owned();
        parts.next().is_none().then_some(Self { person, id, secret })
    }
}

/// Largest number of valid links of one mail. There is more than one only if the mail had to be sent again, and nobody
/// knows which mail arrived.
const MOST_LINKS: usize = 4;

/// Hashes of the links of a mail with one more. The oldest go first.
pub(super) fn with_link(hashes: &[String], hash: String) -> Vec<String> {
    let over = (hashes.len() + 1).saturating_sub(MOST_LINKS);
    hashes.iter().skip(over).cloned().chain([hash]).collect()
}

impl<I: Display> fmt::Debug for MailLink<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailLink").field("id", &format_args!("{}", self.id)).finish_non_exhaustive()
    }
}
