//! The knowledge base: finding and reading articles, saying whether they helped.

pub mod deflect;
pub mod get;
pub mod linkable;
pub mod rate;
pub mod reindex;
pub mod related;
pub mod search;
pub mod suggest;

portico_http::endpoints! {
    SEARCH_ARTICLES: GET "/v1/articles" "search_articles" "knowledge-search" SearchArticles Read => search::search_articles;
    SUGGEST_ARTICLES: GET "/v1/articles/suggestions" "suggest_articles" "knowledge-suggest" SearchArticles Read => suggest::suggest_articles;
    GET_ARTICLE: GET "/v1/articles/{id}" "get_article" "knowledge-get" ViewArticle Read Article => get::get_article;
    LIST_RELATED_ARTICLES: GET "/v1/articles/{id}/related" "list_related_articles" "knowledge-related" ListRelatedArticles Read Article => related::list_related_articles;
    LIST_LINKABLE_ARTICLES: GET "/v1/tickets/{id}/articles" "list_linkable_articles" "knowledge-linkable" LinkArticle Read Ticket => linkable::list_linkable_articles;
    RATE_ARTICLE: POST "/v1/articles/{id}/feedback" "rate_article" "knowledge-rate" RateArticle Create Article => rate::rate_article;
    RECORD_DEFLECTION: POST "/v1/deflections" "record_deflection" "knowledge-deflect" RecordDeflection Create => deflect::record_deflection;
    REINDEX_KNOWLEDGE: POST "/v1/knowledge/reindex" "reindex_knowledge" "knowledge-reindex" ReindexKnowledge Set => reindex::reindex_knowledge;
}
