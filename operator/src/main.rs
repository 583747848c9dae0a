//! The commands of an operator. Scripts call it with the environment of a deployment: see `scripts/new-deployment`.

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use portico_aws::{Aws, Config, FromEnv, Secrets};
use portico_domain::action::Action;
use portico_domain::invitations::INVITATION_LIFETIME;
use portico_domain::people::Person;
use portico_operator::setup::{Company, set_up};
use portico_operator::{Who, act, administrator, command, keys};
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
    /// Writes the settings that are missing, and invites the first administrator.
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
        first: Told,
    },
    /// Invites an administrator, for when nobody is left who could.
    Administrator {
        #[command(flatten)]
        who: Told,
    },
}

#[derive(Args)]
struct Told {
    /// The administrator's name.
    #[arg(long)]
    name: String,
    /// Their e-mail address: the invitation goes there, and they sign in with it.
    #[arg(long)]
    email: String,
    /// Their time zone; of the first administrator, the company's business hours too.
    #[arg(long, default_value = "UTC")]
    time_zone: String,
    /// Their language.
    #[arg(long, default_value = "en")]
    locale: String,
}

impl From<Told> for Who {
    fn from(Told { name, email, time_zone, locale }: Told) -> Self {
        Self { name, email, locale, time_zone }
    }
}

/// What the operator is told of somebody who was invited.
fn invited(person: &Person) -> String {
    let days = INVITATION_LIFETIME.as_hours() / 24;
    format!("{} is invited: a mail with a link goes to {}, good for {days} days", person.name, person.email)
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
            let done = set_up(&store, &act(Action::InvitePerson), &company, &first.into()).await?;
            let written = if done.written.is_empty() { "none were missing".into() } else { done.written.join(", ") };
            Ok(format!("settings written: {written}\n{}", invited(&done.administrator)))
        }
        What::Administrator { who } => {
            Ok(invited(&administrator(&store, &act(Action::InvitePerson), &who.into()).await?))
        }
    }
}
