//! Plan of a search, which both engines run for the words of a question.
//!
//! Scores have three levels. The first counts the words that an article has. The second counts those that it has as
//! they were meant, rather than with a typing error. The third weighs their places (BM25 by field, words next to each
//! other). The language of the reader decides between articles with the same words.

use crate::highlight::Matcher;
use crate::question::{Asked, QueryWords};
use crate::synonyms::{Phrase, Synonym, Thesaurus};
use crate::words::{Stemming, primary, required};

/// Score for each word that an article has, in any way.
const HAS_WORD: f32 = 3_000.0;
/// Score for each word that it has in some form or as a synonym: more than all of BM25 adds up to.
const AS_MEANT: f32 = 200.0;
/// Score for an article in the language of the reader: less than a word more, and more than the places of a few words.
const IN_LANGUAGE: f32 = 1_000.0;
/// Score for a word in the very form that was typed: more than another form is worth anywhere.
const AS_TYPED: f32 = 60.0;
/// Score for a word in the very form that was typed, in the title.
const AS_TYPED_IN_TITLE: f32 = 20.0;
/// Score for the beginning of a word, if one is being typed.
const BEGINNING: f32 = 120.0;
/// Score for a typing error or a beginning in the title.
const IN_TITLE: f32 = 40.0;
/// Score for each typing error fewer.
const CLOSER: f32 = 20.0;
/// Factor for a synonym, relative to the word itself.
const SYNONYM: f32 = 0.8;

/// A field of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The stems of the title, of articles that follow these rules.
    Title(Stemming),
    /// The stems of the tags.
    Tags(Stemming),
    /// The stems of the summary.
    Summary(Stemming),
    /// The stems of the body.
    Body(Stemming),
    /// The words of the title, as they are written.
    TitlePlain,
    /// The words of everything, as they are written.
    AllPlain,
    /// Words of the title that a mistyped word may have meant.
    TitleLoose,
    /// Words of everything that a mistyped word may have meant.
    AllLoose,
    /// The language.
    Language,
}

/// A field of stems, by the rules of the stems.
type StemPlace = fn(Stemming) -> Place;

/// Fields that are searched for stems, with the factor for a hit in each.
const STEMS: [(StemPlace, f32); 4] =
    [(Place::Title, 1.0), (Place::Tags, 0.6), (Place::Summary, 0.4), (Place::Body, 0.2)];
/// Fields that say what an article is about.
const SUBJECT: [StemPlace; 3] = [Place::Title, Place::Tags, Place::Summary];

/// Part of a search plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Clause {
    /// Words one after the other. A single word is scored by BM25 as well.
    Phrase(Place, Phrase),
    /// The term with at most so many typing errors.
    Close(Place, String, u8),
    /// Terms that begin like this.
    Begins(Place, String),
    /// A clause with a fixed score.
    Constant(Box<Clause>, f32),
    /// A clause whose score is multiplied by a factor.
    Worth(Box<Clause>, f32),
    /// At least so many of the clauses; scores are added.
    AtLeast(usize, Vec<Clause>),
    /// The first clause; the scores of the others that match are added.
    Also(Box<Clause>, Vec<Clause>),
    /// All of the clauses; scores are added.
    All(Vec<Clause>),
    /// One of the clauses; the best score counts.
    Best(Vec<Clause>),
}

fn constant(clause: Clause, score: f32) -> Clause {
    Clause::Constant(Box::new(clause), score)
}

fn any(clauses: Vec<Clause>) -> Clause {
    Clause::AtLeast(1, clauses)
}

/// Clause to run, and matcher for the hits to show.
pub(crate) struct Plan {
    pub(crate) clause: Clause,
    pub(crate) matcher: Matcher,
}

impl Plan {
    /// Returns the plan that finds the words, or their synonyms, for a reader of this language.
    pub(crate) fn of(words: &QueryWords, thesaurus: &Thesaurus, language: Option<&str>) -> Self {
        let plain: Vec<&str> = words.all.iter().map(|word| word.plain.as_str()).collect();
        let alternatives = thesaurus.alternatives(&plain);
        let mut matcher = Matcher::default();
        let sought: Vec<Sought<'_>> = words
            .counted
            .iter()
            .chain(&words.fillers)
            .map(|at| {
                let stands_for = alternatives.iter().filter(|(said, _)| said.contains(at));
                let synonyms = stands_for.map(|(_, phrase)| *phrase).collect();
                Sought { word: &words.all[*at], synonyms, typing: words.typing == Some(*at) }
            })
            .collect();
        let (counted, _) = sought.split_at(words.counted.len());
        for word in counted {
            matcher.add(word.word, &word.synonyms);
            if word.typing {
                matcher.add_beginning(word.word);
            }
        }
        let by_word: Vec<Clause> = counted.iter().map(Sought::best).collect();
        let mut clause = Clause::AtLeast(required(by_word.len()), by_word);
        if words.typing.is_some() {
            clause = Clause::All(vec![clause, constant(fits(&sought, counted), 0.0)]);
        }
        let mut better = neighbours(words);
        better.extend(language.map(|tag| constant(Clause::Phrase(Place::Language, vec![primary(tag)]), IN_LANGUAGE)));
        if !better.is_empty() {
            clause = Clause::Also(Box::new(clause), better);
        }
        Self { clause, matcher }
    }
}

