//! Mails as programs write them, each with what is read of it. The files are in `corpus`.

#![allow(clippy::unwrap_used, reason = "a missing file ends the test")]

use portico_mail::{Automatic, Incoming, read};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const TOKEN: &str = "00112233445566778899aabbccddeeff";
/// Header of the mails that `loop` is one of.
const OWN: &str = "X-Portico-Job";

/// Reading of a mail: its file, the text, the files, and why nobody wrote it.
type Case = (&'static str, &'static str, &'static [&'static str], Option<Automatic>);

const CASES: &[Case] = &[
    ("gmail", "It is back since nine. Thank you!", &[], None),
    ("gmail-mobile-signature", "Yes, all good.", &[], None),
    ("outlook", "Hello Sofie,\n\nthe pump runs again. The fuse was broken.\n\nKind regards\nKari", &[], None),
    ("outlook-original-message", "It works.", &[], None),
    ("outlook-html-only", "The pump runs again.", &[], None),
    ("outlook-mobile", "Running again.", &[], None),
    ("outlook-french", "Bonjour,\n\nla pompe fonctionne.", &[], None),
    ("apple-mail", "The pump runs again, and it has been running since nine o’clock this morning.\n\nKari", &[], None),
    ("iphone", "Yes it is", &[], None),
    ("samsung", "Ok now", &[], None),
    ("thunderbird-latin1", "Guten Tag,\n\ndie Pumpe läuft wieder, vielen Dank für die Mühe. Größe: 5 µm.", &[], None),
    ("iso-2022-jp", "ポンプは動いています。\nありがとうございます。", &[], None),
    ("windows-1252", "It costs 5 € – “fine”.", &[], None),
    ("nested-multipart", "See the log and the picture.", &["screen.png", "pump.log"], None),
    ("files-only", "", &["report.pdf"], None),
    ("winmail", "The file is attached.", &["winmail.dat"], None),
    (
        "forwarded",
        "This came from the pump:\n\n---------- Forwarded message ---------\nFrom: Pump 4 <pump4@halvorsen.example>\nDate: Mon, 30 Nov 2026 at 08:14\nSubject: Alarm\nTo: Kari Halvorsen <kari@halvorsen.example>\n\nPressure lost.",
        &[],
        None,
    ),
    ("forwarded-as-attachment", "Attached is the alarm.", &["alarm.eml"], None),
    ("signed-smime", "Signed and true.", &["smime.p7s"], None),
    ("signed-pgp", "Signed by hand.", &["signature.asc"], None),
    (
        "inline-answers",
        "On 30 Nov 2026, at 09:00, XYZ Co. wrote:\n\n> Is it back?\n\nYes.\n\n> Since when?\n\nSince nine.",
        &[],
        None,
    ),
    ("answer-below", "Yes, since nine.", &[], None),
    ("out-of-office", "I am away until Monday.", &[], Some(Automatic::AutoReply)),
    ("vacation-precedence", "Ich bin nicht im Büro.", &[], Some(Automatic::AutoReply)),
    ("bounce", "The mailbox is full.", &["attachment-1.eml"], Some(Automatic::Bounce)),
    ("read-receipt", "Your message was read.", &["attachment-1.eml"], Some(Automatic::AutoReply)),
    ("loop", "Hello Kari", &[], Some(Automatic::Loop)),
    ("mailing-list", "To all: pumps.", &[], Some(Automatic::List)),
    ("to-support", "Do you have spare parts?", &[], None),
    ("token-in-upper-case", "Shouted address.", &[], None),
    ("spam", "Win a pump!", &[], None),
    ("forged", "Send me the password.", &[], None),
    ("two-authors", "We both agree.", &[], None),
    ("hostile-html", "Look here or there (https://halvorsen.example/pump)", &[], None),
    ("broken-mime", "It ends too ear", &[], None),
    ("file-names", "Two files.", &["Prüfbericht 2.txt", "notes.txt"], None),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn mail(name: &str) -> Incoming {
    let raw = std::fs::read(folder().join(format!("{name}.eml"))).unwrap();
    read(&raw, OWN).unwrap_or_else(|| panic!("{name} cannot be read"))
}

#[test]
fn each_mail_gives_its_own_text_files_and_nature() {
    for (name, text, files, automatic) in CASES {
        let mail = mail(name);
        assert_eq!(mail.text, *text, "{name}");
        let named: Vec<&str> = mail.attachments.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(named, *files, "{name}");
        assert_eq!(mail.automatic, *automatic, "{name}");
    }
}

#[test]
fn every_file_of_the_corpus_has_its_case() {
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let cases: BTreeSet<String> = CASES.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(files, cases);
}

#[test]
fn each_answer_leads_to_its_ticket() {
    for (name, ..) in CASES {
        let mail = mail(name);
        assert_eq!(mail.token.as_deref(), (*name != "to-support").then_some(TOKEN), "{name}");
        assert!(mail.message_id.is_some(), "{name}");
        let thread = "ticket.01900000-0000-7000-8000-000000000005@reply.xyz.example";
        let answers = !["bounce", "loop"].contains(name);
        assert_eq!(mail.references.iter().any(|id| id == thread), answers, "{name}: {:?}", mail.references);
    }
}

#[test]
fn the_author_is_one_person() {
    for (name, ..) in CASES {
        let from = mail(name).from.map(|sender| sender.address);
        let expected = match *name {
            "two-authors" => None,
            "bounce" => Some("mailer-daemon@mx.halvorsen.example"),
            "loop" => Some("support@xyz.example"),
            _ => Some("kari@halvorsen.example"),
        };
        assert_eq!(from.as_deref(), expected, "{name}");
    }
    assert_eq!(mail("iso-2022-jp").from.unwrap().name, "山田花子");
    assert_eq!(mail("iso-2022-jp").subject, "Re: ポンプが止まる");
    assert_eq!(mail("thunderbird-latin1").from.unwrap().name, "Jörg Müller");
    assert_eq!(mail("thunderbird-latin1").subject, "Re: T-1042: Die Pumpe hält an");
}

#[test]
fn what_is_cut_off_is_kept() {
    for name in ["gmail", "outlook", "outlook-html-only", "iphone", "thunderbird-latin1", "iso-2022-jp", "answer-below"]
    {
        assert!(!mail(name).quoted.is_empty(), "{name}");
    }
    assert!(mail("outlook").quoted.contains("Subject: T-1042"));
    assert!(mail("gmail-mobile-signature").quoted.starts_with("-- \nKari Halvorsen"));
    assert!(mail("inline-answers").quoted.is_empty());
}

#[test]
fn what_the_mail_service_warns_of_is_harmful() {
    let harmful: Vec<&str> = CASES.iter().map(|(name, ..)| *name).filter(|name| mail(name).harmful).collect();
    assert_eq!(harmful, ["spam", "forged"]);
}

#[test]
fn the_beginning_of_a_mail_has_its_headers() {
    let raw = std::fs::read(folder().join("nested-multipart.eml")).unwrap();
    let mail = read(&raw[..raw.len() / 3], OWN).unwrap();
    assert_eq!((mail.token.as_deref(), mail.text.as_str()), (Some(TOKEN), "See the log and the picture."));
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = read(&bytes, OWN);
    }

    #[test]
    fn a_mail_with_any_change_is_read_without_a_panic(
        case in 0..CASES.len(),
        at in any::<prop::sample::Index>(),
        patch in prop::collection::vec(any::<u8>(), 0..12),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut raw = std::fs::read(folder().join(format!("{}.eml", CASES[case].0))).unwrap();
        let place = at.index(raw.len());
        raw.splice(place..(place + patch.len() / 2).min(raw.len()), patch);
        let length = cut.index(raw.len()) + 1;
        let _ = read(&raw, OWN);
        raw.truncate(length);
        let _ = read(&raw, OWN);
    }

    #[test]
    fn any_html_becomes_text(html in "(<[a-z]{1,10}( href=\"[a-z:/.]{0,12}\")?/?>|</[a-z]{1,10}>|[ a-z&;#<>\n-]{0,8}){0,40}") {
        let raw = format!("From: a@b.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}");
        prop_assert!(read(raw.as_bytes(), OWN).is_some());
    }
}

