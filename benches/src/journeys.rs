//! Journeys of people, call by call as the portal makes them, through the deployed functions. Counts the requests to
//! AWS that each causes.

use crate::fleet::{Answered, Fleet};
use crate::meter::{Meter, Passed, Service, Units, rounds};
use crate::request::Request;
use anyhow::{Context, Result, bail};
use http::Method;
use portico_http::hash::sha256_hex;
use portico_local::seed::DEMO_PASSWORD;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// Average use of one journey.
#[derive(Clone, Debug, Default)]
pub struct Bill {
    /// Calls of the API.
    pub calls: f64,
    /// Functions invoked, the job runner included.
    pub invocations: f64,
    /// CPU time of the functions.
    pub cpu: Duration,
    /// Rounds of requests to AWS, one after another.
    pub rounds: f64,
    /// Capacity of the table and of each index.
    pub units: BTreeMap<String, Units>,
    /// Requests to the bucket that write.
    pub s3_puts: f64,
    /// Requests to the bucket that read.
    pub s3_gets: f64,
    /// Mails.
    pub mails: f64,
    /// Bytes answered.
    pub bytes: f64,
    /// Bytes of records that stay.
    pub kept: f64,
    /// Calls made, in order.
    pub steps: Vec<&'static str>,
}

impl Bill {
    /// Sum of the capacity consumed.
    pub fn total(&self) -> Units {
        self.units
            .values()
            .fold(Units::default(), |sum, units| Units { read: sum.read + units.read, write: sum.write + units.write })
    }

    fn add(&mut self, passed: &[Passed], cpu: Duration) {
        self.invocations += 1.0;
        self.cpu += cpu;
        self.rounds += rounds(passed).len() as f64;
        self.count(passed);
    }

    fn count(&mut self, passed: &[Passed]) {
        for request in passed {
            self.kept += request.kept as f64;
            for (name, units) in &request.units {
                let sum = self.units.entry(name.clone()).or_default();
                sum.read += units.read;
                sum.write += units.write;
            }
            match (request.service, request.operation.as_str()) {
                (Service::S3, "PUT" | "POST") => self.s3_puts += 1.0,
                (Service::S3, _) => self.s3_gets += 1.0,
                (Service::Ses, _) => self.mails += 1.0,
                (Service::DynamoDb, _) => {}
            }
        }
    }

    /// Average of several bills.
    fn of(bills: Vec<Self>) -> Self {
        let times = bills.len().max(1) as f64;
        let mut sum = Self::default();
        for bill in bills {
            sum.calls += bill.calls / times;
            sum.invocations += bill.invocations / times;
            sum.cpu += bill.cpu.div_f64(times);
            sum.rounds += bill.rounds / times;
            sum.s3_puts += bill.s3_puts / times;
            sum.s3_gets += bill.s3_gets / times;
            sum.mails += bill.mails / times;
            sum.bytes += bill.bytes / times;
            sum.kept += bill.kept / times;
            sum.steps = bill.steps;
            for (name, units) in bill.units {
                let entry = sum.units.entry(name).or_default();
                entry.read += units.read / times;
                entry.write += units.write / times;
            }
        }
        sum
    }
}

/// A journey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journey {
    /// Signing in with a password.
    SignIn,
    /// Searching by words, and a vote.
    FindAnAnswer,
    /// Opening a ticket with one file.
    OpenATicket,
    /// Reading one's list, a ticket and its file, and a reply.
    FollowATicket,
    /// An agent's work on a ticket, from the queue to its resolution.
    AgentsWork,
    /// A minute in which nothing happens.
    IdleMinute,
}

impl Journey {
    /// All journeys.
    pub const ALL: [Self; 6] =
        [Self::SignIn, Self::FindAnAnswer, Self::OpenATicket, Self::FollowATicket, Self::AgentsWork, Self::IdleMinute];

    /// Name of the journey in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign in with a password",
            Self::FindAnAnswer => "find an answer",
            Self::OpenATicket => "open a ticket with a file",
            Self::FollowATicket => "follow a ticket",
            Self::AgentsWork => "an agent's work on a ticket",
            Self::IdleMinute => "a minute in which nothing happens",
        }
    }
}

