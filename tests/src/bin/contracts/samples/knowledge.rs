use super::{Sample, Scenario, id, sample};
use portico_domain::knowledge::ArticleSummary;
use portico_knowledge::deflect::{Deflection, DeflectionOutcome};
use portico_knowledge::get::ArticleView;
use portico_knowledge::linkable::{LinkableArticle, LinkableArticles};
use portico_knowledge::rate::Feedback;
use portico_knowledge::reindex::Reindexing;
use portico_knowledge::related::RelatedArticles;
use portico_knowledge::search::{FoundArticle, FoundArticles, SegmentView};
use portico_knowledge::suggest::Suggestions;

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let article = &scenario.article;
    let found = || {
        let piece = |text: &str, hit| SegmentView { text: text.into(), hit };
        FoundArticle {
            title_segments: vec![piece("What error ", false), piece("E-41", true), piece(" says", false)],
            ..FoundArticle::plain(article)
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
        sample(&RelatedArticles { items: vec![ArticleSummary::from(article)] }),
        sample(&LinkableArticles {
            items: vec![LinkableArticle {
                id: article.id,
                kind: article.kind,
                title: article.title.clone(),
                for_requester: true,
                audiences: article.audiences.clone(),
            }],
            degraded: false,
        }),
        sample(&ArticleView {
            summary: ArticleSummary::from(article),
            body_html: "<p>The spindle is too warm.</p>".into(),
            tags: article.tags.clone(),
            language: article.language.clone(),
            version: article.version,
        }),
        sample(&Feedback { helpful: true }),
        sample(&Deflection { outcome: DeflectionOutcome::Solved }),
        sample(&Reindexing { job_id: id(18) }),
    ]
}
