//! Administrators made by a command.

use anyhow::{Context, Result, bail, ensure};
use portico_auth::password;
use portico_domain::caller::{Act, Hat, HatKind, Role};
use portico_domain::change::{Change, Write};
use portico_domain::people::{Person, PersonStatus};
use portico_domain::policy::Resource as _;
use portico_domain::ports::{Commit, CommitFailure, Credentials, Settings};
use portico_domain::settings::PortalSettings;
use portico_http::hash::random_secret;

/// The shortest password of somebody without a second factor.
const SHORTEST_PASSWORD: usize = 15;
/// How much of 256 random bits a made password is: 24 characters of six bits.
const MADE_PASSWORD: usize = 24;

/// Somebody who is to be an administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newcomer {
    /// Full name.
    pub name: String,
    /// What they sign in with.
    pub email: String,
    /// BCP 47.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
}

/// A password nobody has thought of.
pub fn new_password() -> Result<String> {
    let mut secret = random_secret().context("the system gives no randomness")?;
    secret.truncate(MADE_PASSWORD);
    Ok(secret)
}

impl Newcomer {
    /// The person, active, with the one hat of an administrator of the company.
    pub(crate) fn person(&self, act: &Act, company: &str) -> Result<Person> {
        let (name, email) = (self.name.trim(), self.email.trim().to_lowercase());
        ensure!(!name.is_empty(), "the administrator has no name");
        let at = email.find('@').filter(|at| *at > 0 && email[at + 1..].contains('.'));
        ensure!(at.is_some() && !email.contains(char::is_whitespace), "{email} is no e-mail address");
        ensure!(
            jiff::tz::TimeZone::get(&self.time_zone).is_ok(),
            "{} is no time zone, such as Europe/Oslo",
            self.time_zone
        );
        let hat = Hat {
            id: act.id(),
            kind: HatKind::Staff,
            role: Role::Administrator,
            account: None,
            partner: None,
            organisation: company.to_owned(),
            queues: Vec::new(),
        };
        Ok(Person {
            id: act.id(),
            version: 1,
            name: name.to_owned(),
            email,
            phone: None,
            locale: self.locale.clone(),
            time_zone: self.time_zone.clone(),
            status: PersonStatus::Active,
            hats: vec![hat],
            created_at: act.now,
            updated_at: act.now,
            sessions_from: None,
            mail_stop: None,
        })
    }
}

/// What writes a person who can sign in with this password.
pub(crate) fn joining(person: &Person, secret: &str) -> Result<[Write; 2]> {
    ensure!(secret.chars().count() >= SHORTEST_PASSWORD, "a password has {SHORTEST_PASSWORD} characters or more");
    let hash = password::hash(secret).map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    Ok([
        Write::Person { person: person.clone(), expected: 0 },
        Write::Password { email: person.email.clone(), hash, expected: None },
    ])
}

/// Adds an administrator, for when nobody is left who could invite one.
pub async fn administrator<S>(store: &S, act: &Act, newcomer: &Newcomer, secret: &str) -> Result<Person>
where
    S: Settings + Credentials + Commit,
{
    let portal = store.section::<PortalSettings>().await?.unwrap_or_default();
    let person = newcomer.person(act, &portal.company_name)?;
    add(store, act, &person, secret, Vec::new()).await?;
    Ok(person)
}

/// Writes the person, and what goes with them, whole or not at all.
pub(crate) async fn add<S: Credentials + Commit>(
    store: &S,
    act: &Act,
    person: &Person,
    secret: &str,
    more: Vec<Write>,
) -> Result<()> {
    if store.credential(&person.email).await?.is_some() {
        bail!("there is already somebody with the address {}", person.email);
    }
    let change = Change::new(act.touch(person.record(), None)).writes(joining(person, secret)?).writes(more);
    match store.commit(change).await {
        Err(CommitFailure::Stale) => bail!("somebody with the address {} was added meanwhile", person.email),
        other => other.context("nothing was written"),
    }
}
