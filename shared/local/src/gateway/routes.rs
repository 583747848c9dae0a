//! Routing of a path to its endpoint, by API Gateway's rule: the most specific pattern that takes the method.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use http::Method;
use percent_encoding::percent_decode_str;

use super::GatewayRoute;

/// All endpoints, the more specific pattern first.
pub(super) struct Routes {
    entries: Vec<Entry>,
}

struct Entry {
    segments: Vec<Segment>,
    route: GatewayRoute,
}

/// Ordered so that exact text comes before a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Segment {
    Exact(&'static str),
    Parameter(&'static str),
}

/// Result of looking up a request in the table.
pub(super) enum RouteMatch<'a> {
    /// The table has this endpoint; its path parameters are decoded.
    Route { route: &'a GatewayRoute, parameters: Vec<(&'static str, String)> },
    /// The path exists, for these methods.
    OtherMethods(BTreeSet<&'a str>),
    /// There is no such path.
    Nothing,
}

impl Routes {
    pub(super) fn new(routes: Vec<GatewayRoute>) -> Result<Self> {
        let mut entries = Vec::with_capacity(routes.len());
        for route in routes {
            entries.push(Entry { segments: segments(route.path)?, route });
        }
        entries.sort_by_key(|entry| rank(&entry.segments));
        for (index, entry) in entries.iter().enumerate() {
            let same = |other: &&Entry| {
                rank(&other.segments) == rank(&entry.segments) && other.route.method == entry.route.method
            };
            if let Some(other) = entries[index + 1..].iter().find(same) {
                bail!(
                    "{} {} is routed twice, as {} and {}",
                    entry.route.method,
                    entry.route.path,
                    entry.route.operation,
                    other.route.operation
                );
            }
        }
        Ok(Self { entries })
    }

    pub(super) fn find(&self, method: &Method, path: &str) -> RouteMatch<'_> {
        let asked: Vec<&str> = path.split('/').skip(1).collect();
        let mut matching = self.entries.iter().filter(|entry| entry.matches(&asked)).peekable();
        if matching.peek().is_none() {
            return RouteMatch::Nothing;
        }
        // The GET answers a HEAD; its body is left out later.
        let wanted = if method == Method::HEAD { &Method::GET } else { method };
        let mut allowed = BTreeSet::from([Method::OPTIONS.as_str()]);
        for entry in matching {
            if entry.route.method == wanted {
                return RouteMatch::Route { route: &entry.route, parameters: entry.parameters(&asked) };
            }
            allowed.insert(entry.route.method.as_str());
            if entry.route.method == Method::GET {
                allowed.insert(Method::HEAD.as_str());
            }
        }
        RouteMatch::OtherMethods(allowed)
    }
}

impl Entry {
    fn matches(&self, asked: &[&str]) -> bool {
        self.segments.len() == asked.len()
            && self.segments.iter().zip(asked).all(|(segment, asked)| match segment {
                Segment::Exact(text) => text == asked,
                Segment::Parameter(_) => !asked.is_empty(),
            })
    }

    fn parameters(&self, asked: &[&str]) -> Vec<(&'static str, String)> {
        let pairs = self.segments.iter().zip(asked).filter_map(|(segment, asked)| match segment {
            Segment::Exact(_) => None,
            Segment::Parameter(name) => Some((*name, percent_decode_str(asked).decode_utf8_lossy().into_owned())),
        });
        pairs.collect()
    }
}

fn segments(path: &'static str) -> Result<Vec<Segment>> {
    let Some(rest) = path.strip_prefix('/') else { bail!("the path {path} does not start with a slash") };
    let read = |text: &'static str| {
        let name = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        match name {
            Some(name) if !name.is_empty() && !name.contains(['{', '}', '+']) => Ok(Segment::Parameter(name)),
            None if !text.is_empty() && !text.contains(['{', '}']) => Ok(Segment::Exact(text)),
            _ => bail!("the path {path} has a segment that is neither text nor one parameter"),
        }
    };
    rest.split('/').map(read).collect()
}

