//! Hits shown in text: titles whole, excerpts cut where most of the words are.

use portico_domain::search::Segment;
use std::collections::HashSet;
use std::ops::Range;

/// Approximate length of an excerpt, in characters.
pub(crate) const EXCERPT: usize = 200;

/// Text with its hits, in order and not overlapping, as ranges of bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Marked {
    pub(crate) text: String,
    pub(crate) hits: Vec<Range<usize>>,
}

impl Marked {
    /// Adds hits to the text; overlapping ones become one.
    pub(crate) fn with(mut self, more: Vec<Range<usize>>) -> Self {
        self.hits.extend(more);
        self.hits.sort_by_key(|hit| (hit.start, hit.end));
        self.hits.dedup_by(|next, last| {
            let overlap = next.start < last.end;
            if overlap {
                last.end = last.end.max(next.end);
            }
            overlap
        });
        self
    }

    /// Returns the whole text.
    pub(crate) fn segments(&self) -> Vec<Segment> {
        self.cut(0..self.text.len())
    }

    /// Counts the different words that are hit, then all hits.
    fn density(&self, hits: &[Range<usize>]) -> (usize, usize) {
        let different: HashSet<String> = hits.iter().map(|hit| self.text[hit.clone()].to_lowercase()).collect();
        (different.len(), hits.len())
    }

    fn cut(&self, window: Range<usize>) -> Vec<Segment> {
        let mut segments = Vec::new();
        let mut push = |from: usize, to: usize, hit: bool| {
            if from < to {
                segments.push(Segment { text: self.text[from..to].to_owned(), hit });
            }
        };
        let mut at = window.start;
        for hit in &self.hits {
            let (from, to) = (hit.start.clamp(at, window.end), hit.end.clamp(at, window.end));
            if from < to {
                push(at, from, false);
                push(from, to, true);
                at = to;
            }
        }
        push(at, window.end, false);
        segments
    }

    /// Returns the most hits that fit into one excerpt.
    fn densest(&self) -> &[Range<usize>] {
        let mut best: &[Range<usize>] = &[];
        let mut best_density = (0, 0);
        let mut end = 0;
        for first in 0..self.hits.len() {
            end = end.max(first + 1);
            while end < self.hits.len() && self.hits[end].end - self.hits[first].start <= EXCERPT {
                end += 1;
            }
            let density = self.density(&self.hits[first..end]);
            if density > best_density {
                best = &self.hits[first..end];
                best_density = density;
            }
        }
        best
    }

    /// About [`EXCERPT`] characters around the densest hits, cut between words; the beginning if there are none.
    fn excerpt(&self) -> Vec<Segment> {
        let hits = self.densest();
        let (first, last) = match (hits.first(), hits.last()) {
            (Some(first), Some(last)) => (first.start, last.end),
            _ => (0, 0),
        };
        let spare = EXCERPT.saturating_sub(self.text[first..last].chars().count());
        let before = self.text[..first].chars().count();
        let after = self.text[last..].chars().count();
        // Space that one side does not need goes to the other.
        let lead = (spare / 2).max(spare.saturating_sub(after)).min(before);
        let start = back(&self.text, first, lead);
        let end = forward(&self.text, last, spare - lead);
        let start = if start == 0 { 0 } else { after_blank(&self.text, start, first) };
        let end = if end == self.text.len() { end } else { before_blank(&self.text, last, end) };
        let mut segments = self.cut(start..end);
        for segment in &mut segments {
            segment.text = segment.text.replace('\n', " ");
        }
        if start > 0 {
            match segments.first_mut().filter(|segment| !segment.hit) {
                Some(segment) => segment.text.insert(0, '…'),
                None => segments.insert(0, Segment { text: "…".to_owned(), hit: false }),
            }
        }
        if end < self.text.len() {
            match segments.last_mut().filter(|segment| !segment.hit) {
                Some(segment) => segment.text.push('…'),
                None => segments.push(Segment { text: "…".to_owned(), hit: false }),
            }
        }
        segments
    }
}

/// Returns the excerpt of an article: from its body if that has as many of the words as its summary, else from the
/// summary. An article without a word in either shows its summary.
pub(crate) fn excerpt(summary: &Marked, body: &Marked) -> Vec<Segment> {
    let in_body = body.density(body.densest());
    let in_summary = summary.density(summary.densest());
    if summary.text.is_empty() || (in_body.0 > 0 && in_body >= in_summary) { body.excerpt() } else { summary.excerpt() }
}

