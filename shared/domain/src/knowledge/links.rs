//! Links to articles in a message. A link that staff send must lead its reader to an article that they may read.

use super::Article;
use crate::error::Error;
use crate::hats::Audience;
use crate::ids::ArticleId;
use jiff::Timestamp;

/// Largest number of articles that are looked up for one message.
const MOST_LINKS: usize = 50;
/// Part of the address of every article, whatever the face.
const PLACE: &str = "/knowledge/";
/// Length of an ID in an address.
const ID_LENGTH: usize = 36;

/// The articles that a text links to by their addresses, each once.
pub fn linked_articles(text: &str) -> Vec<ArticleId> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(PLACE) {
        let start = at + PLACE.len();
        let id = text.get(start..start + ID_LENGTH).and_then(|id| id.to_ascii_lowercase().parse().ok());
        if let Some(id) = id.filter(|id| !found.contains(id)) {
            found.push(id);
        }
    }
    found.truncate(MOST_LINKS);
    found
}

/// Refuses a text whose links lead to an article that these readers may not read.
pub fn refuse_unreadable(linked: &[Article], readers: &[Audience], now: Timestamp) -> Result<(), Error> {
    if linked.iter().all(|article| article.readable_by(readers, now)) {
        return Ok(());
    }
    let detail = "A link leads to an article that the reader of this message cannot read. Take it out.";
    Err(Error::field("/text", "article_not_readable", detail))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hats::HatKind;
    use crate::knowledge::ArticleState;
    use crate::records;
    use crate::testing::{monday, uuid};

    #[test]
    fn links_are_found_by_their_address_whatever_is_around_them() {
        let id = |number| ArticleId(uuid(number));
        let text = format!(
            "See [this](https://x.example/customer/knowledge/{}) and /staff/knowledge/{}?q=1, again \
             https://x.example/partner/knowledge/{}. Not /knowledge/é, /knowledge/{} or /knowledge/",
            id(1),
            id(2).to_string().to_uppercase(),
            id(1),
            "0".repeat(36),
        );
        assert_eq!(linked_articles(&text), [id(1), id(2)]);
        let many: Vec<String> = (0..80).map(|number| format!("/knowledge/{}", id(number))).collect();
        assert_eq!(linked_articles(&many.join(" ")).len(), MOST_LINKS);
        assert_eq!(linked_articles("Nothing."), []);
    }

    #[test]
    fn a_link_leads_its_reader_to_what_they_may_read() {
        let article = |audience| records::article(vec![audience], monday());
        let refused = |article: &Article, face: HatKind| {
            refuse_unreadable(std::slice::from_ref(article), face.audiences(), monday()).is_err()
        };
        assert!(!refused(&article(Audience::Public), HatKind::Partner));
        assert!(!refused(&article(Audience::Customer), HatKind::Customer));
        assert!(refused(&article(Audience::Customer), HatKind::Partner));
        assert!(refused(&article(Audience::Employee), HatKind::Customer));
        let draft = Article { state: ArticleState::Draft, ..article(Audience::Customer) };
        assert!(refused(&draft, HatKind::Customer));
        assert_eq!(refuse_unreadable(&[], HatKind::Customer.audiences(), monday()), Ok(()));
    }
}
