//! The areas, each with its endpoints and what it documents of them. A new area is named here.

use crate::samples::{self, Sample, Scenario};
use portico_http::Endpoint;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

/// An area of the API.
pub(crate) struct Area {
    /// Name of the area, which is its folder in `functions/`: `tickets`.
    pub(crate) name: &'static str,
    /// Rows of its ENDPOINTS table.
    pub(crate) endpoints: &'static [&'static Endpoint],
    /// Builds its part of the OpenAPI document.
    pub(crate) documentation: fn() -> OpenApi,
    /// Builds the examples of its responses.
    pub(crate) samples: fn(&Scenario) -> Vec<Sample>,
}

/// The sections of the API document.
pub(crate) const TAGS: &[(&str, &str)] = &[
    (
        "session",
        "Signing in and out, renewing the session, changing the hat. Passwords, codes, the second factor, and one's own sessions.",
    ),
    ("profile", "Home, profile and layout of the signed-in person. Also the company's name, for everybody."),
    ("tickets", "Tickets: opening, following and working on them, and what their form offers."),
    ("drafts", "Text being typed, kept until it is sent."),
    ("files", "Uploads: the one way a file comes in. A record claims it by its id."),
    ("knowledge", "Finding and reading articles, saying whether they helped, and writing them."),
    ("touches", "The ledger of everything anybody did."),
    ("people", "People, as staff see them."),
    ("accounts", "Customer accounts, as staff see them."),
    ("settings", "Settings of the portal, as administrators edit them."),
    ("imports", "Files of lines that become accounts, products, contacts and purchases."),
    ("inbound-mails", "Mails that came in and joined no ticket."),
    ("jobs", "Side effects that could not be carried out."),
];

macro_rules! areas {
    ($($name:ident $library:ident),* $(,)?) => {
        /// All areas, in the order of the documents.
        pub(crate) fn all() -> Vec<Area> {
            vec![$(Area {
                name: stringify!($name),
                endpoints: $library::ENDPOINTS,
                documentation: $library::Documentation::openapi,
                samples: samples::$name::all,
            }),*]
        }
    };
}

areas! {
    auth portico_auth,
    profile portico_profile,
    tickets portico_tickets,
    files portico_files,
    knowledge portico_knowledge,
    touches portico_touches,
    people portico_people,
    accounts portico_accounts,
    settings portico_settings,
    imports portico_imports,
    jobs portico_jobs,
}

impl Area {
    /// Path of a file of the area: `functions/tickets/src/lib.rs`.
    pub(crate) fn file(&self, name: &str) -> String {
        format!("functions/{}/src/{name}", self.name)
    }
}