/// Returns a key that orders patterns; patterns that take the same paths have the same key.
fn rank(segments: &[Segment]) -> Vec<Segment> {
    let nameless = segments.iter().map(|segment| match segment {
        Segment::Exact(text) => Segment::Exact(text),
        Segment::Parameter(_) => Segment::Parameter(""),
    });
    nameless.collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn route(method: Method, path: &'static str, operation: &'static str) -> GatewayRoute {
        let handler = Arc::new(|_| -> futures::future::BoxFuture<'static, _> {
            Box::pin(async { lambda_http::Response::default() })
        });
        GatewayRoute { method, path, operation, handler }
    }

    fn table() -> Routes {
        Routes::new(vec![
            route(Method::GET, "/v1/tickets/{id}", "get_ticket"),
            route(Method::PATCH, "/v1/tickets/{id}", "change_ticket"),
            route(Method::POST, "/v1/tickets/search", "search_tickets"),
            route(Method::GET, "/v1/tickets", "list_tickets"),
            route(Method::GET, "/v1/tickets/{id}/files/{file_id}", "get_file"),
            route(Method::GET, "/v1/tickets/{id}/files/latest", "latest_file"),
        ])
        .unwrap()
    }

    fn found(method: &Method, path: &str) -> String {
        match table().find(method, path) {
            RouteMatch::Route { route, parameters } => {
                let values: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={value}")).collect();
                format!("{} {}", route.operation, values.join(" ")).trim_end().to_owned()
            }
            RouteMatch::OtherMethods(allowed) => Vec::from_iter(allowed).join(", "),
            RouteMatch::Nothing => "nothing".to_owned(),
        }
    }

    #[test]
    fn the_most_specific_pattern_that_takes_the_method_is_found() {
        assert_eq!(found(&Method::GET, "/v1/tickets"), "list_tickets");
        assert_eq!(found(&Method::GET, "/v1/tickets/7"), "get_ticket id=7");
        assert_eq!(found(&Method::POST, "/v1/tickets/search"), "search_tickets");
        assert_eq!(found(&Method::GET, "/v1/tickets/search"), "get_ticket id=search");
        assert_eq!(found(&Method::GET, "/v1/tickets/7/files/latest"), "latest_file id=7");
        assert_eq!(found(&Method::GET, "/v1/tickets/7/files/9"), "get_file id=7 file_id=9");
        assert_eq!(found(&Method::HEAD, "/v1/tickets/7"), "get_ticket id=7");
    }

    #[test]
    fn parameters_are_decoded_and_never_empty() {
        assert_eq!(found(&Method::GET, "/v1/tickets/a%2Fb%20%C3%A9"), "get_ticket id=a/b é");
        assert_eq!(found(&Method::GET, "/v1/tickets/a+b"), "get_ticket id=a+b");
        assert_eq!(found(&Method::GET, "/v1/tickets/"), "nothing");
        assert_eq!(found(&Method::GET, "/v1//7"), "nothing");
    }

    #[test]
    fn a_known_path_names_its_methods() {
        assert_eq!(found(&Method::DELETE, "/v1/tickets/search"), "GET, HEAD, OPTIONS, PATCH, POST");
        assert_eq!(found(&Method::POST, "/v1/tickets"), "GET, HEAD, OPTIONS");
        assert_eq!(found(&Method::GET, "/v1/unknown"), "nothing");
    }

    #[test]
    fn a_route_given_twice_or_malformed_is_refused() {
        let twice = vec![route(Method::GET, "/v1/a/{id}", "one"), route(Method::GET, "/v1/a/{name}", "two")];
        let message = Routes::new(twice).err().unwrap().to_string();
        assert!(message.contains("one") && message.contains("two"), "{message}");
        for path in ["v1/a", "/v1//a", "/v1/a{id}", "/v1/{}", "/v1/{rest+}"] {
            assert!(Routes::new(vec![route(Method::GET, path, "bad")]).is_err(), "{path}");
        }
    }
}