/// Session of a signed-in person.
struct Session {
    token: String,
    cookie: String,
}

/// Makes journeys and keeps their bill.
pub struct Traveller<'a> {
    fleet: &'a mut Fleet,
    meter: &'a Meter,
    files: reqwest::Client,
    bill: Bill,
    customer: Session,
    agent: Session,
    /// Tickets opened and not yet worked on.
    opened: Vec<String>,
}

impl<'a> Traveller<'a> {
    /// Signs a customer and an agent in.
    pub async fn new(fleet: &'a mut Fleet, meter: &'a Meter) -> Result<Self> {
        let empty = || Session { token: String::new(), cookie: String::new() };
        let files = reqwest::Client::builder().no_proxy().build()?;
        let mut traveller =
            Self { fleet, meter, files, bill: Bill::default(), customer: empty(), agent: empty(), opened: Vec::new() };
        traveller.customer = traveller.sign_in("jon.arne.eide@halvorsen-marine.example").await?;
        traveller.agent = traveller.sign_in("daniel.okafor@xyz.example").await?;
        // Jobs of the demo company that are still due are not part of any journey.
        while traveller.fleet.invoke("jobs-run", &json!({})).await?.answer["done"] != 0 {}
        Ok(traveller)
    }

    /// Returns the average bill of `times` runs of a journey, after one that is not counted.
    pub async fn measure(&mut self, journey: Journey, times: usize) -> Result<Bill> {
        let mut bills = Vec::new();
        for time in 0..=times {
            self.bill = Bill::default();
            self.meter.take();
            self.travel(journey).await?;
            if time > 0 {
                bills.push(std::mem::take(&mut self.bill));
            }
        }
        Ok(Bill::of(bills))
    }

    async fn travel(&mut self, journey: Journey) -> Result<()> {
        match journey {
            Journey::SignIn => self.sign_in("jon.arne.eide@halvorsen-marine.example").await.map(|_| ()),
            Journey::FindAnAnswer => self.find_an_answer().await,
            Journey::OpenATicket => self.open_a_ticket().await,
            Journey::FollowATicket => self.follow_a_ticket().await,
            Journey::AgentsWork => self.agents_work().await,
            Journey::IdleMinute => self.run_jobs(&json!({"source": "aws.events"})).await,
        }
    }

    async fn find_an_answer(&mut self) -> Result<()> {
        self.arrive(false).await?;
        let token = self.customer.token.clone();
        let found = self
            .call(Request::get("knowledge-search", "/v1/articles", "/v1/articles?q=scanner+pairing").by(&token))
            .await?;
        let id = text(&found.body()?["items"][0]["id"])?;
        self.call(Request::get("knowledge-get", "/v1/articles/{id}", format!("/v1/articles/{id}")).by(&token)).await?;
        let path = format!("/v1/articles/{id}/feedback");
        self.call(
            Request::post("knowledge-rate", "/v1/articles/{id}/feedback", path, json!({"helpful": true})).by(&token),
        )
        .await?;
        Ok(())
    }

    async fn open_a_ticket(&mut self) -> Result<()> {
        self.arrive(false).await?;
        let token = self.customer.token.clone();
        let path = "/v1/entitlements";
        let owned = self.call(Request::get("tickets-list-entitlements", path, path).by(&token)).await?.body()?;
        let owned = owned["items"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|owned| owned["in_support"] == true && owned["product"]["code"] == "APP");
        let (product, version) = owned
            .map(|owned| (owned["product"]["id"].clone(), owned["version"]["id"].clone()))
            .context("nothing in support")?;
        let path = "/v1/articles/suggestions";
        self.call(Request::get("knowledge-suggest", path, format!("{path}?q=labels+come+out+to+the+left")).by(&token))
            .await?;
        let draft = json!({"data": {"synopsis": "Labels come out to the left", "description": "Since this morning"}});
        for _ in 0..2 {
            let keep = Request::new("tickets-keep-draft", Method::PUT, "/v1/drafts/{form}", "/v1/drafts/ticket");
            self.call(Request { body: Some(draft.clone()), ..keep }.by(&token)).await?;
        }
        let upload = self.send_file(&token).await?;
        let ticket = json!({
            "type": "issue", "severity": "medium", "synopsis": "Labels come out to the left",
            "description": "Since this morning both printers print two millimetres to the left. The file says which labels.",
            "product_id": product, "version_id": version, "upload_ids": [upload], "participant_ids": [], "custom_fields": {}
        });
        let opened = self.call(Request::post("tickets-open", "/v1/tickets", "/v1/tickets", ticket).by(&token)).await?;
        let id = text(&opened.body()?["id"])?;
        self.look_at(&id, &token).await?;
        self.opened.push(id);
        Ok(())
    }

