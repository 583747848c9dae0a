//! Invitations of administrators by a command.

use anyhow::{Context, Result, bail};
use portico_domain::act::ActionContext;
use portico_domain::change::{Commit, Write};
use portico_domain::error::Error;
use portico_domain::hats::{Hat, HatKind, Role};
use portico_domain::invitations::{Newcomer, invite};
use portico_domain::people::ports::Credentials;
use portico_domain::people::{Credential, Person};
use portico_domain::portal::PortalSettings;
use portico_domain::settings::Settings;
use portico_domain::store::CommitError;

/// Person who is to be an administrator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Full name.
    pub name: String,
    /// E-mail address that the person will sign in with.
    pub email: String,
    /// Language as a BCP 47 tag.
    pub locale: String,
    /// Time zone by its IANA name.
    pub time_zone: String,
}

impl Who {
    /// Newcomer with one hat: administrator of the company.
    pub(crate) fn newcomer(&self, act: &ActionContext, company: &str) -> Newcomer {
        let hat = Hat {
            id: act.id(),
            kind: HatKind::Staff,
            role: Role::Administrator,
            account: None,
            partner: None,
            organisation: company.to_owned(),
            queues: Vec::new(),
        };
        Newcomer {
            name: self.name.clone(),
            email: self.email.clone(),
            locale: self.locale.clone(),
            time_zone: self.time_zone.clone(),
            hats: vec![hat],
        }
    }

    /// Person who has the e-mail address, if any.
    pub(crate) async fn known<S: Credentials>(&self, store: &S) -> Result<Option<Person>> {
        let found: Option<Credential> = store.credential(&self.email.trim().to_lowercase()).await?;
        Ok(found.map(|found| found.person))
    }
}

/// Invites an administrator, for a company that has none who could. Replaces an earlier invitation that was not
/// accepted.
pub async fn administrator<S>(store: &S, act: &ActionContext, who: &Who) -> Result<Person>
where
    S: Settings + Credentials + Commit,
{
    let portal = store.section::<PortalSettings>().await?.unwrap_or_default();
    let before = who.known(store).await?;
    add(store, act, who.newcomer(act, &portal.company_name), before, |_| Ok(Vec::new())).await
}

/// Writes an invited person, their invitation, its mail and `more`, completely or not at all.
pub(crate) async fn add<S: Commit>(
    store: &S,
    act: &ActionContext,
    newcomer: Newcomer,
    before: Option<Person>,
    more: impl FnOnce(&Person) -> Result<Vec<Write>>,
) -> Result<Person> {
    let (person, change) = match invite(act, newcomer, before) {
        Ok(invited) => invited,
        Err(Error::Input(errors)) => {
            let wrong: Vec<String> = errors
                .iter()
                .map(|error| format!("{}: {}", error.pointer.trim_start_matches('/'), error.detail))
                .collect();
            bail!("{}", wrong.join(" "));
        }
        Err(failure) => bail!("{failure}"),
    };
    let change = change.writes(more(&person)?);
    match store.commit(change).await {
        Err(CommitError::Stale) => bail!("somebody with the address {} was added or changed meanwhile", person.email),
        other => other.context("nothing was written")?,
    }
    Ok(person)
}
