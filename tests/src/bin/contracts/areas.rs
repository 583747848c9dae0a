//! The areas, each with its endpoints and what it documents of them. A new area is named here.

use portico_http::Endpoint;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

/// An area of the API.
pub(crate) struct Area {
    pub(crate) endpoints: &'static [&'static Endpoint],
    pub(crate) documentation: OpenApi,
}

/// The sections of the API document.
pub(crate) const TAGS: &[(&str, &str)] = &[
    ("session", "Signing in and out, renewing the session, changing the hat."),
    ("profile", "Home, profile and layout of the signed-in person. Also the company's name, for everybody."),
    ("tickets", "Tickets: opening, following and working on them, and what their form offers."),
    ("drafts", "Text being typed, kept until it is sent."),
    ("files", "Uploads: the one way a file comes in. A record claims it by its id."),
    ("knowledge", "Finding and reading articles, and saying whether they helped."),
    ("touches", "The ledger of everything anybody did."),
    ("people", "People, as staff see them."),
    ("accounts", "Customer accounts, as staff see them."),
    ("settings", "Settings of the portal, as administrators edit them."),
    ("jobs", "Side effects that could not be carried out."),
];

macro_rules! areas {
    ($($area:ident),* $(,)?) => {
        vec![$(Area { endpoints: $area::ENDPOINTS, documentation: $area::Documentation::openapi() }),*]
    };
}

/// All of them, in the order of the documents.
pub(crate) fn all() -> Vec<Area> {
    areas![
        portico_auth,
        portico_profile,
        portico_tickets,
        portico_files,
        portico_knowledge,
        portico_touches,
        portico_people,
        portico_accounts,
        portico_settings,
        portico_jobs,
    ]
}
