//! Proxy in front of the functions. When deployed, this is CloudFront. It proves itself by a secret that only it and
//! the functions know; only then do they believe its headers about the client. On a developer's machine there is no
//! proxy, and the gateway's own address counts.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use http::{HeaderMap, header};
use portico_domain::error::Error;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Header with CloudFront's proof, which only CloudFront sends. infra/hosting.yaml adds these three headers.
const PROOF: &str = "x-portico-origin";
/// Header with the address of the viewer.
const VIEWER: &str = "x-portico-viewer";
/// Header with the host under which the viewer knows the portal: the `Host` that arrives is the HTTP API's.
const HOST: &str = "x-portico-host";

/// Proxy in front of the functions, an extension of the request. Without the extension, there is no proxy.
#[derive(Clone, Default)]
pub struct TrustedProxy(Option<Arc<str>>);

impl fmt::Debug for TrustedProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Front: CloudFront" } else { "Front: nothing" })
    }
}

/// Origin of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClientOrigin {
    /// Network address of the client.
    pub(crate) address: String,
    /// Host of the portal, as the client knows it.
    pub(crate) host: String,
}

impl TrustedProxy {
    /// Proxy of CloudFront, which sends this secret. An empty secret means that there is no proxy.
    pub fn cloudfront(secret: &str) -> Self {
        Self((!secret.is_empty()).then(|| secret.into()))
    }

    /// Returns the origin of a request; `gateway` is the address that reached the gateway. Behind CloudFront, a request
    /// that bypasses it is refused.
    pub(crate) fn admit(&self, headers: &HeaderMap, gateway: &str) -> Result<ClientOrigin, Error> {
        let own_host = || text(headers, header::HOST.as_str()).to_owned();
        let Some(secret) = &self.0 else {
            return Ok(ClientOrigin { address: gateway.to_owned(), host: own_host() });
        };
        let proof = headers.get(PROOF).map(http::HeaderValue::as_bytes).unwrap_or_default();
        if verify_slices_are_equal(proof, secret.as_bytes()).is_err() {
            return Err(Error::Refused {
                code: "not_through_the_portal",
                detail: "This is reached by the portal's own address only.".into(),
            });
        }
        let viewer = address(text(headers, VIEWER)).map(|address| address.to_string());
        let host = Some(text(headers, HOST)).filter(|host| !host.is_empty()).map_or_else(own_host, str::to_owned);
        Ok(ClientOrigin { address: viewer.unwrap_or_else(|| gateway.to_owned()), host })
    }
}

/// Returns a header as text; empty if it is missing or no text.
fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Reads the address in CloudFront's header: with a port or without, IPv4 or IPv6, with brackets or without.
fn address(viewer: &str) -> Option<IpAddr> {
    let viewer = viewer.trim();
    let alone = |text: &str| text.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    if let Ok(both) = viewer.parse::<SocketAddr>() {
        return Some(both.ip());
    }
    match viewer.rsplit_once(':') {
        // Eight groups are an address; a ninth is the port.
        Some((rest, _)) if viewer.matches(':').count() >= 8 => alone(rest),
        _ => alone(viewer),
    }
}

/// Refuses a request that a page of another site made a browser send. Browsers say where a request comes from and let
/// no page change that. Programs say nothing, and have no user whose session could be misused.
pub(crate) fn from_own_page(headers: &HeaderMap, host: &str) -> Result<(), Error> {
    let said = |name: &str| headers.contains_key(name).then(|| text(headers, name));
    let own = match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split_once("://").is_some_and(|(_, from)| from.eq_ignore_ascii_case(host)),
        (None, None) => true,
    };
    if own {
        return Ok(());
    }
    let detail = "A page of another site has asked for this. Use the portal's own pages.".into();
    Err(Error::Refused { code: "cross_site", detail })
}

