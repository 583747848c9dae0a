//! The rows of the ENDPOINTS tables.

use crate::areas;
use crate::ports::{UNROUTED, root};
use portico_http::Endpoint;

/// A row with its area.
pub(crate) struct Row {
    pub(crate) area: &'static str,
    pub(crate) endpoint: &'static Endpoint,
}

/// Names of all areas.
pub(crate) fn area_names() -> Vec<&'static str> {
    areas::all().iter().map(|area| area.name).collect()
}

/// All rows.
pub(crate) fn rows() -> Vec<Row> {
    let of = |area: areas::Area| area.endpoints.iter().map(move |endpoint| Row { area: area.name, endpoint });
    areas::all().into_iter().flat_map(of).collect()
}

impl Row {
    /// Returns the method and the path: `POST /v1/tickets`.
    pub(crate) fn route(&self) -> String {
        format!("{} {}", self.endpoint.method, self.endpoint.path)
    }
}

#[test]
fn every_area_is_known_to_the_tests() {
    let folders = std::fs::read_dir(root().join("functions")).expect("functions is there");
    for folder in folders {
        let name = folder.expect("it can be read").file_name().into_string().expect("UTF-8");
        assert!(area_names().contains(&name.as_str()), "name the area {name} in tests/src/bin/contracts/areas.rs");
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
    of(|row| format!("{} in {}", row.endpoint.name, row.area));
    of(|row| row.endpoint.operation.to_owned());
}

#[test]
fn a_binary_is_called_after_its_area() {
    for row in rows() {
        let prefix = format!("{}-", row.area);
        let binary = row.endpoint.binary;
        assert!(binary.starts_with(&prefix), "{binary} is in the area {}", row.area);
        assert!(UNROUTED.iter().all(|unrouted| unrouted.binary != binary), "{binary} is a function without a route");
    }
}
