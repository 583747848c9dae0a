//! The knowledge base: finding and reading articles, saying whether they helped, and writing them.

pub mod archive_article;
pub mod create_article;
pub mod deflect;
pub mod discard_draft;
pub mod get;
pub mod get_manuscript;
pub mod linkable;
pub mod list_article_versions;
pub mod list_manuscripts;
pub mod manuscript;
pub mod publish_article;
pub mod rate;
pub mod reindex;
pub mod related;
pub mod replace_article;
pub mod review_article;
pub mod search;
pub mod suggest;
pub mod view_insights;

portico_http::endpoints! {
    schemas(portico_domain::knowledge::ManuscriptState);
    SEARCH_ARTICLES: GET "/v1/articles" "search_articles" "knowledge-search" SearchArticles Read => search::search_articles;
    SUGGEST_ARTICLES: GET "/v1/articles/suggestions" "suggest_articles" "knowledge-suggest" SearchArticles Read => suggest::suggest_articles;
    GET_ARTICLE: GET "/v1/articles/{id}" "get_article" "knowledge-get" ViewArticle Read Article => get::get_article;
    LIST_RELATED_ARTICLES: GET "/v1/articles/{id}/related" "list_related_articles" "knowledge-related" ListRelatedArticles Read Article => related::list_related_articles;
    LIST_LINKABLE_ARTICLES: GET "/v1/tickets/{id}/articles" "list_linkable_articles" "knowledge-linkable" LinkArticle Read Ticket => linkable::list_linkable_articles;
    RATE_ARTICLE: POST "/v1/articles/{id}/feedback" "rate_article" "knowledge-rate" RateArticle Create Article => rate::rate_article;
    RECORD_DEFLECTION: POST "/v1/deflections" "record_deflection" "knowledge-deflect" RecordDeflection Create => deflect::record_deflection;
    LIST_MANUSCRIPTS: GET "/v1/editor/articles" "list_manuscripts" "knowledge-list-manuscripts" ListManuscripts Read => list_manuscripts::list_manuscripts;
    GET_MANUSCRIPT: GET "/v1/editor/articles/{id}" "get_manuscript" "knowledge-get-manuscript" ViewManuscript Read Article => get_manuscript::get_manuscript;
    CREATE_ARTICLE: POST "/v1/articles" "create_article" "knowledge-create-article" WriteArticle Create => create_article::create_article;
    REPLACE_ARTICLE: PUT "/v1/articles/{id}" "replace_article" "knowledge-replace-article" ChangeArticle Change Article => replace_article::replace_article;
    REVIEW_ARTICLE: POST "/v1/articles/{id}/review" "review_article" "knowledge-review-article" ReviewArticle Change Article => review_article::review_article;
    PUBLISH_ARTICLE: POST "/v1/articles/{id}/publish" "publish_article" "knowledge-publish-article" PublishArticle Change Article => publish_article::publish_article;
    DISCARD_DRAFT: POST "/v1/articles/{id}/discard" "discard_draft" "knowledge-discard-draft" ChangeArticle Change Article => discard_draft::discard_draft;
    ARCHIVE_ARTICLE: POST "/v1/articles/{id}/archive" "archive_article" "knowledge-archive-article" ArchiveArticle Change Article => archive_article::archive_article;
    LIST_ARTICLE_VERSIONS: GET "/v1/articles/{id}/versions" "list_article_versions" "knowledge-list-article-versions" ListArticleVersions Read Article => list_article_versions::list_article_versions;
    VIEW_INSIGHTS: GET "/v1/knowledge/insights" "view_insights" "knowledge-view-insights" ViewInsights Read => view_insights::view_insights;
    REINDEX_KNOWLEDGE: POST "/v1/knowledge/reindex" "reindex_knowledge" "knowledge-reindex" ReindexKnowledge Set => reindex::reindex_knowledge;
}
