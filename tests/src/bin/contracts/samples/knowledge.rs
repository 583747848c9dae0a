use super::{Cast, Sample, sample};
use portico_domain::hats::Audience;
use portico_domain::knowledge::{Article, ArticleSummary};
use portico_knowledge::deflect::{Deflection, DeflectionOutcome};
use portico_knowledge::get::ArticleView;
use portico_knowledge::rate::Feedback;
use portico_knowledge::reindex::Reindexing;
use portico_knowledge::search::{FoundArticle, FoundArticles, SegmentView};
use portico_knowledge::suggest::Suggestions;
use portico_testing::records;

pub(crate) fn all(cast: &Cast) -> Vec<Sample> {
    let article = Article {
        title: "What error E-41 says".into(),
        summary: "The spindle is too warm: clean the fan.".into(),
        tags: vec!["spindle".into()],
        ..records::article(vec![Audience::Customer], cast.now)
    };
    let found = || {
        let piece = |text: &str, hit| SegmentView { text: text.into(), hit };
        FoundArticle {
            title_segments: vec![piece("What error ", false), piece("E-41", true), piece(" says", false)],
            ..FoundArticle::plain(&article)
        }
    };
    vec![
        sample(&FoundArticles {
            items: vec![found()],
            total: 1,
            also_elsewhere: 0,
            asks_nothing: false,
            degraded: false,
            next_cursor: None,
        }),
        sample(&Suggestions { items: vec![found()], degraded: false }),
        sample(&ArticleView {
            summary: ArticleSummary::from(&article),
            body_html: "<p>The spindle is too warm.</p>".into(),
            tags: article.tags.clone(),
            language: article.language.clone(),
            version: article.version,
        }),
        sample(&Feedback { helpful: true }),
        sample(&Deflection { outcome: DeflectionOutcome::Solved }),
        sample(&Reindexing { job_id: records::fresh() }),
    ]
}
