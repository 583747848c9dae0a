//! Time differences that could reveal a record out of reach: the same question about an existing record and about a
//! missing one, in turn. The command prints the chance that the existing one takes longer: 0.5 is no difference, 1 is
//! certainty. For comparison it prints the same chance for two missing records.

use crate::deployed;
use crate::peers::{self, tickets};
use crate::portal::Portal;
use crate::report::{ms, quantile, say};
use crate::request::Request;
use crate::server::DevServer;
use anyhow::{Context, Result};
use http::Method;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

/// Tries of each question.
const TRIES: usize = 200;
/// Tries before anything is measured.
const WARM_UP: usize = 20;

/// A question: of a record out of reach, and of two that do not exist.
struct Question {
    name: &'static str,
    exists: Request,
    missing: [Request; 2],
}

/// Measures on a dev server with the demo company.
pub async fn measure(built: &Path) -> Result<()> {
    let server = DevServer::start(&deployed::path(built, "portico-dev")?).await?;
    let questions = questions(&server).await?;
    say(&format!(
        "A record out of reach, and one that does not exist: ms, median of {TRIES} taken in turn, between quartiles"
    ));
    say(&format!(
        "  {:<28}{:>22}{:>22}   chance that the first takes longer, and by chance alone",
        "", "exists", "does not"
    ));
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for question in &questions {
        let (mut exists, mut missing, mut twin) = (Vec::new(), Vec::new(), Vec::new());
        for turn in 0..WARM_UP + TRIES {
            // The first one asked finds the processor's caches cold: each is first, once in a while.
            for place in 0..3 {
                let (request, times) = match (place + turn) % 3 {
                    0 => (&question.exists, &mut exists),
                    1 => (&question.missing[0], &mut missing),
                    _ => (&question.missing[1], &mut twin),
                };
                let time = server.timed_whatever(request).await?;
                if turn >= WARM_UP {
                    times.push(time);
                }
            }
        }
        let difference = longer(&exists, &missing);
        (least, most) = (least.min(difference), most.max(difference));
        let by_chance = longer(&twin, &missing);
        say(&format!(
            "  {:<28}{:>22}{:>22}   {difference:.2}, {by_chance:.2}",
            question.name,
            spread(&exists),
            spread(&missing)
        ));
    }
    say(&format!("  {least:.2} to {most:.2} (goal 0.40–0.60)"));
    server.stop().await
}

/// The chance that one of these takes longer than one of those; as long counts half.
fn longer(these: &[Duration], those: &[Duration]) -> f64 {
    let pairs = these.iter().flat_map(|this| those.iter().map(move |that| this.cmp(that)));
    let won: f64 = pairs.map(|order| f64::from(order as i8 + 1) / 2.0).sum();
    won / (these.len() * those.len()).max(1) as f64
}

fn spread(times: &[Duration]) -> String {
    let at = |share| ms(quantile(times.to_vec(), share));
    format!("{:.1} ({:.1}–{:.1})", at(0.5), at(0.25), at(0.75))
}

async fn questions(server: &Portal) -> Result<Vec<Question>> {
    let (member, agent) = (peers::customer(server).await?, peers::agent(server).await?);
    let partner = server.token(&partner_login(server)?).await?;
    let far = far_of(server, &member, true).await?;
    let (id, number) = (text(&far, "id")?, text(&far, "number")?);
    let other_queue = far_of(server, &agent, false).await?;
    let elsewhere = text(&other_queue, "id")?;
    let ask = |binary: &'static str, route: &'static str, method: Method, token: &str, id: &str| {
        let path = route.replace("{id}", id).replace("{file_id}", &Uuid::now_v7().to_string());
        let request = Request::new(binary, method.clone(), route, path).by(token);
        if method == Method::POST {
            Request { body: Some(json!({})), ..request.header("if-match", "\"1\"") }
        } else {
            request
        }
    };
    let of = |name, binary, route, method: Method, token: &str, id: &str| Question {
        name,
        exists: ask(binary, route, method.clone(), token, id),
        missing: [(); 2].map(|()| ask(binary, route, method.clone(), token, &Uuid::now_v7().to_string())),
    };
    let touches = |id: &str| Request::get("touches-list", "/v1/touches", format!("/v1/touches?record={id}")).by(&agent);
    Ok(vec![
        Question {
            name: "a number",
            exists: tickets(&format!("number={number}"), &member),
            missing: ["T-9000001", "T-9000002"].map(|number| tickets(&format!("number={number}"), &member)),
        },
        of("a ticket", "tickets-get", "/v1/tickets/{id}", Method::GET, &member, &id),
        of("a timeline", "tickets-timeline", "/v1/tickets/{id}/timeline", Method::GET, &member, &id),
        of("a file", "tickets-download-file", "/v1/tickets/{id}/files/{file_id}", Method::GET, &member, &id),
        of("a partner's read", "tickets-get", "/v1/tickets/{id}", Method::GET, &partner, &id),
        of("take, of another queue", "tickets-take", "/v1/tickets/{id}/take", Method::POST, &agent, &elsewhere),
        Question {
            name: "touches, of another queue",
            exists: touches(&elsewhere),
            missing: [(); 2].map(|()| touches(&Uuid::now_v7().to_string())),
        },
    ])
}

fn partner_login(server: &Portal) -> Result<String> {
    let logins = server.state.logins.iter();
    let partner = logins.clone().find(|login| login.face == "partner").context("the demo has no partner")?;
    Ok(partner.email.clone())
}

/// Returns a ticket, as an administrator sees it, that the holder of a token cannot open: of another account, or of any
/// queue.
async fn far_of(server: &Portal, token: &str, of_another_account: bool) -> Result<Value> {
    let administrator = server.token("karin.aalto@xyz.example").await?;
    let list = Request::get("tickets-list-queues", "/v1/queues", "/v1/queues").by(&administrator);
    let queues = server.ask(&list).await?;
    for queue in queues["items"].as_array().into_iter().flatten() {
        let list = tickets(&format!("view=queue&queue={}", text(queue, "id")?), &administrator);
        for ticket in server.ask(&list).await?["items"].as_array().into_iter().flatten() {
            let path = format!("/v1/tickets/{}", text(ticket, "id")?);
            let out_of_reach =
                server.ask(&Request::get("tickets-get", "/v1/tickets/{id}", path).by(token)).await.is_err();
            if out_of_reach && (!of_another_account || !ticket["account"].is_null()) {
                return Ok(ticket.clone());
            }
        }
    }
    anyhow::bail!("every ticket is in reach")
}

fn text(of: &Value, name: &str) -> Result<String> {
    Ok(of[name].as_str().with_context(|| format!("no {name}"))?.to_owned())
}
