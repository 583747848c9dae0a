//! Cutting off what a mail only repeats: the quotation of the mail that it answers, and the signature.
//!
//! An answer between the lines of a quotation keeps all of it, because the two belong together. A forwarded mail is
//! what its sender wants to show, and stays too.

use crate::text::is_signature_mark;

/// Longest attribution, in lines: "On …, XYZ Co." and "<support@xyz.example> wrote:".
const LONGEST_ATTRIBUTION: usize = 3;
/// Most lines of a signature after its mark.
const LONGEST_SIGNATURE: usize = 20;

/// First words of the lines that repeat the author of a mail, in lower case.
const FROM: &[&str] = &[
    "from",
    "von",
    "de",
    "da",
    "fra",
    "från",
    "van",
    "od",
    "od",
    "lähettäjä",
    "mittente",
    "expéditeur",
    "remitente",
    "afzender",
    "от",
    "差出人",
    "发件人",
    "寄件者",
    "보낸 사람",
];
/// First words of attributions, in lower case.
const ATTRIBUTES: &[&str] = &["on ", "am ", "le ", "el ", "den ", "op ", "il ", "em ", "w dniu ", "dne ", "på "];
/// Verbs of attributions, in lower case: one that is followed by no quotation marks has one of them.
const WROTE: &[&str] = &[
    "wrote",
    "schrieb",
    "écrit",
    "escribi",
    "skrev",
    "schreef",
    "scritto",
    "escreveu",
    "napisa",
    "napsal",
    "kirjoitti",
];
/// Beginnings of the lines that mark a forwarded mail, in lower case.
const FORWARDED: &[&str] = &[
    "begin forwarded message",
    "---------- forwarded message",
    "-------- forwarded message",
    "-----forwarded message",
];
/// Beginnings of the lines that programs of phones add, in lower case.
const SENT_FROM: &[&str] = &[
    "sent from my ",
    "sent from mail for windows",
    "sent from outlook",
    "get outlook for ",
    "sent with proton",
    "sent via ",
    "von meinem iphone gesendet",
    "von meinem ipad gesendet",
    "gesendet von ",
    "envoyé de mon ",
    "envoyé depuis ",
    "enviado desde mi ",
    "enviado do meu ",
    "sendt fra min ",
    "sendt fra outlook",
    "skickat från min ",
    "verstuurd vanaf mijn ",
    "inviato da ",
    "iphoneから送信",
    "lähetetty ",
];

/// Returns what the author wrote, and what was cut off it.
pub(crate) fn split(text: &str) -> (String, String) {
    let lines: Vec<&str> = text.lines().collect();
    let end = repeated_from(&lines);
    let start = if end == lines.len() { answered_below(&lines) } else { 0 };
    let signature = start + signature_from(&lines[start..end]);
    let joined = |lines: &[&str]| lines.join("\n").trim_matches('\n').trim_end().to_owned();
    let cut = [joined(&lines[..start]), joined(&lines[signature..])];
    let cut: Vec<String> = cut.into_iter().filter(|part| !part.trim().is_empty()).collect();
    (joined(&lines[start..signature]), cut.join("\n\n"))
}

fn is_quoted(line: &str) -> bool {
    line.starts_with('>')
}

fn is_empty(line: &str) -> bool {
    line.trim().is_empty()
}

/// Index of the line from which on a mail only repeats others.
fn repeated_from(lines: &[&str]) -> usize {
    let tail = tail_of(lines);
    for (index, line) in lines.iter().enumerate() {
        let line = line.trim();
        let lower = line.to_lowercase();
        if FORWARDED.iter().any(|mark| lower.starts_with(mark)) {
            return lines.len();
        }
        // A mark of the program is above everything that it repeats.
        if is_original_mark(line) || is_header_block(&lines[index..]) {
            return without_rule(lines, index);
        }
        if let Some(length) = attribution(&lines[index..]) {
            let rest = &lines[index + length..];
            let quotes = rest.iter().find(|line| !is_empty(line)).is_some_and(|line| is_quoted(line));
            let said = || lines[index..index + length].join(" ").to_lowercase();
            if (quotes && index + length >= tail) || (!quotes && WROTE.iter().any(|verb| said().contains(verb))) {
                return index;
            }
        }
        if is_quoted(line) && index >= tail {
            return before_attribution(lines, index);
        }
    }
    lines.len()
}

