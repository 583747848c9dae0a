//! Mails that nobody wrote by hand: automatic answers (RFC 3834), reports of delivery, mailing lists, and mails of
//! Portico that came back to it.

use crate::Sender;

/// Largest number of servers that a mail may have passed before it counts as going in a circle.
const MOST_HOPS: usize = 30;

/// Reason why nobody wrote a mail by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Automatic {
    /// An automatic answer, such as an absence note or a confirmation of reading.
    AutoReply,
    /// A report that a mail could not be delivered.
    Bounce,
    /// A mail of Portico itself, or one that goes in a circle.
    Loop,
    /// A mail to a list.
    List,
}

/// Returns why nobody wrote the mail, if its headers show that. Every mail that Portico sends has the header
/// `own_header`.
pub(crate) fn of(headers: &[(&str, &str)], from: Option<&Sender>, own_header: &str) -> Option<Automatic> {
    let all = |name: &str| {
        let name = name.to_owned();
        headers.iter().filter(move |(named, _)| named.eq_ignore_ascii_case(&name)).map(|(_, value)| value.trim())
    };
    let has = |name: &str| all(name).next().is_some();
    // The word before any parameter or comment.
    let word = |value: &str| value.split([';', ' ', '(']).next().unwrap_or_default().to_ascii_lowercase();
    let any = |name: &str, words: &[&str]| all(name).any(|value| words.contains(&&*word(value)));

    if has(own_header) || all("Received").count() > MOST_HOPS {
        return Some(Automatic::Loop);
    }
    let kind = all("Content-Type").next().unwrap_or_default().to_ascii_lowercase();
    let report = kind.starts_with("multipart/report");
    let local = from.and_then(|sender| sender.address.split_once('@')).map(|(local, _)| local);
    let daemon = local.is_some_and(|local| matches!(local, "mailer-daemon" | "postmaster" | "mail-daemon"));
    let no_return = all("Return-Path").any(|path| path.replace(' ', "") == "<>");
    if (report && !kind.contains("disposition-notification")) || daemon || has("X-Failed-Recipients") {
        return Some(Automatic::Bounce);
    }
    let submitted = all("Auto-Submitted").any(|value| word(value) != "no");
    let suppressed = all("X-Auto-Response-Suppress").any(|value| !matches!(&*word(value), "" | "none"));
    let answers = ["X-Autoreply", "X-Autorespond", "X-Auto-Reply"].iter().any(|name| has(name));
    let precedence = any("Precedence", &["auto_reply", "bulk", "junk"]);
    if report || submitted || suppressed || answers || precedence || no_return {
        return Some(Automatic::AutoReply);
    }
    let list = ["List-Id", "List-Post", "List-Unsubscribe", "List-Help"].iter().any(|name| has(name));
    (list || any("Precedence", &["list"])).then_some(Automatic::List)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(headers: &[(&str, &str)]) -> Option<Automatic> {
        of(headers, Some(&Sender { name: String::new(), address: "kari@halvorsen.example".into() }), "X-Own")
    }

    #[test]
    fn headers_show_that_nobody_wrote() {
        for (name, value, expected) in [
            ("Auto-Submitted", "auto-replied (vacation)", Some(Automatic::AutoReply)),
            ("auto-submitted", "auto-generated; owner=x", Some(Automatic::AutoReply)),
            ("Auto-Submitted", "no", None),
            ("X-Auto-Response-Suppress", "All", Some(Automatic::AutoReply)),
            ("Precedence", "bulk", Some(Automatic::AutoReply)),
            ("Precedence", "first-class", None),
            ("Precedence", "list", Some(Automatic::List)),
            ("Return-Path", "<>", Some(Automatic::AutoReply)),
            ("Return-Path", "<kari@halvorsen.example>", None),
            ("List-Id", "<ops.halvorsen.example>", Some(Automatic::List)),
            ("Content-Type", "multipart/report; report-type=delivery-status", Some(Automatic::Bounce)),
            ("Content-Type", "multipart/report; report-type=disposition-notification", Some(Automatic::AutoReply)),
            ("X-Own", "01999b1e-0000-7000-8000-000000000001", Some(Automatic::Loop)),
        ] {
            assert_eq!(judged(&[(name, value)]), expected, "{name}: {value}");
        }
    }

    #[test]
    fn a_mail_through_too_many_servers_goes_in_a_circle() {
        let hop = ("Received", "from a by b");
        assert_eq!(judged(&[hop; MOST_HOPS]), None);
        assert_eq!(judged(&[hop; MOST_HOPS + 1]), Some(Automatic::Loop));
    }
}