fn back(text: &str, from: usize, characters: usize) -> usize {
    if characters == 0 {
        return from;
    }
    text[..from].char_indices().rev().nth(characters - 1).map_or(0, |(at, _)| at)
}

fn forward(text: &str, from: usize, characters: usize) -> usize {
    text[from..].char_indices().nth(characters).map_or(text.len(), |(at, _)| from + at)
}

/// Returns the first beginning of a word at or after `start`; `start` itself if there is none before `limit`.
fn after_blank(text: &str, start: usize, limit: usize) -> usize {
    if text[..start].ends_with(char::is_whitespace) {
        return start;
    }
    match text[start..limit].char_indices().find(|(_, character)| character.is_whitespace()) {
        Some((at, blank)) => start + at + blank.len_utf8(),
        None => start,
    }
}

/// Returns the last end of a word at or before `end`; `end` itself if there is none after `limit`.
fn before_blank(text: &str, limit: usize, end: usize) -> usize {
    if text[end..].starts_with(char::is_whitespace) {
        return end;
    }
    text[limit..end].rfind(char::is_whitespace).map_or(end, |at| limit + at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads text with its hits between `<` and `>`.
    fn marked(marked: &str) -> Marked {
        let mut text = String::with_capacity(marked.len());
        let mut hits = Vec::new();
        let mut open = None;
        for character in marked.chars() {
            if character == '<' {
                open = Some(text.len());
            } else if character == '>' {
                if let Some(from) = open.take().filter(|from| *from < text.len()) {
                    hits.push(from..text.len());
                }
            } else {
                text.push(character);
            }
        }
        Marked { text, hits }
    }

    fn shown(segments: &[Segment]) -> String {
        segments
            .iter()
            .map(|segment| if segment.hit { format!("<{}>", segment.text) } else { segment.text.clone() })
            .collect()
    }

    #[test]
    fn segments_give_the_text_and_its_hits() {
        let segments = marked("Reset the <router>, then the <printer>").segments();
        assert_eq!(shown(&segments), "Reset the <router>, then the <printer>");
        assert_eq!(segments.len(), 4);
        assert_eq!(shown(&marked("unclosed <mark").segments()), "unclosed mark");
        assert_eq!(marked("").segments(), []);
    }

    #[test]
    fn marks_are_laid_over_each_other() {
        let both = marked("<aa> bb <cc>").with(vec![3..5, 6..8]);
        assert_eq!(shown(&both.segments()), "<aa> <bb> <cc>");
        assert_eq!(shown(&marked("<aa> bb").with(vec![0..2, 1..5]).segments()), "<aa bb>");
    }

    #[test]
    fn a_short_text_is_its_own_excerpt() {
        assert_eq!(shown(&marked("Press the <button>.\nWait.").excerpt()), "Press the <button>. Wait.");
    }

    #[test]
    fn an_excerpt_is_cut_around_the_densest_hits() {
        let filler = "lorem ipsum dolor ".repeat(40);
        let text = format!("<router> {filler}the <router> and the <printer> agree {filler}");
        let excerpt = shown(&marked(&text).excerpt());
        assert!(excerpt.starts_with('…') && excerpt.ends_with('…'), "{excerpt}");
        assert!(excerpt.contains("the <router> and the <printer> agree"), "{excerpt}");
        assert!((150..=210).contains(&excerpt.chars().count()), "{excerpt}");
    }

    #[test]
    fn the_summary_speaks_where_the_body_has_no_hit() {
        let (summary, body) = (marked("About <routers>."), marked("Nothing here."));
        assert_eq!(shown(&excerpt(&summary, &body)), "About <routers>.");
        assert_eq!(shown(&excerpt(&marked("Short."), &marked("A <router> here."))), "A <router> here.");
        assert_eq!(shown(&excerpt(&marked("Short."), &body)), "Short.");
        assert_eq!(shown(&excerpt(&marked(""), &body)), "Nothing here.");
    }

    proptest! {
        #[test]
        fn any_text_is_cut_whole(text in "[a-zé打\n <>]{0,600}") {
            let marked = marked(&text);
            let whole: String = marked.segments().into_iter().map(|segment| segment.text).collect();
            prop_assert_eq!(&whole, &marked.text);
            let excerpt = marked.excerpt();
            let length: usize = excerpt.iter().map(|segment| segment.text.chars().count()).sum();
            let longest = marked.hits.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
            prop_assert!(length <= EXCERPT.max(longest) + 2);
            prop_assert_eq!(excerpt.iter().any(|segment| segment.hit), !marked.hits.is_empty());
        }
    }
}
