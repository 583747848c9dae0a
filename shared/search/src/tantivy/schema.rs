//! Content of an article in Tantivy.

use crate::content::Content;
use crate::plan::Place;
use crate::words::{Stemming, plain_analyzer, primary, stem_analyzer};
use ::tantivy::TantivyDocument;
use ::tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use ::tantivy::tokenizer::{TextAnalyzer, WhitespaceTokenizer};
use ::tantivy::{Index, Term};
use jiff::Timestamp;
use portico_domain::hats::Audience;
use portico_domain::ids::ArticleId;
use portico_domain::knowledge::ArticleKind;
use portico_domain::search::SearchDocument;

const PLAIN: &str = "portico_plain";
const STEMS: &str = "portico_stems";
/// Analyzer of stems with blanks between them.
const GIVEN: &str = "portico_given";

/// Value of `product` for an article about no product in particular.
pub(super) const ANY_PRODUCT: &str = "any";

/// Names of columns that hits are ordered by.
pub(super) const UPDATED_AT: &str = "updated_at";
pub(super) const ID_LOW: &str = "id_low";
pub(super) const VERSION: &str = "version";
pub(super) const ID_HIGH: &str = "id_high";
pub(super) const PUBLISHED: &str = "published";

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    pub(super) id: Field,
    id_high: Field,
    id_low: Field,
    version: Field,
    pub(super) published: Field,
    pub(super) kind: Field,
    pub(super) product: Field,
    pub(super) audience: Field,
    pub(super) publish_at: Field,
    pub(super) expires_at: Field,
    updated_at: Field,
    /// Language of the article, without its region.
    pub(super) language: Field,
    english: StemFields,
    spanish: StemFields,
    /// The texts that are shown.
    pub(super) title: Field,
    pub(super) summary: Field,
    pub(super) body: Field,
    /// The words of the title as they are written, for typing errors and beginnings of words.
    pub(super) title_plain: Field,
    /// The words of everything, as they are written.
    pub(super) all_plain: Field,
    /// Words of the title that a mistyped word may have meant.
    title_loose: Field,
    /// Words of everything that a mistyped word may have meant.
    all_loose: Field,
    /// Vocabulary: the words, and the pairs of words next to each other.
    pub(super) vocabulary: Field,
}

/// Fields of the stems of one language.
#[derive(Clone, Copy, Debug)]
struct StemFields {
    title: Field,
    tags: Field,
    summary: Field,
    body: Field,
}

/// Returns the schema and its fields. An index with another schema was made by another version of this code.
pub(super) fn schema() -> (Schema, Fields) {
    let text = |tokenizer: &str, option: IndexRecordOption| {
        TextOptions::default()
            .set_indexing_options(TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option))
    };
    let stems = |analyzer: &str| text(analyzer, IndexRecordOption::WithFreqsAndPositions);
    let plain = || text(PLAIN, IndexRecordOption::Basic);
    let mut schema = Schema::builder();
    let fields = Fields {
        id: schema.add_text_field("id", STRING),
        id_high: schema.add_u64_field(ID_HIGH, FAST),
        id_low: schema.add_u64_field(ID_LOW, FAST),
        version: schema.add_u64_field(VERSION, FAST),
        published: schema.add_bool_field(PUBLISHED, INDEXED | FAST),
        kind: schema.add_text_field("kind", STRING),
        product: schema.add_text_field("product", STRING),
        audience: schema.add_text_field("audience", STRING),
        publish_at: schema.add_i64_field("publish_at", FAST),
        expires_at: schema.add_i64_field("expires_at", FAST),
        updated_at: schema.add_i64_field(UPDATED_AT, FAST),
        language: schema.add_text_field("language", STRING | STORED),
        english: StemFields {
            title: schema.add_text_field("title", stems(STEMS)),
            tags: schema.add_text_field("tags", stems(STEMS)),
            summary: schema.add_text_field("summary", stems(STEMS)),
            body: schema.add_text_field("body", stems(STEMS)),
        },
        spanish: StemFields {
            title: schema.add_text_field("title_es", stems(GIVEN)),
            tags: schema.add_text_field("tags_es", stems(GIVEN)),
            summary: schema.add_text_field("summary_es", stems(GIVEN)),
            body: schema.add_text_field("body_es", stems(GIVEN)),
        },
        title: schema.add_text_field("title_shown", STORED),
        summary: schema.add_text_field("summary_shown", STORED),
        body: schema.add_text_field("body_shown", STORED),
        title_plain: schema.add_text_field("title_plain", plain()),
        all_plain: schema.add_text_field("all_plain", plain()),
        title_loose: schema.add_text_field("title_loose", plain()),
        all_loose: schema.add_text_field("all_loose", plain()),
        vocabulary: schema.add_text_field("vocabulary", STRING),
    };
    (schema.build(), fields)
}