/// Index of the line after which there are only quotations and, below them, a signature.
fn tail_of(lines: &[&str]) -> usize {
    let end = signature_from(lines);
    let said = lines[..end].iter().rposition(|line| !is_empty(line) && !is_quoted(line));
    said.map_or(0, |last| last + 1)
}

/// "-----Original Message-----", in any language.
fn is_original_mark(line: &str) -> bool {
    let inner = line.trim_matches('-').trim();
    line.starts_with("----") && line.ends_with("----") && inner.chars().any(char::is_alphabetic) && inner.len() < 60
}

/// Splits "Subject: Pumps" or "*Subject:* Pumps" into its word, in lower case, and the rest.
fn header(line: &str) -> Option<(String, &str)> {
    let (word, value) = line.trim().trim_start_matches('*').split_once([':', '：'])?;
    let word = word.trim().trim_end_matches('*');
    let plain = !word.is_empty() && word.chars().count() <= 20 && !word.contains(['/', '<', '@', '.']);
    plain.then(|| (word.to_lowercase(), value.trim().trim_start_matches('*').trim()))
}

/// Whether lines begin with the headers of a mail, as Outlook repeats them: the author, and two more in the next five.
fn is_header_block(lines: &[&str]) -> bool {
    let author = lines.first().and_then(|line| header(line));
    if !author.is_some_and(|(word, value)| FROM.contains(&&*word) && !value.is_empty()) {
        return false;
    }
    lines.iter().skip(1).take(5).take_while(|line| !is_empty(line)).filter(|line| header(line).is_some()).count() >= 2
}

/// Index of the rule of underscores or dashes above a line, if there is one.
fn without_rule(lines: &[&str], index: usize) -> usize {
    let above = lines[..index].iter().rposition(|line| !is_empty(line));
    let is_rule = |line: &str| {
        let line = line.trim();
        line.len() >= 10 && (line.bytes().all(|byte| byte == b'_') || line.bytes().all(|byte| byte == b'-'))
    };
    above.filter(|at| is_rule(lines[*at])).unwrap_or(index)
}

/// Number of lines of the attribution that lines begin with: "On 30 November 2026 at 09:00, XYZ Co. wrote:".
fn attribution(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim().to_lowercase();
    if !ATTRIBUTES.iter().any(|word| first.starts_with(word)) {
        return None;
    }
    let mut whole = String::new();
    for (index, line) in lines.iter().take(LONGEST_ATTRIBUTION).enumerate() {
        if is_empty(line) || is_quoted(line) {
            return None;
        }
        whole.push_str(line.trim());
        whole.push(' ');
        if whole.trim_end().ends_with([':', '：']) {
            return (whole.len() < 400 && names_a_time(&whole)).then_some(index + 1);
        }
    }
    None
}

/// Whether a text has an address, a year of four digits, or a time of day.
fn names_a_time(text: &str) -> bool {
    let digits = |part: &str| part.len() >= 4 && part.bytes().take(4).all(|byte| byte.is_ascii_digit());
    let year = text.split(|letter: char| !letter.is_ascii_digit()).any(digits);
    let time = text.as_bytes().windows(4).any(|four| {
        four[0].is_ascii_digit() && matches!(four[1], b':' | b'.') && four[2..].iter().all(u8::is_ascii_digit)
    });
    text.contains('@') || year || time
}

/// Index of the attribution right above a quotation, or of the quotation.
fn before_attribution(lines: &[&str], quoted: usize) -> usize {
    let Some(last) = lines[..quoted].iter().rposition(|line| !is_empty(line)) else { return quoted };
    if !lines[last].trim_end().ends_with([':', '：']) || quoted - last > 2 {
        return quoted;
    }
    let first = (last + 1).saturating_sub(LONGEST_ATTRIBUTION);
    // The attribution is a paragraph of its own, and says when or who.
    let start = lines[first..=last].iter().rposition(|line| is_empty(line)).map_or(first, |empty| first + empty + 1);
    let alone = start == 0 || is_empty(lines[start - 1]);
    if alone && names_a_time(&lines[start..=last].join(" ")) { start } else { quoted }
}

/// Index of the first line below the quotation that a mail begins with, if what follows quotes nothing more.
fn answered_below(lines: &[&str]) -> usize {
    let Some(first) = lines.iter().position(|line| !is_empty(line)) else { return 0 };
    let begins = first + attribution(&lines[first..]).unwrap_or_default();
    let quoted = lines[begins..].iter().take_while(|line| is_empty(line) || is_quoted(line)).count();
    let rest = &lines[begins + quoted..];
    let has_quote = lines[begins..begins + quoted].iter().any(|line| is_quoted(line));
    if has_quote && !rest.iter().any(|line| is_quoted(line)) { begins + quoted } else { 0 }
}