    async fn send_file(&mut self, token: &str) -> Result<String> {
        let content = b"label;offset\nA-17;2.1\nA-18;1.9\n";
        // Of exactly these bytes.
        let sha256 = sha256_hex(content);
        let announced =
            json!({"name": "labels.csv", "size": content.len(), "media_type": "text/csv", "sha256": sha256});
        let link = self
            .call(Request::post("files-create-upload", "/v1/uploads", "/v1/uploads", announced).by(token))
            .await?
            .body()?;
        let mut put = self.files.put(link["url"].as_str().context("no link")?).body(content.to_vec());
        for (name, value) in link["headers"].as_object().into_iter().flatten() {
            put = put.header(name, value.as_str().unwrap_or_default());
        }
        put.send().await?.error_for_status().context("the file was not taken")?;
        let id = text(&link["id"])?;
        // The browser's own request costs no function anything.
        self.bill.count(&self.meter.take());
        let path = format!("/v1/uploads/{id}/complete");
        self.call(Request::post("files-complete-upload", "/v1/uploads/{id}/complete", path, json!({})).by(token))
            .await?;
        Ok(id)
    }

    async fn follow_a_ticket(&mut self) -> Result<()> {
        self.arrive(false).await?;
        let token = self.customer.token.clone();
        self.call(Request::get("tickets-list", "/v1/tickets", "/v1/tickets?view=mine").by(&token)).await?;
        // The one opened last, which has a file.
        let id = self.opened.last().cloned().context("no ticket was opened")?;
        let ticket = self.look_at(&id, &token).await?;
        let file = text(&ticket["files"][0]["id"])?;
        let route = "/v1/tickets/{id}/files/{file_id}";
        let link = self
            .call(Request::get("tickets-download-file", route, format!("/v1/tickets/{id}/files/{file}")).by(&token))
            .await?
            .body()?;
        let got = self.files.get(link["url"].as_str().context("no link")?).send().await?;
        got.error_for_status().context("the file was not given")?.bytes().await?;
        self.bill.count(&self.meter.take());
        self.reply(&id, "It is the same on the third printer.", &token).await
    }

    async fn agents_work(&mut self) -> Result<()> {
        // Somebody must have opened one; that is another journey's bill.
        let so_far = std::mem::take(&mut self.bill);
        self.open_a_ticket().await?;
        let id = self.opened.pop().context("no ticket was opened")?;
        self.bill = so_far;
        self.arrive(true).await?;
        let token = self.agent.token.clone();
        let queues =
            self.call(Request::get("tickets-list-queues", "/v1/queues", "/v1/queues").by(&token)).await?.body()?;
        let queue = text(&queues["items"][0]["id"])?;
        self.call(
            Request::get("tickets-list", "/v1/tickets", format!("/v1/tickets?view=queue&queue={queue}")).by(&token),
        )
        .await?;
        self.look_at(&id, &token).await?;
        self.act("tickets-take", "/v1/tickets/{id}/take", &id, json!({}), &token).await?;
        self.reply(&id, "Please set the offset to zero in the printer's menu and print one label.", &token).await?;
        self.act("tickets-resolve", "/v1/tickets/{id}/resolve", &id, json!({"text": "The offset was set."}), &token)
            .await?;
        self.run_jobs(&json!({"Records": []})).await
    }

    async fn look_at(&mut self, id: &str, token: &str) -> Result<Value> {
        let ticket =
            self.call(Request::get("tickets-get", "/v1/tickets/{id}", format!("/v1/tickets/{id}")).by(token)).await?;
        let path = format!("/v1/tickets/{id}/timeline");
        self.call(Request::get("tickets-timeline", "/v1/tickets/{id}/timeline", path).by(token)).await?;
        ticket.body()
    }

