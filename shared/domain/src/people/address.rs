//! Form of an e-mail address. Whether an address exists shows only when a mail is sent to it.

/// Whether a text is one mail address (RFC 5321, section 4.1.2, without quoted names), without a display name.
pub(crate) fn is_address(text: &str) -> bool {
    let local = |part: &str| {
        let atom = |atom: &str| {
            !atom.is_empty()
                && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
        };
        part.len() <= 64 && part.split('.').all(atom)
    };
    text.rsplit_once('@').is_some_and(|(mailbox, domain)| local(mailbox) && is_domain(domain))
}

/// Whether a text is a domain that can have mail addresses.
pub(crate) fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.contains('.')
        && text.split('.').all(label)
        && last.len() >= 2
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}