/// Address of a page under a host. A loopback host has no certificate.
pub(crate) fn page(host: &str, path: &str) -> String {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let scheme = if matches!(name, "127.0.0.1" | "localhost" | "[::1]") { "http" } else { "https" };
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "c2VjcmV0LXNlY3JldC1zZWNyZXQ";

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn came(proxy: &TrustedProxy, pairs: &[(&'static str, &str)]) -> Result<(String, String), Error> {
        proxy.admit(&headers(pairs), "192.0.2.1").map(|ClientOrigin { address, host }| (address, host))
    }

    #[test]
    fn with_nothing_in_front_the_gateway_is_believed_and_no_header() {
        let spoofed = [("host", "api.example"), (VIEWER, "203.0.113.9:4711"), (HOST, "evil.example"), (PROOF, SECRET)];
        for proxy in [TrustedProxy::default(), TrustedProxy::cloudfront("")] {
            assert_eq!(came(&proxy, &spoofed), Ok(("192.0.2.1".into(), "api.example".into())));
        }
    }

    #[test]
    fn a_page_is_on_https_except_on_this_machine() {
        for (host, address) in [
            ("portal.example", "https://portal.example/in"),
            ("portal.example:8443", "https://portal.example:8443/in"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080/in"),
            ("localhost", "http://localhost/in"),
            ("127.0.0.1.evil.example", "https://127.0.0.1.evil.example/in"),
        ] {
            assert_eq!(page(host, "/in"), address);
        }
    }

    #[test]
    fn behind_cloudfront_its_word_counts() {
        let proxy = TrustedProxy::cloudfront(SECRET);
        let sent = [("host", "api.example"), (VIEWER, "203.0.113.9:4711"), (HOST, "portal.example"), (PROOF, SECRET)];
        assert_eq!(came(&proxy, &sent), Ok(("203.0.113.9".into(), "portal.example".into())));
        // A host that the headers do not name is not made up.
        assert_eq!(came(&proxy, &sent[3..]), Ok(("192.0.2.1".into(), String::new())));
    }

    #[test]
    fn behind_cloudfront_nothing_comes_past_it() {
        let proxy = TrustedProxy::cloudfront(SECRET);
        let wrong = SECRET.replace('c', "d");
        for proof in ["", "x", &wrong, &SECRET[1..], &format!("{SECRET}x")] {
            let refused = came(&proxy, &[(VIEWER, "203.0.113.9:4711"), (PROOF, proof)]);
            assert!(matches!(refused, Err(Error::Refused { code: "not_through_the_portal", .. })), "{proof}");
        }
        assert!(came(&proxy, &[]).is_err());
        assert!(!format!("{proxy:?}").contains(SECRET));
    }

    #[test]
    fn addresses_are_read_however_they_are_written() {
        for (written, read) in [
            ("203.0.113.9:4711", "203.0.113.9"),
            ("203.0.113.9", "203.0.113.9"),
            ("[2001:db8::7]:4711", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("2001:db8:0:0:0:0:0:7:4711", "2001:db8::7"),
            ("2001:db8:0:0:0:0:0:7", "2001:db8::7"),
        ] {
            assert_eq!(address(written).map(|address| address.to_string()).as_deref(), Some(read), "{written}");
        }
        for nonsense in ["", "unknown", "203.0.113.9:x:y", "::::"] {
            assert_eq!(address(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn a_page_of_another_site_is_refused_and_a_program_is_not() {
        let own = |pairs: &[(&'static str, &str)]| from_own_page(&headers(pairs), "portal.example:8080").is_ok();
        for sent in [
            &[][..],
            &[("sec-fetch-site", "same-origin"), ("origin", "https://portal.example:8080")],
            &[("sec-fetch-site", "none")],
            &[("origin", "https://Portal.example:8080")],
        ] {
            assert!(own(sent), "{sent:?}");
        }
        for sent in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site"), ("origin", "https://portal.example:8080")],
            &[("origin", "https://evil.example")],
            &[("origin", "https://portal.example")],
            &[("origin", "https://evil.example/portal.example:8080")],
            &[("origin", "null")],
            &[("origin", "")],
        ] {
            assert!(!own(sent), "{sent:?}");
        }
    }
}