/// Returns the condition for a suggestion: one of the words in a field that says what the article is about, or all
/// words typed.
fn fits(sought: &[Sought<'_>], counted: &[Sought<'_>]) -> Clause {
    let mut fits: Vec<Clause> = counted.iter().flat_map(Sought::as_subject).collect();
    fits.push(Clause::All(sought.iter().map(Sought::best).collect()));
    any(fits)
}

/// Word that is searched, with its synonyms.
struct Sought<'a> {
    word: &'a Asked,
    synonyms: Vec<&'a Synonym>,
    typing: bool,
}

impl Sought<'_> {
    /// Returns the clause for the word in any way that an article can have it.
    fn best(&self) -> Clause {
        let mut ways = vec![self.as_meant()];
        ways.extend(self.misspelt());
        ways.extend(self.beginning());
        Clause::Best(ways)
    }

    /// Returns the clause for the word in any of its forms, or a synonym.
    fn as_meant(&self) -> Clause {
        let mut anywhere = Vec::new();
        let mut better = Vec::new();
        for by in Stemming::ALL {
            for (place, worth) in STEMS {
                let own = self.word.forms(by).map(|phrase| (phrase, worth));
                let synonyms = self.synonyms.iter().map(|said| (said.stems(by).clone(), worth * SYNONYM));
                for (phrase, worth) in own.chain(synonyms) {
                    anywhere.push(Clause::Phrase(place(by), phrase.clone()));
                    better.push(Clause::Worth(Box::new(Clause::Phrase(place(by), phrase)), worth));
                }
            }
        }
        for (place, score) in [(Place::TitlePlain, AS_TYPED_IN_TITLE), (Place::AllPlain, AS_TYPED)] {
            better.push(constant(Clause::Phrase(place, vec![self.word.plain.clone()]), score));
        }
        Clause::Also(Box::new(constant(any(anywhere), HAS_WORD + AS_MEANT)), better)
    }

    /// Returns clauses for the word with typing errors.
    fn misspelt(&self) -> impl Iterator<Item = Clause> {
        let most = self.word.errors;
        (1..=most).flat_map(move |errors| {
            let score = HAS_WORD + f32::from(most - errors) * CLOSER;
            [(Place::TitleLoose, score + IN_TITLE), (Place::AllLoose, score)]
                .map(|(place, score)| constant(Clause::Close(place, self.word.plain.clone(), errors), score))
        })
    }

    /// Returns clauses for words that begin like this one, while it is being typed.
    fn beginning(&self) -> impl Iterator<Item = Clause> {
        [(Place::TitlePlain, IN_TITLE), (Place::AllPlain, 0.0)].into_iter().filter(|_| self.typing).map(
            |(place, score)| constant(Clause::Begins(place, self.word.plain.clone()), HAS_WORD + BEGINNING + score),
        )
    }

    /// Returns clauses for the word in the fields that say what an article is about.
    fn as_subject(&self) -> Vec<Clause> {
        let mut ways = Vec::new();
        for by in Stemming::ALL {
            let synonyms = self.synonyms.iter().map(|said| said.stems(by).clone());
            for phrase in self.word.forms(by).chain(synonyms) {
                ways.extend(SUBJECT.map(|place| Clause::Phrase(place(by), phrase.clone())));
            }
        }
        if self.word.errors > 0 {
            ways.push(Clause::Close(Place::TitleLoose, self.word.plain.clone(), self.word.errors));
        }
        if self.typing {
            ways.push(Clause::Begins(Place::TitlePlain, self.word.plain.clone()));
        }
        ways
    }
}

/// Returns clauses that score words next to each other in the query higher if they are so in the article.
fn neighbours(words: &QueryWords) -> Vec<Clause> {
    let mut clauses = Vec::new();
    for pair in words.counted.windows(2).filter(|pair| pair[0] + 1 == pair[1]) {
        let places: [(StemPlace, f32); 3] = [(Place::Title, 1.0), (Place::Summary, 0.6), (Place::Body, 0.4)];
        for by in Stemming::ALL {
            let stems: Phrase = pair.iter().map(|at| by.stem(&words.all[*at].plain)).collect();
            for (place, worth) in places {
                clauses.push(Clause::Worth(Box::new(Clause::Phrase(place(by), stems.clone())), worth));
            }
        }
    }
    clauses
}
