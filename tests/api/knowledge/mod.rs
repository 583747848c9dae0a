//! The knowledge base.

mod deflect;
mod get;
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
    REINDEX_KNOWLEDGE => reindex::drive,
}
