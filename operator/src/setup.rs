//! Making a new deployment usable: its first settings and its first administrator, in one transaction.

use crate::people::{Who, add};
use crate::settings;
use anyhow::{Result, ensure};
use portico_domain::act::ActionContext;
use portico_domain::change::{Commit, Write};
use portico_domain::files::settings::FileSettings;
use portico_domain::knowledge::settings::KnowledgeSettings;
use portico_domain::people::Person;
use portico_domain::people::ports::Credentials;
use portico_domain::portal::PortalSettings;
use portico_domain::settings::{Section, Settings, Versioned};
use portico_domain::tickets::PersonRef;
use portico_domain::tickets::settings::TicketSettings;

/// Company that a deployment is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    /// Name of the company.
    pub name: String,
    /// E-mail address of the support team.
    pub support_email: String,
    /// Phone number of the support team; may be empty.
    pub support_phone: String,
}

/// Outcome of setting up a deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetUp {
    /// Invited administrator.
    pub administrator: Person,
    /// Sections of the settings that were written; the others existed.
    pub written: Vec<&'static str>,
}

/// Writes the settings that are missing, and invites the first administrator. Existing settings are not changed.
pub async fn set_up<S>(store: &S, act: &ActionContext, company: &Company, first: &Who) -> Result<SetUp>
where
    S: Settings + Credentials + Commit,
{
    ensure!(!company.name.trim().is_empty(), "the company has no name");
    let before = first.known(store).await?;
    let mut writes = Vec::new();
    if missing::<PortalSettings, S>(store).await? {
        writes.push(section(&PortalSettings {
            company_name: company.name.trim().to_owned(),
            support_email: company.support_email.clone(),
            support_phone: company.support_phone.clone(),
            ..PortalSettings::default()
        }));
    }
    let desk = missing::<TicketSettings, S>(store).await?;
    if missing::<FileSettings, S>(store).await? {
        writes.push(section(&FileSettings::default()));
    }
    if missing::<KnowledgeSettings, S>(store).await? {
        writes.push(section(&KnowledgeSettings::default()));
    }
    let mut written = Vec::new();
    let administrator = add(store, act, first.newcomer(act, company.name.trim()), before, |administrator| {
        if desk {
            let lead = PersonRef { id: administrator.id, name: administrator.name.clone() };
            writes.push(section(&settings::tickets(act.id(), &lead, &administrator.time_zone)));
        }
        let (names, writes): (Vec<_>, Vec<_>) = writes.into_iter().unzip();
        written = names;
        Ok(writes)
    })
    .await?;
    Ok(SetUp { administrator, written })
}

async fn missing<T: Section, S: Settings>(store: &S) -> Result<bool> {
    Ok(store.section::<T>().await?.is_none())
}

/// Returns the name of a section with the write that creates it.
fn section<T: Section>(settings: &T) -> (&'static str, Write) {
    (T::NAME, Write::create(&Versioned { version: 1, section: settings.clone() }))
}
