//! The commands of an operator. Scripts call it with the environment of a deployment: see `scripts/new-deployment`.

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use portico_aws::{Aws, Config, FromEnv, Secrets};
use portico_domain::policy::Action;
use portico_operator::setup::{Company, set_up};
use portico_operator::{Newcomer, act, administrator, command, keys, new_password};
use std::io::BufRead as _;
use std::process::ExitCode;

/// Sets a deployment of Portico up. Which one is said by the environment, as for its functions: the keys and region of AWS,
/// PORTICO_TABLE and PORTICO_SIGNING_SECRET.
#[derive(Parser)]
#[command(name = "portico-operator", version)]
struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Makes a new key for signing access tokens: the first one, or one in place of it.
    SigningKey,
    /// Writes the settings that are missing, and the first administrator.
    SetUp {
        /// The company's name.
        #[arg(long)]
        company: String,
        /// Where its customers write to.
        #[arg(long)]
        support_email: String,
        /// Where they call.
        #[arg(long, default_value = "")]
        support_phone: String,
        #[command(flatten)]
        first: Who,
    },
    /// Adds an administrator, for when nobody is left who could.
    Administrator {
        #[command(flatten)]
        who: Who,
    },
}

#[derive(Args)]
struct Who {
    /// The administrator's name.
    #[arg(long)]
    name: String,
    /// Their e-mail address, which they sign in with.
    #[arg(long)]
    email: String,
    /// Their time zone; of the first administrator, the company's business hours too.
    #[arg(long, default_value = "UTC")]
    time_zone: String,
    /// Their language.
    #[arg(long, default_value = "en")]
    locale: String,
    /// Read the password from standard input, instead of making one and showing it once.
    #[arg(long)]
    password_stdin: bool,
}

impl Who {
    fn newcomer(&self) -> Newcomer {
        Newcomer {
            name: self.name.clone(),
            email: self.email.clone(),
            locale: self.locale.clone(),
            time_zone: self.time_zone.clone(),
        }
    }

    fn password(&self) -> Result<String> {
        if !self.password_stdin {
            return new_password();
        }
        let mut line = String::new();
        std::io::stdin().lock().read_line(&mut line).context("no password could be read")?;
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }

    fn told(&self, email: &str, password: &str) -> String {
        let shown = if self.password_stdin {
            "the password that was given".to_owned()
        } else {
            format!("{password}   (shown this once)")
        };
        format!("{} signs in with {email} and {shown}", self.name)
    }
}

fn main() -> ExitCode {
    command::answer(async |command: Command| run(command.what).await)
}

async fn run(what: What) -> Result<String> {
    let config = Config::from_env()?;
    let store = <Aws>::from_config(&config)?;
    match what {
        What::SigningKey => {
            let secrets = Secrets::from_config(&config)?;
            let pair = keys::KeyPair::make()?;
            let act = act(Action::RotateKey);
            // In this order: nothing is signed with a key that nobody can verify, and none is forgotten that still signs.
            keys::publish(&store, &act, &pair).await?;
            secrets.replace(&pair.kid, &pair.pkcs8).await.context("the private half could not be stored")?;
            keys::settle(&store, &act, &pair).await?;
            Ok(format!("access tokens are signed with {} within five minutes", pair.kid))
        }
        What::SetUp { company, support_email, support_phone, first } => {
            let company = Company { name: company, support_email, support_phone };
            let password = first.password()?;
            let done = set_up(&store, &act(Action::ChangePerson), &company, &first.newcomer(), &password).await?;
            let written = if done.written.is_empty() { "none were missing".into() } else { done.written.join(", ") };
            Ok(format!("settings written: {written}\n{}", first.told(&done.administrator.email, &password)))
        }
        What::Administrator { who } => {
            let password = who.password()?;
            let person = administrator(&store, &act(Action::ChangePerson), &who.newcomer(), &password).await?;
            Ok(who.told(&person.email, &password))
        }
    }
}