    async fn reply(&mut self, id: &str, text: &str, token: &str) -> Result<()> {
        let (route, path) = ("/v1/tickets/{id}/replies", format!("/v1/tickets/{id}/replies"));
        self.call(Request::post("tickets-reply", route, path, json!({"text": text, "upload_ids": []})).by(token))
            .await?;
        Ok(())
    }

    /// Acts on the current version of a ticket. Reading that version is not on the bill: the person has seen it before.
    async fn act(
        &mut self,
        binary: &'static str,
        route: &'static str,
        id: &str,
        body: Value,
        token: &str,
    ) -> Result<()> {
        let seen = Request::get("tickets-get", "/v1/tickets/{id}", format!("/v1/tickets/{id}")).by(token);
        let seen = self.fleet.ask(&seen).await?;
        self.meter.take();
        let version = seen.header("etag").context("a ticket without a version")?.to_owned();
        let path = route.replace("{id}", id);
        self.call(Request::post(binary, route, path, body).by(token).header("if-match", version)).await?;
        Ok(())
    }

    /// Opens a page: renews the session and reads the home page.
    async fn arrive(&mut self, staff: bool) -> Result<()> {
        let cookie = if staff { &self.agent.cookie } else { &self.customer.cookie };
        let path = "/v1/session/refresh";
        let refresh = Request::post("auth-refresh-session", path, path, json!({}));
        let refresh = refresh.header("cookie", cookie.clone()).header("x-portico-refresh", "1");
        let renewed = session(&self.call(refresh).await?)?;
        self.call(Request::get("profile-get-branding", "/v1/branding", "/v1/branding")).await?;
        self.call(Request::get("profile-get-home", "/v1/home", "/v1/home").by(&renewed.token)).await?;
        *(if staff { &mut self.agent } else { &mut self.customer }) = renewed;
        Ok(())
    }

    async fn sign_in(&mut self, email: &str) -> Result<Session> {
        let body = json!({"email": email, "password": DEMO_PASSWORD});
        session(&self.call(Request::post("auth-create-session", "/v1/session", "/v1/session", body)).await?)
    }

    async fn call(&mut self, request: Request) -> Result<Answered> {
        let answered = self.fleet.ask(&request).await?;
        self.bill.calls += 1.0;
        self.bill.bytes += answered.answer["body"].as_str().map_or(0, str::len) as f64;
        self.bill.steps.push(request.binary);
        let passed = self.meter.take();
        self.bill.add(&passed, answered.cpu);
        let records: Vec<Value> = passed.iter().flat_map(|request| jobs_of(&request.request)).collect();
        if !records.is_empty() {
            self.run_jobs(&json!({ "Records": records })).await?;
        }
        Ok(answered)
    }

    /// Wakes the job runner with an event: that of the table's stream after a change, or that of the schedule.
    async fn run_jobs(&mut self, event: &Value) -> Result<()> {
        let ran = self.fleet.invoke("jobs-run", event).await?;
        if ran.answer["parked"] != 0 || ran.answer["put_off"] != 0 {
            bail!("jobs failed: {}", ran.answer);
        }
        self.bill.steps.push("jobs-run");
        self.bill.add(&self.meter.take(), ran.cpu);
        Ok(())
    }
}

/// Jobs that a write puts into the table, as its stream announces them.
fn jobs_of(request: &Value) -> Vec<Value> {
    let steps = request["TransactItems"].as_array().into_iter().flatten();
    let put = steps.map(|step| &step["Put"]["Item"]).filter(|item| item["type"]["S"] == "job");
    put.map(|job| json!({"eventName": "INSERT", "dynamodb": {"Keys": {"pk": job["pk"], "sk": job["sk"]}}})).collect()
}

fn session(answered: &Answered) -> Result<Session> {
    let token = text(&answered.body()?["access_token"])?;
    let cookie = answered.answer["cookies"][0].as_str().or_else(|| answered.header("set-cookie"));
    let cookie = cookie.and_then(|cookie| cookie.split(';').next()).context("no cookie")?.to_owned();
    Ok(Session { token, cookie })
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).with_context(|| format!("{value} is not a text"))
}
