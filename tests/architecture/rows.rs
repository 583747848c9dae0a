//! The rows of the ENDPOINTS tables, as the code has them and as the sources do.

use crate::ports::root;
use portico_http::Endpoint;
use std::path::PathBuf;

/// A row with the area it is of.
pub(crate) struct Row {
    pub(crate) area: &'static str,
    pub(crate) endpoint: &'static Endpoint,
}

macro_rules! areas {
    ($($area:literal $library:ident),* $(,)?) => {
        /// The areas that the tests know.
        pub(crate) const AREAS: &[&str] = &[$($area),*];

        /// All rows.
        pub(crate) fn rows() -> Vec<Row> {
            let mut rows = Vec::new();
            $(rows.extend($library::ENDPOINTS.iter().map(|endpoint| Row { area: $area, endpoint: *endpoint }));)*
            rows
        }
    };
}

areas! {
    "auth" portico_auth,
    "profile" portico_profile,
    "tickets" portico_tickets,
    "files" portico_files,
    "knowledge" portico_knowledge,
    "touches" portico_touches,
    "people" portico_people,
    "accounts" portico_accounts,
    "settings" portico_settings,
    "jobs" portico_jobs,
}

impl Row {
    /// `POST /v1/tickets`.
    pub(crate) fn route(&self) -> String {
        format!("{} {}", self.endpoint.method, self.endpoint.path)
    }

    /// Where its binary's source is.
    pub(crate) fn source(&self) -> PathBuf {
        root().join(format!("functions/{}/src/bin/{}.rs", self.area, self.endpoint.binary))
    }

    /// Its constant and handler, as the table in the source has them.
    pub(crate) fn written(&self) -> (String, String) {
        let library = root().join(format!("functions/{}/src/lib.rs", self.area));
        let text = std::fs::read_to_string(library).expect("the library is there");
        let quoted = format!("\"{}\"", self.endpoint.binary);
        let line = text.lines().find(|line| line.contains(&quoted) && line.contains("=>")).expect("the row is there");
        let constant = line.trim().split(':').next().expect("a constant");
        let handler = line.rsplit("=>").next().expect("a handler").trim().trim_end_matches(';');
        (constant.to_owned(), handler.to_owned())
    }
}

#[test]
fn every_area_is_known_to_the_tests() {
    let folders = std::fs::read_dir(root().join("functions")).expect("functions is there");
    for folder in folders {
        let name = folder.expect("it can be read").file_name().into_string().expect("UTF-8");
        assert!(AREAS.contains(&name.as_str()), "name the area {name} in tests/architecture/rows.rs");
    }
}

#[test]
fn no_two_rows_share_what_must_be_their_own() {
    let of = |of: fn(&Row) -> String| {
        let mut all: Vec<String> = rows().iter().map(of).collect();
        all.sort();
        let twice: Vec<String> = all.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()).collect();
        assert!(twice.is_empty(), "more than one row has {}", twice.join(", "));
    };
    of(Row::route);
    of(|row| row.endpoint.binary.to_owned());
    of(|row| row.endpoint.operation.to_owned());
}

#[test]
fn a_binary_is_called_after_its_area() {
    for row in rows() {
        let prefix = format!("{}-", row.area);
        assert!(row.endpoint.binary.starts_with(&prefix), "{} is in the area {}", row.endpoint.binary, row.area);
    }
}
