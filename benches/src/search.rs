//! Search as articles grow: the embedded index, through the dev server over HTTP, both sizes asked in turn. Texts are
//! made of the words of the demo company's articles.

use crate::crowd::copies_of;
use crate::database::Database;
use crate::deployed;
use crate::peers;
use crate::portal::Portal;
use crate::report::{median, ms, quantile, ratio, say};
use crate::request::Request;
use crate::server::DevServer;
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

/// Number of searches that a median is taken of.
const SEARCHES: usize = 150;
/// Words of an article's body.
const WORDS: usize = 300;
/// Longest time for indexing.
const INDEXED_WITHIN: Duration = Duration::from_mins(4);
/// Word by which the last article of a filling is found.
const LAST: &str = "zyzzyva";

/// Searches: name, binary and path.
const ASKED: [(&str, &str, &str); 4] = [
    ("two words", "knowledge-search", "/v1/articles?q=scanner+pairing"),
    ("a typing error", "knowledge-search", "/v1/articles?q=scaner+pairing"),
    ("a common word", "knowledge-search", "/v1/articles?q=printer"),
    ("suggestions", "knowledge-suggest", "/v1/articles/suggestions?q=labels+of+the+printer+are+blank"),
];

/// Measures at each of `sizes`, ascending.
pub async fn measure(built: &Path, sizes: &[usize]) -> Result<()> {
    let mut servers = Vec::new();
    for count in sizes {
        let server = DevServer::start(&deployed::path(built, "portico-dev")?).await?;
        let member = peers::customer(&server).await?;
        let begun = fill(&server, *count).await?;
        indexed(&server, &member, begun).await?;
        let took = begun.elapsed().as_secs_f64();
        let index = server.on_disk("search")? as f64 / 1e6;
        say(&format!("  {count} articles indexed anew in {took:.1} s, index {index:.1} MB"));
        let requests: Vec<Request> = ASKED
            .iter()
            .map(|(_, binary, path)| {
                let route = path.split('?').next().unwrap_or_default();
                Request::get(binary, route, *path).by(&member)
            })
            .collect();
        servers.push((*count, server, requests));
    }
    let mut times = vec![vec![Vec::with_capacity(SEARCHES); servers.len()]; ASKED.len()];
    for turn in 0..10 + SEARCHES {
        for (asked, times) in times.iter_mut().enumerate() {
            for ((_, server, requests), times) in servers.iter().zip(times) {
                let time = server.timed(&requests[asked]).await?;
                if turn >= 10 {
                    times.push(time);
                }
            }
        }
    }
    say(&format!("Search through the dev server over HTTP; median and p99 of {SEARCHES}, taken in turn"));
    for ((name, ..), times) in ASKED.iter().zip(times) {
        let at: Vec<String> = servers
            .iter()
            .zip(&times)
            .map(|((count, ..), times)| {
                format!(
                    "at {count:>6}: {:>5.2} ms, p99 {:>5.2}",
                    ms(median(times.clone())),
                    ms(quantile(times.clone(), 0.99))
                )
            })
            .collect();
        let ends: Vec<Duration> = times.into_iter().map(median).collect();
        let (Some(first), Some(last)) = (ends.first(), ends.last()) else { bail!("no size") };
        say(&format!("  {name:<16} {}   last ÷ first {:.2}", at.join("   "), ratio(*last, *first)));
    }
    for (_, server, _) in servers {
        server.stop().await?;
    }
    Ok(())
}

/// Adds `count` articles and requests a rebuild of the index. Returns the time of the request.
async fn fill(server: &Portal, count: usize) -> Result<Instant> {
    write(&Database::at(&server.state.endpoints.dynamodb)?, count).await?;
    let editor = server.token("elena.marchetti@xyz.example").await?;
    let path = "/v1/knowledge/reindex";
    let begun = Instant::now();
    server.ask(&Request::post("knowledge-reindex", path, path, json!({})).by(&editor)).await?;
    Ok(begun)
}

/// Adds `count` articles to the records.
pub(crate) async fn write(database: &Database, count: usize) -> Result<()> {
    let newest = database.partition("audience#customer").await?;
    let mut words: Vec<String> = Vec::new();
    let mut pattern = None;
    for listed in newest {
        let id = listed["sk"]["S"].as_str().and_then(|key| key.rsplit('#').next()).context("no article")?.to_owned();
        let article = database.item(&format!("article#{id}"), "article").await?;
        let body = article["data"]["M"]["body"]["S"].as_str().context("an article without a body")?;
        let letters = |word: &&str| word.len() > 2 && word.chars().all(char::is_alphabetic);
        words.extend(body.split_whitespace().filter(letters).map(str::to_lowercase));
        pattern = Some((id, article, listed));
    }
    let (id, article, listed) = pattern.context("the demo company has no articles")?;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut some = |count: usize| -> String {
        let picked = (0..count).map(|_| {
            // xorshift: any spread over the words will do, and the same in every run.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let index = usize::try_from(state % words.len() as u64).unwrap_or_default();
            words[index].as_str()
        });
        picked.collect::<Vec<_>>().join(" ")
    };
    let made = (0..count).flat_map(|index| {
        let mut article = article.clone();
        let last = if index + 1 == count { LAST } else { "" };
        article["data"]["M"]["title"]["S"] = some(5).into();
        article["data"]["M"]["summary"]["S"] = some(15).into();
        article["data"]["M"]["body"]["S"] = format!("{} {last}", some(WORDS)).into();
        copies_of(&[article, listed.clone()], &id, 1).collect::<Vec<_>>()
    });
    database.put(made.collect::<Vec<_>>().into_iter()).await
}

async fn indexed(server: &Portal, member: &str, begun: Instant) -> Result<()> {
    let search = Request::get("knowledge-search", "/v1/articles", format!("/v1/articles?q={LAST}")).by(member);
    loop {
        let found: Value = server.ask(&search).await?;
        if found["degraded"] == false && found["total"] == 1 {
            return Ok(());
        }
        if begun.elapsed() > INDEXED_WITHIN {
            bail!("the index was not made within {INDEXED_WITHIN:?}");
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
