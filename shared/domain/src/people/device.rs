//! Device and place of a session, as its person recognises them. Neither a user agent nor a whole network address is
//! kept.

use serde::{Deserialize, Serialize};

/// Parts of user agents and the browsers that send them. Most browsers also send what the ones below them send.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// Parts of user agents and the systems that they name, the most particular first.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Browser, system and network from which a session is used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Name of the browser, if it is a known one.
    pub browser: Option<String>,
    /// Name of the operating system, if it is a known one.
    pub system: Option<String>,
    /// Network address without its last part: `203.0.113.x`, `2001:db8:1::/48`.
    pub place: Option<String>,
}

impl Device {
    /// Device of a request, by its `User-Agent` and its shortened network address.
    pub fn new(user_agent: &str, place: Option<String>) -> Self {
        let named = |known: &[(&str, &str)]| {
            let found = known.iter().find(|(part, _)| user_agent.contains(part));
            found.map(|(_, name)| (*name).to_owned())
        };
        Self { browser: named(&BROWSERS), system: named(&SYSTEMS), place }
    }

    /// Device in words: "Firefox on Windows, 203.0.113.x". Nothing if nothing is known.
    pub fn words(&self) -> Option<String> {
        let device = match (&self.browser, &self.system) {
            (Some(browser), Some(system)) => Some(format!("{browser} on {system}")),
            (one, other) => one.clone().or_else(|| other.clone()),
        };
        let parts: Vec<String> = device.into_iter().chain(self.place.clone()).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(user_agent: &str) -> Option<String> {
        Device::new(user_agent, None).words()
    }

    #[test]
    fn devices_have_plain_names() {
        for (user_agent, expected) in [
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "Safari on macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1",
                "Chrome on iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("curl/8.5.0 (Linux)", "Linux"),
        ] {
            assert_eq!(words(user_agent).as_deref(), Some(expected), "{user_agent}");
        }
        assert_eq!(words("curl/8.5.0"), None);
    }

    #[test]
    fn a_place_follows_the_device() {
        let place = || Some("203.0.113.x".to_owned());
        assert_eq!(
            Device::new("Firefox/140.0 Windows", place()).words().as_deref(),
            Some("Firefox on Windows, 203.0.113.x")
        );
        assert_eq!(Device::new("curl/8.5.0", place()).words(), place());
    }
}