/// Index of the line from which on lines are a signature.
fn signature_from(lines: &[&str]) -> usize {
    let mut end = lines.len();
    if let Some(mark) = lines.iter().rposition(|line| is_signature_mark(line))
        && lines.len() - mark <= LONGEST_SIGNATURE
    {
        end = mark;
    }
    let sent_from = |line: &str| {
        let lower = line.trim().trim_start_matches(['(', '[', '*']).to_lowercase();
        lower.len() < 200 && SENT_FROM.iter().any(|start| lower.starts_with(start))
    };
    while let Some(last) = lines[..end].iter().rposition(|line| !is_empty(line)) {
        if !sent_from(lines[last]) {
            break;
        }
        end = last;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> String {
        split(text).0
    }

    #[test]
    fn what_is_repeated_is_cut_off() {
        for (text, expected) in [
            ("It is back.\n\nOn 30 Nov 2026, at 09:00, XYZ Co. <a@b.example> wrote:\n\n> Is it?\n> Bye", "It is back."),
            ("Yes.\n\nOn Mon, 30 Nov 2026 at 09:00, XYZ Co.\n<a@b.example> wrote:\n> Is it?", "Yes."),
            ("Ja.\n\nAm 30.11.2026 um 09:00 schrieb XYZ <a@b.example>:\n> Ist es?", "Ja."),
            ("Yes.\n\n-----Original Message-----\nFrom: XYZ\nIs it?", "Yes."),
            ("Ja.\n\n-----Opprinnelig melding-----\nFra: XYZ\nEr den?", "Ja."),
            (
                "Yes.\n\n________________________________\nFrom: XYZ <a@b.example>\nSent: Monday\nTo: Kari\nSubject: T-1",
                "Yes.",
            ),
            ("Yes.\n\n*From:* XYZ <a@b.example>\n*Sent:* Monday\n*To:* Kari\n*Subject:* T-1\n\nIs it?", "Yes."),
            ("Ja.\n\nVon: XYZ <a@b.example>\nGesendet: Montag\nAn: Kari\nBetreff: T-1", "Ja."),
            ("> Is it back?\n\nYes, it is.", "Yes, it is."),
            ("On 30 Nov 2026, XYZ wrote:\n> Is it back?\n\nYes, it is.\n-- \nKari", "Yes, it is."),
            ("Yes.\n\n-- \nKari Halvorsen\nHalvorsen Marine", "Yes."),
            ("Yes.\n\nSent from my iPhone\n\n> On 30 Nov 2026, at 09:00, XYZ wrote:\n> Is it?", "Yes."),
            ("Yes.\n\nGet Outlook for iOS <https://aka.ms/o>", "Yes."),
            ("はい。\n\n2026年11月30日(月) 9:00 XYZ <a@b.example>:\n> 戻りましたか", "はい。"),
        ] {
            assert_eq!(said(text), expected, "{text}");
            assert!(!split(text).1.is_empty(), "{text}");
        }
    }

    #[test]
    fn what_somebody_wrote_is_kept() {
        for text in [
            "First question:\n\n> Is it back?\n\nYes.\n\n> Since when?\n\nMonday.",
            "See below.\n\n---------- Forwarded message ---------\nFrom: Ann <a@b.example>\nDate: Monday\nSubject: x\n\nIt broke.",
            "On Monday I tried this:\nturn it off\nturn it on",
            "On Monday at 10:30 I tried this:\nturn it off\nturn it on",
            "On two points I disagree:\nthe first\nthe second",
            "From: the pump\nit leaks",
            "It costs > 5 euros",
            "a -- b",
            "",
        ] {
            assert_eq!(split(text), (text.to_owned(), String::new()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_lost(text in "((> ?)?[a-c:@0-9 -]{0,12}\n|-- \n|On 1 Jan 2026 x wrote:\n|From: a\nTo: b\nDate: c\n){0,12}") {
            let (said, cut) = split(&text);
            let lines = |text: &str| {
                let mut lines: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
                lines.retain(|line| !line.is_empty());
                lines.sort();
                lines
            };
            prop_assert_eq!(lines(&format!("{said}\n{cut}")), lines(&text));
        }
    }
}
