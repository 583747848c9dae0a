//! HTTP client for the identity provider. It follows no redirect, waits for a limited time, and reads a limited answer.

use crate::config::{Config, Misconfigured};
use futures::future::{BoxFuture, FutureExt as _};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::sync::OnceLock;
use std::time::Duration;

/// Longest time of one request.
const LONGEST: Duration = Duration::from_secs(4);
/// Largest answer, in bytes.
const LARGEST: usize = 500_000;

/// Reason why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoAnswer {
    /// The request did not succeed.
    #[error(transparent)]
    Request(#[from] reqwest::Error),
    /// The answer is too large.
    #[error("the answer has more than {LARGEST} bytes")]
    TooLarge,
    /// The answer is none that HTTP knows.
    #[error(transparent)]
    Broken(#[from] http::Error),
}

/// Client that is built at its first use: reading the system's certificates takes a while.
#[derive(Clone, Debug)]
pub(super) struct Http {
    client: OnceLock<reqwest::Client>,
    connect: Duration,
    /// Whether requests may be plain HTTP, as to a provider on this machine.
    plain: bool,
}

impl Http {
    pub(super) fn new(config: &Config) -> Result<Self, Misconfigured> {
        // Only stand-ins on this machine speak plain HTTP, and AWS is none.
        let plain = config.endpoints.dynamodb.as_ref().is_some_and(|url| url.starts_with("http://"));
        Ok(Self { client: OnceLock::new(), connect: config.patience.connect * 4, plain })
    }

    fn client(&self) -> Result<&reqwest::Client, reqwest::Error> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .https_only(!self.plain)
            .connect_timeout(self.connect)
            .timeout(LONGEST)
            .build()?;
        Ok(self.client.get_or_init(|| client))
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let mut answer = self.client()?.execute(request.try_into()?).await?;
        let mut response = http::Response::builder().status(answer.status());
        for (name, value) in answer.headers() {
            response = response.header(name, value);
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > LARGEST {
                return Err(NoAnswer::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(response.body(body)?)
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = NoAnswer;
    type Future = BoxFuture<'c, Result<HttpResponse, NoAnswer>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        self.send(request).boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Keys;

    #[tokio::test]
    async fn plain_http_is_for_this_machine_alone() {
        let keys = Keys { id: "key".into(), secret: "secret".into(), session_token: None };
        let deployed = Http::new(&Config::new("eu-north-1", keys)).unwrap();
        let request = http::Request::get("http://127.0.0.1:9/").body(Vec::new()).unwrap();
        let refused = deployed.send(request).await.unwrap_err();
        assert!(matches!(&refused, NoAnswer::Request(error) if error.is_builder()), "{refused:?}");
    }
}
