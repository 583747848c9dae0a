//! The IAM proxy in front of the emulator of AWS (`tests/engines/aws`): it holds the calls of every deployed function to the
//! policy of its role, and writes a line for each call that the role does not allow. `scripts/deploy-local` starts it and
//! reads the lines.

use anyhow::{Context, anyhow, bail};
use portico_tests::iam::policy::Deployment;
use portico_tests::iam::{Callers, IamProxy, Upstreams};
use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

/// Options, each with a value.
const OPTIONS: [&str; 7] = ["port", "services", "policies", "region", "account", "bucket", "sender"];

fn options() -> anyhow::Result<BTreeMap<String, String>> {
    let (mut given, mut left) = (BTreeMap::new(), std::env::args().skip(1));
    while let Some(option) = left.next() {
        let name = option.strip_prefix("--").filter(|name| OPTIONS.contains(name));
        let name = name.with_context(|| format!("{option} is no option: --{}", OPTIONS.join(", --")))?;
        given.insert(name.to_owned(), left.next().with_context(|| format!("{option} takes a value"))?);
    }
    match OPTIONS.iter().find(|name| !given.contains_key(**name)) {
        Some(missing) => bail!("--{missing} is missing"),
        None => Ok(given),
    }
}

fn log(line: &str) {
    // Nobody is left to tell if this fails.
    let _ = writeln!(std::io::stdout(), "{line}");
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let options = options().map_err(|error| anyhow!("iam-proxy: {error:#}"))?;
    let deployment = Deployment {
        region: options["region"].clone(),
        account: options["account"].clone(),
        bucket: options["bucket"].clone(),
        sender: options["sender"].clone(),
        configuration_set: None,
        search: None,
    };
    let (callers, services) =
        (Callers::Deployed(options["policies"].clone().into()), Upstreams::all_at(&options["services"]));
    let _proxy = IamProxy::start_at(options["port"].parse()?, callers, deployment, services, Arc::default(), log)?;
    std::future::pending().await
}
