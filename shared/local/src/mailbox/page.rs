//! The page where people read what was sent. It holds no script and fetches nothing; the HTML of a mail is shown
//! in a frame that may not run scripts or send forms.

use std::sync::{Arc, LazyLock};

use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::{Deserialize, Serialize};

use super::store::Mail;
use super::{LIST_DEFAULT, Shared};

/// Links in a mail open in a tab of their own; pictures from elsewhere are not fetched. The frame inherits this.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

static PAGES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    pages.set_undefined_behavior(minijinja::UndefinedBehavior::SemiStrict);
    // The name's ending turns escaping on.
    if let Err(error) = pages.add_template("mailbox.html", include_str!("mailbox.html")) {
        tracing::error!(%error, "the mailbox page cannot be read");
    }
    pages
});

#[derive(Deserialize)]
pub(super) struct Shown {
    id: Option<String>,
    to: Option<String>,
    answered: Option<String>,
}

#[derive(Serialize)]
struct Page<'a> {
    rows: Vec<Row<'a>>,
    total: usize,
    to: &'a str,
    mail: Option<&'a Mail>,
    at: Option<String>,
    /// Whether the mail can be answered here.
    answers: bool,
    /// Whether it has just been answered.
    answered: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    to: String,
    subject: &'a str,
    at: String,
    open: bool,
}

pub(super) async fn show(State(shared): State<Arc<Shared>>, Query(shown): Query<Shown>) -> Response {
    let (mails, total) = shared.store.list(shown.to.as_deref(), LIST_DEFAULT);
    let open = shown.id.as_deref().and_then(|id| shared.store.get(id));
    if shown.id.is_some() && open.is_none() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let rows: Vec<Row<'_>> = mails.iter().map(|mail| row(mail, shown.id.as_deref())).collect();
    let to = shown.to.as_deref().unwrap_or_default().trim();
    let at = open.as_deref().map(time);
    let answers = shared.receiver.0.get().is_some() && open.as_ref().is_some_and(|mail| !mail.reply_to.is_empty());
    let answered = shown.answered.is_some();
    let page = Page { rows, total, to, mail: open.as_deref(), at, answers, answered };
    let page = PAGES.get_template("mailbox.html").and_then(|template| template.render(Value::from(Serde(page))));
    match page {
        Ok(html) => {
            let headers = [
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::CACHE_CONTROL, "no-store"),
                (header::REFERRER_POLICY, "no-referrer"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ];
            (headers, Html(html)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the mailbox page failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn row<'a>(mail: &'a Mail, open: Option<&str>) -> Row<'a> {
    Row {
        id: &mail.id,
        to: mail.recipients().collect::<Vec<_>>().join(", "),
        subject: &mail.subject,
        at: time(mail),
        open: open == Some(mail.id.as_str()),
    }
}

fn time(mail: &Mail) -> String {
    mail.at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}
