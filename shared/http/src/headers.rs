//! Headers that say how to understand a request. Each has one form, which the OpenAPI document shows as a pattern and
//! this module enforces.

use http::{HeaderMap, HeaderName, header};
use portico_domain::error::Error;

/// The form of an `Idempotency-Key`: visible ASCII. A comma is what two headers are joined with on the way.
pub const KEY_PATTERN: &str = r"^[!-+\--~]{1,100}$";
/// The form of an `ETag`, as `If-Match` takes it: a version between quotation marks, spelt as it was given.
pub const ETAG_PATTERN: &str = r#"^"(0|[1-9][0-9]{0,18})"$"#;
/// The form of `If-None-Match`: any text that a header can hold. Parts that are no tags name no version.
pub const TAGS_PATTERN: &str = r"^[\t -~]*$";

/// Header fields of which a request has one at most.
const SINGLE: [HeaderName; 4] =
    [header::HOST, header::AUTHORIZATION, header::CONTENT_TYPE, HeaderName::from_static("x-portico-refresh")];

/// Refuses a request that says twice what can be said once. The gateway joins such headers by a comma.
pub(crate) fn once(headers: &HeaderMap) -> Result<(), Error> {
    let twice = SINGLE.into_iter().find(|name| {
        let mut values = headers.get_all(name).iter();
        let first = values.next();
        values.next().is_some() || (*name == header::HOST && first.is_some_and(|host| host.as_bytes().contains(&b',')))
    });
    match twice {
        Some(name) => Err(Error::Malformed {
            code: "header_repeated",
            detail: format!("The header {name} is given twice. Give it once."),
        }),
        None => Ok(()),
    }
}

/// The value of a header; nothing where there is none. Given twice it is one value of all, as the gateway makes it.
fn whole(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let values: Vec<&[u8]> = headers.get_all(name).iter().map(http::HeaderValue::as_bytes).collect();
    (!values.is_empty()).then(|| values.join(&b","[..]))
}

/// The idempotency key of a request.
pub fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Error> {
    let Some(key) = whole(headers, &HeaderName::from_static("idempotency-key")) else { return Ok(None) };
    let fits = (1..=100).contains(&key.len()) && key.iter().all(|byte| byte.is_ascii_graphic() && *byte != b',');
    let key = String::from_utf8(key).ok().filter(|_| fits);
    key.map(Some).ok_or_else(|| Error::Malformed {
        code: "idempotency_key_invalid",
        detail: "Give one Idempotency-Key of 1 to 100 visible ASCII characters, without a comma.".into(),
    })
}

/// The version that a change expects, from `If-Match`.
pub fn if_match(headers: &HeaderMap) -> Result<Option<u64>, Error> {
    let Some(tag) = whole(headers, &header::IF_MATCH) else { return Ok(None) };
    let version = std::str::from_utf8(&tag).ok().and_then(version_of);
    version.map(Some).ok_or_else(|| Error::Malformed {
        code: "if_match_invalid",
        detail: "If-Match takes the ETag you were given, such as \"3\".".into(),
    })
}

/// The entity tag of a version.
pub fn etag(version: u64) -> String {
    format!("\"{version}\"")
}

/// Returns the version in an entity tag. A tag is compared as it was given (RFC 9110, section 8.8.3): `"01"` is not
/// `"1"`.
fn version_of(tag: &str) -> Option<u64> {
    let digits = tag.strip_prefix('"')?.strip_suffix('"')?;
    let version = digits.parse().ok().filter(|_| digits.len() <= 19)?;
    (etag(version) == tag).then_some(version)
}

/// Whether `If-None-Match` names this version: any of a list of tags, compared weakly, or `*` (RFC 9110, section
/// 13.1.2).
pub fn names_version(headers: &HeaderMap, version: u64) -> bool {
    let Some(tags) = whole(headers, &header::IF_NONE_MATCH) else { return false };
    let tags = String::from_utf8_lossy(&tags).into_owned();
    let current = etag(version);
    tags.trim() == "*" || tags.split(',').map(str::trim).any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == current)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(name: &str, values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(name.parse::<HeaderName>().unwrap(), HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        headers
    }

    #[test]
    fn a_tag_is_compared_as_it_was_given() {
        for (tag, version) in [("\"0\"", 0), ("\"3\"", 3), ("\"9999999999999999999\"", 9_999_999_999_999_999_999)] {
            assert_eq!(if_match(&headers("if-match", &[tag])), Ok(Some(version)), "{tag}");
        }
        for tag in [
            "",
            "3",
            "\"\"",
            "\"01\"",
            "\"+1\"",
            "\" 1\"",
            "\"1\" ,",
            "W/\"1\"",
            "*",
            "\"1\", \"1\"",
            "\"99999999999999999999\"",
            "é",
        ] {
            assert!(if_match(&headers("if-match", &[tag])).is_err(), "{tag}");
        }
        assert!(if_match(&headers("if-match", &["\"1\"", "\"1\""])).is_err());
        assert_eq!(if_match(&HeaderMap::new()), Ok(None));
    }

    #[test]
    fn any_tag_of_a_list_can_be_the_current_one() {
        for tags in [&["\"3\""][..], &["W/\"3\""], &["*"], &["\"1\", W/\"3\" ,\"4\""], &["\"1\"", "\"3\""]] {
            assert!(names_version(&headers("if-none-match", tags), 3), "{tags:?}");
        }
        for tags in [&["\"03\""][..], &["3"], &[""], &["\"33\""], &["w/\"3\""], &[]] {
            assert!(!names_version(&headers("if-none-match", tags), 3), "{tags:?}");
        }
    }

    #[test]
    fn what_can_be_said_once_is_refused_twice() {
        assert_eq!(
            idempotency_key(&headers("idempotency-key", &["a b".replace(' ', "-").as_str()])),
            Ok(Some("a-b".into()))
        );
        for keys in [&["a", "b"][..], &["a,b"], &[""], &["a b"], &["é"]] {
            assert!(idempotency_key(&headers("idempotency-key", keys)).is_err(), "{keys:?}");
        }
        for name in ["host", "authorization", "content-type"] {
            assert_eq!(once(&headers(name, &["one"])), Ok(()));
            let refused = once(&headers(name, &["one", "one"]));
            assert!(matches!(refused, Err(Error::Malformed { code: "header_repeated", .. })), "{name}");
        }
        assert!(once(&headers("host", &["one,two"])).is_err());
        assert_eq!(once(&headers("accept", &["one", "two"])), Ok(()));
    }
}
