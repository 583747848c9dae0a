//! Tests of the articles that the words of a query find, and of their order.

use super::articles::{article, found, found_by, now, query, rebuild, search, suggested, suggested_by, synonyms};
use jiff::ToSpan;
use portico_domain::search::{Rebuild, SUGGESTED_FROM, SearchDocument, SearchIndex, SearchQuery};

fn body(number: u128, body: &str) -> SearchDocument {
    SearchDocument { body: body.to_owned(), ..article(number, "An article about nothing") }
}

/// The numbers alone, for where the order does not matter.
async fn found_sorted(index: &impl SearchIndex, text: &str) -> Vec<u128> {
    let mut numbers = found(index, text).await;
    numbers.sort_unstable();
    numbers
}

pub(super) async fn every_field_is_searched(index: &impl SearchIndex) {
    let documents = [
        article(1, "Replace the toner"),
        SearchDocument { tags: vec!["toner".into()], ..article(2, "Second") },
        SearchDocument { summary: "About toner.".into(), ..article(3, "Third") },
        body(4, "First line.\nThe toner is below the lid."),
        article(5, "Replace the drum"),
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(found_sorted(index, "toner").await, [1, 2, 3, 4]);
    assert_eq!(found(index, "scanner").await, [0; 0]);
}

pub(super) async fn the_title_weighs_most(index: &impl SearchIndex) {
    // The order of change is the other way round, so that it cannot be what decides.
    let text = "Some words about the toner of this device";
    let documents = [
        body(1, text),
        SearchDocument { summary: text.into(), ..article(2, "An article about nothing") },
        SearchDocument { tags: vec!["toner".into()], ..article(3, "An article about nothing") },
        article(4, text),
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(found(index, "toner").await, [4, 3, 2, 1]);
}

pub(super) async fn most_of_the_words_come_first(index: &impl SearchIndex) {
    let documents = [
        article(1, "Router router router"),
        body(2, "How the router loses its wireless connection after an update."),
        body(3, "Wireless routers."),
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(found(index, "router wireless connection").await, [2, 3]);
    assert_eq!(found(index, "router wireless").await, [2, 3, 1]);
}

pub(super) async fn too_few_of_the_words_are_not_enough(index: &impl SearchIndex) {
    let documents = [
        body(1, "alpha bravo charlie delta echo"),
        body(2, "alpha bravo charlie"),
        body(3, "alpha bravo"),
        body(4, "alpha"),
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(found(index, "alpha bravo charlie delta echo").await, [1, 2]);
    assert_eq!(found(index, "How do I do alpha and bravo with charlie?").await, [2, 1, 3]);
    assert_eq!(found_sorted(index, "alpha zulu").await, [1, 2, 3, 4]);
}

pub(super) async fn word_forms_are_the_same_word(index: &impl SearchIndex) {
    let documents =
        [article(1, "Connecting printers"), article(2, "Lost connections"), article(3, "The customer's policies")];
    index.put(&documents).await.unwrap();
    assert_eq!(found_sorted(index, "connection").await, [1, 2]);
    assert_eq!(found_sorted(index, "connected").await, [1, 2]);
    assert_eq!(found(index, "printer").await, [1]);
    assert_eq!(found(index, "customers policy").await, [3]);
}

fn spanish(number: u128, title: &str) -> SearchDocument {
    SearchDocument { language: "es-ES".into(), ..article(number, title) }
}

pub(super) async fn word_forms_follow_the_language_of_the_article(index: &impl SearchIndex) {
    let documents = [
        spanish(1, "Calibrar las impresoras"),
        spanish(2, "Un impresor de etiquetas"),
        spanish(3, "La impresora de tickets"),
        article(4, "Impresor"),
        article(5, "Connecting printers"),
    ];
    index.put(&documents).await.unwrap();
    // The word occurs as it is typed, so none of these is found as a typing error.
    assert_eq!(found_sorted(index, "impresora").await, [1, 2, 3]);
    assert_eq!(found_sorted(index, "¿Cómo calibrar la impresora?").await, [1, 2, 3]);
    assert_eq!(found(index, "¿Cómo calibrar la impresora?").await[0], 1);
    assert_eq!(found_sorted(index, "connection").await, [5]);
    assert_eq!(found(index, "para las").await, [0; 0]);
}

pub(super) async fn the_readers_language_comes_first(index: &impl SearchIndex) {
    let documents = [article(1, "Terminal E31"), spanish(2, "Terminal E31"), spanish(3, "Terminal")];
    index.put(&documents).await.unwrap();
    let read_in = |language: &str| SearchQuery { language: Some(language.into()), ..query("terminal e31") };
    // A word more says more than the language.
    assert_eq!(found_by(index, &read_in("es")).await, [2, 1, 3]);
    assert_eq!(found_by(index, &read_in("en-GB")).await, [1, 2, 3]);
    assert_eq!(found_by(index, &read_in("de")).await, found(index, "terminal e31").await);
    assert_eq!(suggested_by(index, &read_in("es")).await[..2], [2, 1]);
    assert_eq!(suggested_by(index, &read_in("en")).await[..2], [1, 2]);
}

pub(super) async fn typing_errors_are_forgiven_by_length(index: &impl SearchIndex) {
    let documents = [article(1, "Scan"), article(2, "Printer"), article(3, "Installation"), article(4, "Fan")];
    index.put(&documents).await.unwrap();
    assert_eq!(found(index, "scam").await, [1]);
    assert_eq!(found(index, "pritner").await, [2]);
    assert_eq!(found(index, "printre").await, [2]);
    assert_eq!(found(index, "instalatoin").await, [3]);
    assert_eq!(found(index, "fam").await, [0; 0], "three letters are not forgiven");
    assert_eq!(found(index, "pirtnre").await, [0; 0], "two errors in seven letters are not forgiven");
}

pub(super) async fn codes_are_not_forgiven(index: &impl SearchIndex) {
    index.put(&[article(1, "Error E1042"), article(2, "Error E1043")]).await.unwrap();
    assert_eq!(found(index, "E1042").await, [1]);
    assert_eq!(found(index, "e1044").await, [0; 0]);
    index.put(&[article(3, "config_file.yaml: set proxy:port to 2.4")]).await.unwrap();
    for text in ["config", "file", "yaml", "config_file", "config_file.yaml", "proxy", "proxy:port", "2.4"] {
        assert_eq!(found(index, text).await, [3], "{text}");
    }
}

pub(super) async fn the_word_itself_comes_before_a_misspelt_one(index: &impl SearchIndex) {
    let mut documents = vec![
        SearchDocument {
            tags: vec!["pointer".into()],
            summary: "Pointer pointer.".into(),
            ..article(1, "Pointer, pointers, pointer")
        },
        body(200, &format!("{} the printer {}", "many other words ".repeat(200), "many other words ".repeat(200))),
    ];
    // The word itself is common and the similar one rare: that must not turn the order.
    documents.extend((2..40).map(|number| body(number, "A printer among others.")));
    index.put(&documents).await.unwrap();
    let hits = index.search(&portico_domain::search::SearchQuery { limit: 100, ..query("printer") }).await.unwrap();
    assert_eq!(hits.total, 39, "a word that occurs as it was typed is not taken for another");
    assert!(hits.hits.iter().all(|hit| hit.id.0.as_u128() != 1));
    index.put(&[article(300, "Tray"), article(301, "Stapler")]).await.unwrap();
    assert_eq!(found(index, "tray stapelr").await, [300, 301]);
}

pub(super) async fn what_says_nothing_is_not_what_was_meant(index: &impl SearchIndex) {
    let documents = [
        article(1, "And and and and and: has and had"),
        article(2, "The hand scanner loses its network"),
        body(3, "Network and scanner, and by hand."),
        article(4, "A ran fan"),
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(found(index, "hand scanner network").await, [2, 3]);
    // Neither a word that occurs nor one that does not.
    assert_eq!(found(index, "hand").await, [2, 3]);
    assert_eq!(found(index, "hadn").await, [2, 3]);
    assert_eq!(found(index, "rand").await, [2, 3], "not three letters");
}

pub(super) async fn the_very_form_comes_first(index: &impl SearchIndex) {
    let documents = [
        article(1, "Printing"),
        article(2, "Printed"),
        article(3, "Prints"),
        body(4, "Printing, prints, printing"),
        body(5, "It is printed."),
    ];
    index.put(&documents).await.unwrap();
    for (text, first) in [("printing", 1), ("printed", 2), ("prints", 3)] {
        assert_eq!(found(index, text).await[0], first, "{text}");
    }
    assert_eq!(found(index, "printed").await, [2, 5, 1, 3, 4]);
}

const SPELLINGS: [&str; 7] =
    ["power plus", "Power-Plus", "PowerPlus", "powerplus", "power/plus", "POWER PLUS", "power\u{2011}plus"];

pub(super) async fn spellings_of_a_compound_are_one_word(index: &impl SearchIndex) {
    let documents = [
        article(1, "The powerplus does not start"),
        article(2, "Set up the Power-Plus"),
        body(3, "Connect the power plus to the network."),
        body(4, "PowerPlus, PowerPlus and once more PowerPlus"),
        article(5, "The power supply"),
        body(6, "A plus of power"),
        SearchDocument { tags: vec!["power/plus".into()], ..article(7, "Second") },
    ];
    index.put(&documents).await.unwrap();
    let first = found(index, SPELLINGS[0]).await;
    assert_eq!(first.iter().copied().collect::<std::collections::BTreeSet<_>>(), [1, 2, 3, 4, 7].into());
    for spelling in SPELLINGS {
        assert_eq!(found(index, spelling).await, first, "{spelling}");
        let suggested: Vec<u128> = suggested(index, spelling).await;
        assert_eq!(suggested.len(), first.len(), "{spelling}");
        assert!(suggested.iter().all(|number| first.contains(number)), "{spelling}");
    }
    let long = found(index, "how do I connect the power plus to a network").await;
    for spelling in SPELLINGS {
        let asked = format!("how do I connect the {spelling} to a network");
        assert_eq!(found(index, &asked).await, long, "{spelling}");
    }
    assert_eq!(long[0], 3);
}

pub(super) async fn a_compound_that_is_written_apart_is_two_words(index: &impl SearchIndex) {
    let documents =
        [article(1, "A paper jam"), body(2, "The paper makes a jam"), article(3, "Paper"), article(4, "A pdf")];
    index.put(&documents).await.unwrap();
    for spelling in ["paper jam", "paperjam", "PaperJam", "paper-jam", "paper/jam"] {
        assert_eq!(found(index, spelling).await, [1, 2, 3], "{spelling}");
    }
}

pub(super) async fn parts_of_a_compound_are_found(index: &impl SearchIndex) {
    index.put(&[article(1, "A Wi-Fi hand-held"), article(2, "Input/output"), article(3, "Handset")]).await.unwrap();
    for (part, number) in [("fi", 1), ("held", 1), ("hand", 1), ("output", 2), ("input", 2)] {
        assert_eq!(found(index, part).await, [number], "{part}");
    }
    assert_eq!(found(index, "handhedl").await, [1], "as one word it is forgiven an error too");
    assert_eq!(suggested(index, "handhe").await, [1]);
}

pub(super) async fn what_cannot_be_seen_hides_no_word(index: &impl SearchIndex) {
    let documents = [
        article(1, "Reset the pass\u{200b}word"),
        article(2, "Pass\u{ad}word"),
        article(3, "The \u{2060}password\u{feff}"),
        article(4, "ｐａｓｓｗｏｒｄ of an of\u{fb01}ce"),
    ];
    index.put(&documents).await.unwrap();
    for text in ["password", "pass\u{ad}word", "pass\u{200b}word", "pa\u{200d}ssword", "ｐassword", "pass\u{e0041}word"]
    {
        assert_eq!(found_sorted(index, text).await, [1, 2, 3, 4], "{text:?}");
    }
    assert_eq!(found(index, "office").await, [4]);
}

pub(super) async fn synonyms_work_both_ways(index: &impl SearchIndex) {
    let documents =
        vec![article(1, "A new laptop"), article(2, "Notebooks and their chargers"), article(3, "A tablet")];
    let all = Rebuild { synonyms: synonyms(&[&["laptop", "notebook"]]), ..rebuild(documents) };
    index.replace_all(all).await.unwrap();
    assert_eq!(found_sorted(index, "laptops").await, [1, 2]);
    assert_eq!(found_sorted(index, "notebook").await, [1, 2]);
    assert_eq!(found(index, "notebook charger").await, [2, 1]);
    assert_eq!(found(index, "tablet").await, [3]);
}

pub(super) async fn phrases_are_synonyms_too(index: &impl SearchIndex) {
    let documents = vec![
        article(1, "Set up the VPN"),
        body(2, "Then open the virtual private network settings."),
        article(3, "A virtual machine on your private computer"),
    ];
    let all = Rebuild { synonyms: synonyms(&[&["VPN", "virtual private network"]]), ..rebuild(documents) };
    index.replace_all(all).await.unwrap();
    assert_eq!(found(index, "vpn").await, [1, 2]);
    let by_phrase = found_sorted(index, "virtual private networks").await;
    assert!(by_phrase.starts_with(&[1, 2]), "{by_phrase:?}");
    assert_eq!(found(index, "private network").await.first(), Some(&2), "a part of a phrase is no synonym");
}

pub(super) async fn a_rebuild_changes_the_synonyms(index: &impl SearchIndex) {
    let documents = vec![article(1, "A new laptop")];
    let with = |groups: &[&[&str]]| Rebuild { synonyms: synonyms(groups), ..rebuild(documents.clone()) };
    index.replace_all(with(&[&["laptop", "notebook"]])).await.unwrap();
    index.put(&[article(2, "Another laptop")]).await.unwrap();
    assert_eq!(found_sorted(index, "notebook").await, [1, 2]);
    index.replace_all(with(&[&["laptop", "portable, computer => x"]])).await.unwrap();
    assert_eq!(found(index, "notebook").await, [0; 0]);
    assert_eq!(found_sorted(index, "portable computer x").await, [1]);
}

pub(super) async fn words_side_by_side_come_first(index: &impl SearchIndex) {
    let documents = [
        article(1, "Paper for a jam label"),
        article(2, "Clear a paper jam now"),
        body(3, "When a paper jam happens, open it."),
        body(4, "The paper is not always the reason of a jam."),
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(found(index, "paper jam").await, [2, 1, 3, 4]);
}

pub(super) async fn case_and_accents_do_not_matter(index: &impl SearchIndex) {
    let documents = [article(1, "Café Zürich"), article(2, "Cafe\u{301} noir"), article(3, "STRASSE")];
    index.put(&documents).await.unwrap();
    for text in ["cafe", "CAFÉ", "cafe\u{301}"] {
        assert_eq!(found_sorted(index, text).await, [1, 2], "{text}");
    }
    assert_eq!(found(index, "zurich").await, [1]);
    assert_eq!(found(index, "straße").await, [3]);
}

pub(super) async fn any_script_is_found(index: &impl SearchIndex) {
    let documents = [
        article(1, "打印机 无法连接"),
        article(2, "Принтер не печатает"),
        article(3, "Ο εκτυπωτής δεν τυπώνει"),
        article(4, "الطابعة لا تعمل"),
        article(5, "Reboot 🚀 now"),
    ];
    index.put(&documents).await.unwrap();
    for (text, number) in [("打印机", 1), ("принтер", 2), ("εκτυπωτής", 3), ("الطابعة", 4), ("reboot 🚀", 5)]
    {
        assert_eq!(found(index, text).await, [number], "{text}");
    }
}

pub(super) async fn hostile_text_is_only_words(index: &impl SearchIndex) {
    let documents = [article(1, "Reset the router AND the switch"), article(2, "Other")];
    index.put(&documents).await.unwrap();
    for text in [
        "\"reset router",
        "reset AND (router OR",
        "+reset -router",
        "title:reset^ router~2 *",
        "reset\0router\u{7}",
        "reset/router\\",
        "{\"query\":{\"reset router\":[]}}",
        "reset <script>alert('router')</script>",
        "'; drop router; reset --",
        "reset 💥 router 👩‍👩‍👧",
        "[reset TO router}",
        "reset \u{e000}router\u{e001}",
        "r\u{200d}eset reset ro\u{feff}uter router",
    ] {
        let hits = search(index, text).await;
        assert!(hits.hits.iter().any(|hit| hit.id.0.as_u128() == 1), "{text:?} found {hits:?}");
        index.suggest(&query(text)).await.unwrap();
    }
    let long_words = "x".repeat(2000);
    let many_words = "printer installation connection wireless network ".repeat(40);
    let different_words = (0..300).map(|number| format!("word{number}ing")).collect::<Vec<_>>();
    let combining = format!("a{}", "\u{301}".repeat(1999));
    for text in [
        long_words,
        many_words,
        different_words.join(" "),
        combining,
        "🦀".repeat(500),
        "?!*~^\"()[]{}:/\\ ".repeat(100),
    ] {
        assert_eq!(search(index, &text).await.total, 0, "{text:?}");
        assert_eq!(suggested(index, &text).await, [0; 0], "{text:?}");
    }
    for text in ["\"", "AND", "OR NOT", "*", "\0", "💥", "a", "~1", " \t\n"] {
        index.search(&query(text)).await.unwrap();
        index.suggest(&query(text)).await.unwrap();
    }
}

pub(super) async fn words_that_say_nothing_find_nothing(index: &impl SearchIndex) {
    index.put(&[article(1, "The router AND the switch"), article(2, "To be or not to be")]).await.unwrap();
    for nothing in ["the", "AND", "The and", "to be or not to be", "?!"] {
        let hits = search(index, nothing).await;
        assert_eq!((hits.total, hits.asks_nothing), (0, true), "{nothing:?}");
    }
    for something in ["the router", "router", ""] {
        let hits = search(index, something).await;
        assert!(hits.total > 0 && !hits.asks_nothing, "{something:?}");
    }
    let missing = search(index, "the scanner").await;
    assert_eq!((missing.total, missing.asks_nothing), (0, false), "something was asked, and there is none");
    assert_eq!(found(index, "what is the switch").await, [1], "beside others they do not count");
}

pub(super) async fn no_text_lists_everything_newest_first(index: &impl SearchIndex) {
    let documents = [
        SearchDocument { updated_at: now() - 3.hours(), ..article(1, "First") },
        SearchDocument { updated_at: now() - 1.hour(), ..article(2, "Second") },
        SearchDocument { updated_at: now() - 2.hours(), ..article(3, "Third") },
        SearchDocument { published: false, ..article(4, "Draft") },
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(found(index, " ").await, [2, 3, 1]);
    assert_eq!(found(index, "?!").await, [0; 0], "marks are no words, but they are text");
    assert_eq!(suggested(index, "").await, [0; 0]);
}

pub(super) async fn suggestions_complete_the_last_word(index: &impl SearchIndex) {
    let mut documents = vec![
        article(1, "Wireless router setup"),
        body(2, "The router is wireless."),
        article(3, "Routing tables"),
        article(4, "Wired switches"),
    ];
    documents.extend((10..20).map(|number| article(number, "Thermostat")));
    index.put(&documents).await.unwrap();
    assert_eq!(suggested(index, "wireless rou").await[..2], [1, 2]);
    assert_eq!(suggested(index, "wirel").await[..2], [1, 2], "before what it may be a misspelling of");
    assert_eq!(suggested(index, "Wireless").await, [1, 2]);
    assert_eq!(suggested(index, "my router is wir").await[..2], [1, 2]);
    assert_eq!(
        suggested(index, "the").await.len(),
        SUGGESTED_FROM,
        "a stop word may be the beginning of another word, and more than these are not given"
    );
    assert_eq!(suggested(index, "less").await, [0; 0], "a beginning is not any part");
    let few = portico_domain::search::SearchQuery { limit: 2, ..query("therm") };
    assert_eq!(index.suggest(&few).await.unwrap().len(), 2);
}

pub(super) async fn suggestions_forgive_and_require_like_searches(index: &impl SearchIndex) {
    index.put(&[article(1, "Wireless router setup"), article(2, "Router colours")]).await.unwrap();
    assert_eq!(suggested(index, "wirless router se").await, [1]);
    assert_eq!(suggested(index, "router purchase invoice tax").await, [0; 0]);
}

pub(super) async fn suggestions_need_a_reason(index: &impl SearchIndex) {
    let documents = [
        article(1, "Second login ends the first one"),
        body(2, "One moves in the end from the first to the second one."),
        SearchDocument { summary: "A login for one.".into(), ..article(3, "Third") },
        body(4, "Once, a login was mentioned at the end."),
    ];
    index.put(&documents).await.unwrap();
    assert_eq!(suggested(index, "Second login ends the first one ").await, [1, 3]);
    let mut both = suggested(index, "login end").await;
    assert_eq!(both.pop(), Some(3));
    both.sort_unstable();
    assert_eq!(both, [1, 4], "all that was typed is a reason too");
    assert_eq!(suggested(index, "one").await.len(), 3, "where there is nothing else");
}
