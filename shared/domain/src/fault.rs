//! The inside half of an error: the operation and the causes of its failure. Only the log reads it.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// An operation that failed, with the causes. It never contains text that people wrote.
#[derive(Clone)]
pub struct Fault {
    context: String,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl Fault {
    /// A fault without a cause of its own.
    pub fn new(context: impl Into<String>) -> Self {
        Self { context: context.into(), source: None }
    }

    /// A fault with the error that caused it.
    pub fn caused(context: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self { context: context.into(), source: Some(source.into().into()) }
    }
}

impl From<String> for Fault {
    fn from(context: String) -> Self {
        Self::new(context)
    }
}

impl From<&str> for Fault {
    fn from(context: &str) -> Self {
        Self::new(context)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.context)
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&chain(self))
    }
}

impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().map(|source| &**source as &(dyn Error + 'static))
    }
}

impl PartialEq for Fault {
    fn eq(&self, other: &Self) -> bool {
        chain(self) == chain(other)
    }
}

impl Eq for Fault {}

/// An error and its causes, outermost first, as the log has them. No error's own text repeats its causes.
pub fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{CommitError, StoreError};

    #[test]
    fn the_log_reads_every_cause_once() {
        let cause = "x".parse::<u8>().expect_err("no number");
        let fault = Fault::caused("the version", Fault::caused("the settings", cause));
        let expected = "the version: the settings: invalid digit found in string";
        assert_eq!(chain(&fault), expected);
        let error = crate::error::Error::from(CommitError::from(StoreError::corrupt(fault)));
        assert_eq!(chain(&error), format!("internal error: {expected}"));
        assert_eq!(error.to_string(), "internal error");
    }
}