#[test]
fn a_mail_that_is_made_to_be_hard_to_read_gives_its_headers() {
    let nested = "Content-Type: message/rfc822\r\n\r\n".repeat(20_000);
    let mail = portico_mail::read(format!("From: kari@fjord.example\r\n{nested}").as_bytes(), OWN).unwrap();
    assert_eq!(mail.from.map(|from| from.address).as_deref(), Some("kari@fjord.example"));
    assert!(mail.harmful && mail.text.is_empty() && mail.attachments.is_empty());

    let picture = |number: usize| {
        format!(
            "--x\r\nContent-Type: image/png\r\nContent-ID: <{number}@x>\r\nContent-Disposition: inline\r\n\r\nP\r\n"
        )
    };
    let pictures: String = (0..5_000).map(picture).collect();
    let html = format!("--x\r\nContent-Type: text/html\r\n\r\n<p>{}</p>\r\n", "word ".repeat(160_000));
    let head = "From: kari@fjord.example\r\nContent-Type: multipart/related; boundary=x\r\n\r\n";
    let begun = std::time::Instant::now();
    let mail = portico_mail::read(format!("{head}{html}{pictures}--x--\r\n").as_bytes(), OWN).unwrap();
    assert!(mail.text.starts_with("word word"), "{}", mail.text.len());
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn of_two_authors_none_is_believed() {
    for second in ["From", "from", "From "] {
        let raw = format!("From: evil@evil.example\r\n{second}: kari@fjord.example\r\n\r\nHello\r\n");
        assert_eq!(portico_mail::read(raw.as_bytes(), OWN).unwrap().from, None, "{second:?}");
    }
}
