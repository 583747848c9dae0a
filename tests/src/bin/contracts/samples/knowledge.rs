use super::{Sample, Scenario, id, sample, sample_of};
use portico_domain::knowledge::editing::DraftStage;
use portico_domain::knowledge::insights::{ArticleCounts, WeekCounts, monday_of};
use portico_domain::knowledge::versions::{DifferenceLine, LineChange, TextDifference, VersionAct, WordingField};
use portico_domain::knowledge::{Article, ArticleState, ArticleSummary};
use portico_knowledge::deflect::{Deflection, DeflectionOutcome};
use portico_knowledge::get::ArticleView;
use portico_knowledge::linkable::{LinkableArticle, LinkableArticles};
use portico_knowledge::list_article_versions::ArticleVersionView;
use portico_knowledge::manuscript::{ManuscriptRow, ManuscriptView};
use portico_knowledge::rate::Feedback;
use portico_knowledge::reindex::Reindexing;
use portico_knowledge::related::RelatedArticles;
use portico_knowledge::search::{FoundArticle, FoundArticles, SegmentView};
use portico_knowledge::suggest::Suggestions;
use portico_knowledge::view_insights::{CountedArticle, KnowledgeInsightsView, MissedSearchView};

pub(crate) fn all(scenario: &Scenario) -> Vec<Sample> {
    let article = &scenario.article;
    let found = || {
        let piece = |text: &str, hit| SegmentView { text: text.into(), hit };
        FoundArticle {
            title_segments: vec![piece("What error ", false), piece("E-41", true), piece(" says", false)],
            ..FoundArticle::plain(article)
        }
    };
    let draft = Article { state: ArticleState::Draft, ..article.clone() };
    let in_review = Article { version: 2, state: ArticleState::Review, ..article.clone() };
    let published = Article { version: 3, ..article.clone() };
    let archived = Article { version: 4, state: ArticleState::Archived, ..article.clone() };
    vec![
        sample(&ManuscriptRow::from(&published)),
        sample(&ManuscriptView::from(&draft)),
        sample_of("review_article", &ManuscriptView::from(&in_review)),
        sample_of("publish_article", &ManuscriptView::from(&published)),
        sample_of("discard_draft", &ManuscriptView::from(&published)),
        sample_of("archive_article", &ManuscriptView::from(&archived)),
        sample(&versions(scenario)),
        sample(&insights(scenario)),
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

/// A version whose editor added what to do.
fn versions(scenario: &Scenario) -> ArticleVersionView {
    let line = |change, text: &str| DifferenceLine { change, text: text.into() };
    ArticleVersionView {
        version: 2,
        act: VersionAct::Changed,
        at: scenario.answered,
        by: Some(scenario.article.owner_name.clone()),
        state: ArticleState::Draft,
        stage: Some(DraftStage::Draft),
        title: scenario.article.title.clone(),
        difference: Some(TextDifference {
            fields: vec![WordingField::Summary],
            lines: vec![line(LineChange::Same, "The spindle is too warm."), line(LineChange::Added, "Clean the fan.")],
        }),
    }
}

/// A week in which an article solved something for one reader, and did not help another one.
fn insights(scenario: &Scenario) -> KnowledgeInsightsView {
    let comments = vec!["Which fan?".to_owned()];
    let counts = ArticleCounts { solved: 1, left: 0, unhelpful: 1, comments };
    let article = CountedArticle::of(&scenario.article, counts);
    KnowledgeInsightsView {
        weeks: vec![WeekCounts {
            monday: monday_of(scenario.opened),
            solved: 1,
            left: 0,
            unhelpful: 1,
            missed_searches: 3,
        }],
        missed_searches: vec![MissedSearchView { words: "spindle noise".into(), times: 3 }],
        unhelpful: vec![article.clone()],
        deflecting: vec![article],
    }
}
