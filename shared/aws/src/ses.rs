//! Mail through SESv2.

use crate::config::{Config, Misconfigured, client};
use crate::error::causes;
use crate::parts::FromEnv;
use crate::sent::Sent;
use aws_sdk_sesv2::error::SdkError;
use aws_sdk_sesv2::operation::send_email::SendEmailError;
use aws_sdk_sesv2::types::{Body, Content, Destination, EmailContent, Message, MessageHeader};
use aws_smithy_runtime_api::client::interceptors::context::InterceptorContext;
use aws_smithy_runtime_api::client::retries::classifiers::{ClassifyRetry, RetryAction, RetryClassifierPriority};
use portico_domain::fault::chain;
use portico_domain::mail::{JOB_HEADER, Mail, MailError, Mailer};

/// The mail service, with the sender of all mails.
#[derive(Clone, Debug)]
pub struct Ses {
    client: aws_sdk_sesv2::Client,
    from: String,
}

impl FromEnv for Ses {
    fn from_config(config: &Config) -> Result<Self, Misconfigured> {
        let endpoint = config.endpoints.ses.as_ref();
        let client = client!(aws_sdk_sesv2, config, endpoint, |builder| builder.retry_classifier(RetryIfRefused));
        Ok(Self { client, from: config.mail_from()? })
    }
}

/// Repeats a call only if the service has refused it. A mail whose answer was lost may have been accepted, and
/// repeating it at once could send a second one. Its job is tried again later.
#[derive(Debug)]
struct RetryIfRefused;

impl ClassifyRetry for RetryIfRefused {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match context.output_or_error() {
            Some(Err(error)) if error.is_timeout_error() || error.is_connector_error() || error.is_response_error() => {
                RetryAction::RetryForbidden
            }
            _ => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "retry if refused"
    }

    fn priority(&self) -> RetryClassifierPriority {
        RetryClassifierPriority::run_after(RetryClassifierPriority::transient_error_classifier())
    }
}

/// The service names the addresses it refuses. Neither the log nor the page of jobs is a place for them.
fn without_addresses(text: &str) -> String {
    let word = |word| if str::contains(word, '@') { "…" } else { word };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

fn utf8(text: &str) -> Result<Content, aws_sdk_sesv2::error::BuildError> {
    Content::builder().data(text).charset("UTF-8").build()
}

fn content(mail: &Mail) -> Result<EmailContent, aws_sdk_sesv2::error::BuildError> {
    let body = Body::builder().text(utf8(&mail.text)?).html(utf8(&mail.html)?).build();
    let header = |name: &str, value: String| MessageHeader::builder().name(name).value(value).build();
    let mut message = Message::builder().subject(utf8(&mail.subject)?).body(body);
    message = message.headers(header(JOB_HEADER, mail.job.to_string())?);
    // The service gives each mail its own Message-ID. Mails that refer to the same one are still shown together.
    for name in ["In-Reply-To", "References"].into_iter().filter(|_| mail.thread.is_some()) {
        message = message.headers(header(name, mail.thread.clone().unwrap_or_default())?);
    }
    let message = message.build();
    Ok(EmailContent::builder().simple(message).build())
}

impl Mailer for Ses {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let content = content(mail).map_err(|error| MailError::Refused(error.to_string()))?;
        let sent = self
            .client
            .send_email()
            .from_email_address(&self.from)
            .destination(Destination::builder().to_addresses(&mail.to).build())
            .set_reply_to_addresses(mail.reply_to.clone().map(|address| vec![address]))
            .content(content)
            .sent()
            .await;
        sent.map(drop).map_err(|error| {
            let text = format!("SendEmail: {}", without_addresses(&chain(&causes(&error))));
            if refused(&error) { MailError::Refused(text) } else { MailError::Unavailable(text) }
        })
    }
}

/// Whether the service will never accept the mail. Other failures are tried again, and parked in the end.
fn refused<R>(error: &SdkError<SendEmailError, R>) -> bool {
    matches!(
        error.as_service_error(),
        Some(
            SendEmailError::MessageRejected(_)
                | SendEmailError::BadRequestException(_)
                | SendEmailError::MailFromDomainNotVerifiedException(_)
        )
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_left_out_of_what_the_service_says() {
        let said = "MessageRejected: not verified in EU-NORTH-1: a@b.example, Ann <ann@c.example>";
        assert_eq!(without_addresses(said), "MessageRejected: not verified in EU-NORTH-1: … Ann …");
    }
}