/// Registers the analyzers with an index, which define what a word is.
pub(super) fn register_analyzers(index: &Index) {
    index.tokenizers().register(PLAIN, plain_analyzer());
    index.tokenizers().register(STEMS, stem_analyzer());
    index.tokenizers().register(GIVEN, TextAnalyzer::from(WhitespaceTokenizer::default()));
}

/// Converts a time to microseconds since 1970, as columns keep it.
pub(super) fn moment(time: Timestamp) -> i64 {
    time.as_microsecond()
}

pub(super) fn kind_term(kind: ArticleKind) -> &'static str {
    match kind {
        ArticleKind::Article => "article",
        ArticleKind::Faq => "faq",
        ArticleKind::Manual => "manual",
    }
}

pub(super) fn audience_term(audience: Audience) -> &'static str {
    match audience {
        Audience::Public => "public",
        Audience::Customer => "customer",
        Audience::Partner => "partner",
        Audience::Employee => "employee",
    }
}

impl Fields {
    /// Returns the term that names one article.
    pub(super) fn id_term(&self, id: ArticleId) -> Term {
        Term::from_field_text(self.id, &id.to_string())
    }

    /// Returns the document that remembers that an article is not to be found as of `version`.
    pub(super) fn tombstone(&self, id: ArticleId, version: u64, updated_at: Timestamp) -> TantivyDocument {
        let (high, low) = id.0.as_u64_pair();
        let mut kept = TantivyDocument::default();
        kept.add_text(self.id, id.to_string());
        kept.add_u64(self.id_high, high);
        kept.add_u64(self.id_low, low);
        kept.add_u64(self.version, version);
        kept.add_bool(self.published, false);
        kept.add_i64(self.publish_at, i64::MAX);
        kept.add_i64(self.expires_at, i64::MIN);
        kept.add_i64(self.updated_at, moment(updated_at));
        kept
    }

    /// Returns the document of an article. One that is not published has only a version: text that is not there cannot
    /// leak.
    pub(super) fn document(&self, document: &SearchDocument) -> TantivyDocument {
        if !document.published {
            return self.tombstone(document.id, document.version, document.updated_at);
        }
        let (high, low) = document.id.0.as_u64_pair();
        let mut kept = TantivyDocument::default();
        kept.add_text(self.id, document.id.to_string());
        kept.add_u64(self.id_high, high);
        kept.add_u64(self.id_low, low);
        kept.add_u64(self.version, document.version);
        kept.add_bool(self.published, true);
        kept.add_text(self.kind, kind_term(document.kind));
        for product in &document.products {
            kept.add_text(self.product, product.to_string());
        }
        if document.products.is_empty() {
            kept.add_text(self.product, ANY_PRODUCT);
        }
        for audience in &document.audiences {
            kept.add_text(self.audience, audience_term(*audience));
        }
        kept.add_i64(self.publish_at, moment(document.publish_at));
        kept.add_i64(self.expires_at, document.expires_at.map_or(i64::MAX, moment));
        kept.add_i64(self.updated_at, moment(document.updated_at));
        let content = Content::of(document);
        let by = Stemming::of(&document.language);
        let stems = self.stems(by);
        // The analyzer of English stems cuts the words itself.
        let cut = |text: &str| if by == Stemming::English { text.to_owned() } else { by.stems(text) };
        kept.add_text(self.language, primary(&document.language));
        kept.add_text(stems.title, cut(&content.title));
        for tag in &content.tags {
            kept.add_text(stems.tags, cut(tag));
        }
        kept.add_text(stems.summary, cut(&content.summary));
        kept.add_text(stems.body, cut(&content.body));
        kept.add_text(self.title, &content.title);
        kept.add_text(self.title_plain, &content.title);
        kept.add_text(self.summary, &content.summary);
        kept.add_text(self.body, &content.body);
        for text in content.texts() {
            kept.add_text(self.all_plain, text);
        }
        for joined in content.joined() {
            kept.add_text(self.all_plain, joined);
        }
        kept.add_text(self.title_loose, content.title_loose());
        kept.add_text(self.all_loose, content.all_loose());
        for term in content.vocabulary() {
            kept.add_text(self.vocabulary, term);
        }
        kept
    }

    /// Returns the field of a place.
    pub(super) fn of(&self, place: Place) -> Field {
        match place {
            Place::Title(by) => self.stems(by).title,
            Place::Tags(by) => self.stems(by).tags,
            Place::Summary(by) => self.stems(by).summary,
            Place::Body(by) => self.stems(by).body,
            Place::TitlePlain => self.title_plain,
            Place::AllPlain => self.all_plain,
            Place::TitleLoose => self.title_loose,
            Place::AllLoose => self.all_loose,
            Place::Language => self.language,
        }
    }

    fn stems(&self, by: Stemming) -> &StemFields {
        match by {
            Stemming::English => &self.english,
            Stemming::Spanish => &self.spanish,
        }
    }
}
