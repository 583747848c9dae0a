//! Commands of an operator. Scripts call them with the environment of a deployment: see `scripts/new-deployment`.

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use portico_aws::backup::Storage;
use portico_aws::{Aws, Config, FromEnv, Secrets};
use portico_domain::action::Action;
use portico_domain::invitations::INVITATION_LIFETIME;
use portico_domain::people::Person;
use portico_operator::accounts::list_accounts;
use portico_operator::listing::list_people;
use portico_operator::setup::{Company, set_up};
use portico_operator::{Who, act, administrator, command, keys};
use std::process::ExitCode;

/// Sets up a deployment of Portico. The environment names it, as for its functions: AWS credentials and region,
/// PORTICO_TABLE and PORTICO_SIGNING_SECRET; for `list-people` also PORTICO_BUCKET.
#[derive(Parser)]
#[command(name = "portico-operator", version)]
struct Command {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Makes a new key that signs access tokens: the first one, or a replacement.
    SigningKey,
    /// Writes the settings that are missing, and invites the first administrator.
    SetUp {
        /// Name of the company.
        #[arg(long)]
        company: String,
        /// E-mail address of customer support.
        #[arg(long)]
        support_email: String,
        /// Phone number of customer support.
        #[arg(long, default_value = "")]
        support_phone: String,
        #[command(flatten)]
        first: PersonArgs,
    },
    /// Invites an administrator, for a company that has none who could.
    Administrator {
        #[command(flatten)]
        who: PersonArgs,
    },
    /// Adds accounts that are older than the lists of accounts to these lists, and writes the products that purchases
    /// name. Also needs PORTICO_BUCKET.
    ListAccounts,
    /// Puts people into the list of all people who were stored before there was one.
    ListPeople,
}

#[derive(Args)]
struct PersonArgs {
    /// Name of the administrator.
    #[arg(long)]
    name: String,
    /// E-mail address of the administrator: the invitation goes there, and they sign in with it.
    #[arg(long)]
    email: String,
    /// Time zone of the administrator; of the first one, also that of the company's business hours.
    #[arg(long, default_value = "UTC")]
    time_zone: String,
    /// Language of the administrator.
    #[arg(long, default_value = "en")]
    locale: String,
}

impl From<PersonArgs> for Who {
    fn from(PersonArgs { name, email, time_zone, locale }: PersonArgs) -> Self {
        Self { name, email, locale, time_zone }
    }
}

/// Message to the operator after a person was invited.
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
            // In this order: a key signs only after it can be verified, and a key that still signs is never forgotten.
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
        What::ListAccounts => {
            let storage = Storage::from_config(&config)?;
            let listed = list_accounts(&store, store.dynamo(), &storage, &act(Action::RunJob)).await?;
            Ok(format!("accounts listed: {}, products written: {}", listed.accounts, listed.products))
        }
        What::Administrator { who } => {
            Ok(invited(&administrator(&store, &act(Action::InvitePerson), &who.into()).await?))
        }
        What::ListPeople => {
            let storage = Storage::from_config(&config)?;
            let listed = list_people(&store, &storage, || act(Action::RunJob)).await?;
            Ok(format!("{listed} people are in the list of all people"))
        }
    }
}
