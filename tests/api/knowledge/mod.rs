//! The knowledge base.

mod deflect;
pub(crate) mod editing;
mod get;
mod insights;
mod journey;
mod linkable;
mod rate;
mod reindex;
mod related;
mod search;
mod snapshots;
mod suggest;

crate::matrix_fixtures::drives! { portico_knowledge:
    SEARCH_ARTICLES => search::drive,
    SUGGEST_ARTICLES => suggest::drive,
    GET_ARTICLE => get::drive,
    LIST_RELATED_ARTICLES => related::drive,
    LIST_LINKABLE_ARTICLES => linkable::drive,
    RATE_ARTICLE => rate::drive,
    RECORD_DEFLECTION => deflect::drive,
    LIST_MANUSCRIPTS => editing::drive_list,
    GET_MANUSCRIPT => editing::drive_get,
    CREATE_ARTICLE => editing::drive_create,
    REPLACE_ARTICLE => editing::drive_replace,
    REVIEW_ARTICLE => editing::drive_review,
    PUBLISH_ARTICLE => editing::drive_publish,
    DISCARD_DRAFT => editing::drive_discard,
    ARCHIVE_ARTICLE => editing::drive_archive,
    LIST_ARTICLE_VERSIONS => editing::drive_versions,
    VIEW_INSIGHTS => insights::drive,
    REINDEX_KNOWLEDGE => reindex::drive,
}
