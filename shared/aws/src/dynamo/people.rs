//! Reading sessions, people, their settings and what signing in needs.

use super::items::{Item, KEY, Stored, count, number, record, row, section, stored, text_of};
use super::keys::ClaimKey;
use super::plan::record_item;
use crate::error::classify;
use crate::parts::{Aws, Component};
use crate::sent::Sent;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::ReturnValue;
use jiff::Timestamp;
use portico_domain::accounts::Account;
use portico_domain::change::Claim;
use portico_domain::drafts::{Draft, Drafts, KeptForm, KeptForms, StoredDraft};
use portico_domain::fault::Fault;
use portico_domain::identity_provider::begun::BegunSignIn;
use portico_domain::identity_provider::ports::BegunSignIns;
use portico_domain::identity_provider::settings::IdentityProviderSettings;
use portico_domain::ids::{AccountId, HatId, InvitationId, PasswordResetId, PersonId, SessionId};
use portico_domain::invitations::{Invitations, Invited};
use portico_domain::paging::{Page, PageRequest};
use portico_domain::people::colleagues::{ColleagueList, Colleagues, contacts_of};
use portico_domain::people::listing::{PeopleDirectory, PeopleList, PersonRow};
use portico_domain::people::ports::{Credentials, Layouts, People, SessionLists, Sessions};
use portico_domain::people::record::HatLayout;
use portico_domain::people::{
    Credential, EmailChange, EmailChanges, Invitation, Layout, LostSecondFactors, PasswordReset, PasswordResets,
    Person, SecondFactor, SecondFactors, Session, SessionRow, SignInCode, SignInCodes,
};
use portico_domain::policy::{Guarded, PartOf};
use portico_domain::portal::PortalSettings;
use portico_domain::ports::{Identity, RequestStore};
use portico_domain::settings::{Section, Settings, Versioned, section_key};
use portico_domain::signing::{KeySet, KeySets};
use portico_domain::store::{StoreError, StoreResult};
use portico_domain::tickets::settings::TicketSettings;
use portico_domain::touch::Touch;

stored!(
    Person,
    PersonRow,
    Credential,
    Session,
    SessionRow,
    PasswordReset,
    EmailChange,
    SignInCode,
    BegunSignIn,
    IdentityProviderSettings,
    SecondFactor,
    Invitation,
    Layout,
    StoredDraft,
    KeptForm,
    PortalSettings,
    KeySet,
    Claim
);

/// Attribute that counts the calls that were given a touch written once.
const GIVEN: &str = "given";

/// Longest valid e-mail address, in bytes (RFC 5321). A longer one is not worth a call.
const LONGEST_EMAIL: usize = 254;

fn found<T: Stored>(item: Option<Item>) -> StoreResult<Option<T>> {
    item.map(record).transpose()
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> RequestStore
    for Aws<Files, Search, Mailing, Keys>
{
    async fn identity(&self, session: SessionId, person: PersonId) -> StoreResult<Option<Identity>> {
        let keys = [Session::key_of(session), Person::key_of(person), section_key(PortalSettings::NAME)];
        let mut items = self.dynamo.get_all(&keys).await?.into_iter();
        let (session, person) = (items.next().flatten(), items.next().flatten());
        let portal = found(items.next().flatten())?.unwrap_or_default();
        let (Some(session), Some(person)) = (found(session)?, found(person)?) else { return Ok(None) };
        Ok(Some(Identity { session, person, portal }))
    }

    async fn viewed(&self, person: PersonId) -> StoreResult<Option<Person>> {
        found(self.dynamo.get(Person::key_of(person)).await?)
    }

    async fn claim(&self, person: PersonId, key: &str, now: Timestamp) -> StoreResult<Option<Claim>> {
        let claim: Option<Claim> = found(self.dynamo.get(ClaimKey { person, name: key }.key()).await?)?;
        // Compared in whole seconds, like the condition that takes the key.
        Ok(claim.filter(|claim| claim.expires_at.as_second() > now.as_second()))
    }

    async fn touch(&self, touch: &Touch) -> StoreResult<()> {
        let table = &self.dynamo.table;
        let put = table.client.put_item().table_name(&table.name).set_item(Some(record_item(touch)?)).sent();
        put.await.map(drop).map_err(|error| classify("PutItem", &error))
    }

    async fn touch_once(&self, touch: &Touch) -> StoreResult<Touch> {
        let table = &self.dynamo.table;
        let mut item = record_item(touch)?;
        let key: Item = KEY.iter().filter_map(|part| item.remove_entry(*part)).collect();
        let mut update = table.client.update_item().table_name(&table.name).set_key(Some(key));
        let mut sets = Vec::new();
        for (number, (name, value)) in item.into_iter().enumerate() {
            sets.push(format!("#n{number} = if_not_exists(#n{number}, :v{number})"));
            update = update
                .expression_attribute_names(format!("#n{number}"), name)
                .expression_attribute_values(format!(":v{number}"), value);
        }
        // A touch that another call relies on must not be corrected, so the calls that were given it are counted.
        let kept = update
            .update_expression(format!("ADD #given :one SET {}", sets.join(", ")))
            .expression_attribute_names("#given", GIVEN)
            .expression_attribute_values(":one", number(1))
            .return_values(ReturnValue::AllNew)
            .sent()
            .await
            .map_err(|error| classify("UpdateItem", &error))?;
        row(kept.attributes.unwrap_or_default())
    }

    async fn correct_touch(&self, touch: &Touch) -> StoreResult<bool> {
        let table = &self.dynamo.table;
        let put = table.client.put_item().table_name(&table.name).set_item(Some(record_item(touch)?));
        let put = put
            .condition_expression("#given = :one")
            .expression_attribute_names("#given", GIVEN)
            .expression_attribute_values(":one", number(1));
        match put.sent().await {
            Ok(_) => Ok(true),
            Err(SdkError::ServiceError(service))
                if matches!(service.err(), PutItemError::ConditionalCheckFailedException(_)) =>
            {
                Ok(false)
            }
            Err(error) => Err(classify("PutItem", &error)),
        }
    }

    async fn verification_keys(&self) -> StoreResult<String> {
        let keys: Option<serde_json::Value> = found(self.dynamo.get(section_key(KeySet::NAME)).await?)?;
        let missing = || StoreError::corrupt(format!("the settings have no section {}", KeySet::NAME));
        keys.map(|keys| keys.to_string()).ok_or_else(missing)
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> KeySets
    for Aws<Files, Search, Mailing, Keys>
{
    async fn key_set(&self) -> StoreResult<Versioned<KeySet>> {
        let stored = self.dynamo.get(section_key(KeySet::NAME)).await?.map(versioned).transpose()?;
        Ok(stored.unwrap_or_else(|| Versioned { version: 0, section: KeySet::default() }))
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Credentials
    for Aws<Files, Search, Mailing, Keys>
{
    async fn credential(&self, email: &str) -> StoreResult<Option<Credential>> {
        if email.len() > LONGEST_EMAIL {
            return Ok(None);
        }
        found(self.dynamo.get(Credential::key_of(email)).await?)
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Sessions
    for Aws<Files, Search, Mailing, Keys>
{
    async fn session(&self, id: SessionId) -> StoreResult<Option<Session>> {
        found(self.dynamo.get(Session::key_of(id)).await?)
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> SessionLists
    for Aws<Files, Search, Mailing, Keys>
{
    async fn sessions_of(&self, person: PersonId, page: PageRequest) -> StoreResult<Page<SessionRow>> {
        self.dynamo.page(&Session::of_person(person), &page, row).await
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> PasswordResets
    for Aws<Files, Search, Mailing, Keys>
{
    async fn password_reset(
        &self,
        person: PersonId,
        id: PasswordResetId,
    ) -> StoreResult<Option<(PasswordReset, Person)>> {
        let keys = [PasswordReset::key_of(person, id), Person::key_of(person)];
        let mut items = self.dynamo.get_all(&keys).await?.into_iter();
        let (reset, person): (Option<PasswordReset>, _) =
            (found(items.next().flatten())?, found(items.next().flatten())?);
        Ok(reset.zip(person))
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> EmailChanges
    for Aws<Files, Search, Mailing, Keys>
{
    async fn email_change(&self, person: PersonId) -> StoreResult<Option<(EmailChange, Person)>> {
        let keys = [EmailChange::key_of(person), Person::key_of(person)];
        let mut items = self.dynamo.get_all(&keys).await?.into_iter();
        let (change, person): (Option<EmailChange>, _) =
            (found(items.next().flatten())?, found(items.next().flatten())?);
        Ok(change.zip(person))
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> SignInCodes
    for Aws<Files, Search, Mailing, Keys>
{
    async fn sign_in_code(&self, email: &str) -> StoreResult<Option<(SignInCode, Person)>> {
        if email.len() > LONGEST_EMAIL {
            return Ok(None);
        }
        let keys = [SignInCode::key_of(email), Credential::key_of(email)];
        let mut items = self.dynamo.get_all(&keys).await?.into_iter();
        let (code, credential): (Option<SignInCode>, Option<Credential>) =
            (found(items.next().flatten())?, found(items.next().flatten())?);
        Ok(code.zip(credential.map(|credential| credential.person)))
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> BegunSignIns
    for Aws<Files, Search, Mailing, Keys>
{
    async fn begun_sign_in(&self, state_hash: &str) -> StoreResult<Option<BegunSignIn>> {
        found(self.dynamo.get(BegunSignIn::key_of(state_hash)).await?)
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> SecondFactors
    for Aws<Files, Search, Mailing, Keys>
{
    async fn second_factor(&self, person: PersonId) -> StoreResult<Option<SecondFactor>> {
        found(self.dynamo.get(SecondFactor::key_of(person)).await?)
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> LostSecondFactors
    for Aws<Files, Search, Mailing, Keys>
{
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> People
    for Aws<Files, Search, Mailing, Keys>
{
    async fn person(&self, id: PersonId) -> StoreResult<Guarded<Person>> {
        Ok(Guarded::seal(found(self.dynamo.get(Person::key_of(id)).await?)?))
    }

    async fn people(&self, ids: &[PersonId]) -> StoreResult<Vec<Person>> {
        let keys: Vec<_> = ids.iter().map(|id| Person::key_of(*id)).collect();
        self.dynamo.get_all(&keys).await?.into_iter().flatten().map(record).collect()
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Colleagues
    for Aws<Files, Search, Mailing, Keys>
{
    async fn colleagues(&self, list: ColleagueList, page: PageRequest) -> StoreResult<Page<PersonRow>> {
        self.dynamo.page(&list.query(), &page, record).await
    }

    async fn contacts(&self, account: AccountId, page: PageRequest) -> StoreResult<PartOf<Account, Page<PersonRow>>> {
        Ok(PartOf::seal(account, self.dynamo.page(&contacts_of(account), &page, record).await?))
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> PeopleDirectory
    for Aws<Files, Search, Mailing, Keys>
{
    async fn people_listed(&self, list: &PeopleList, page: PageRequest) -> StoreResult<Page<PersonRow>> {
        let shown = |item: Item| {
            let place = text_of(&item, "sk").unwrap_or_default().to_owned();
            let row: PersonRow = record(item)?;
            Ok(list.shows(&row, &place).then_some(row))
        };
        self.dynamo.table.page_of_several(&list.queries(), &page, shown).await
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Invitations
    for Aws<Files, Search, Mailing, Keys>
{
    async fn invited(&self, person: PersonId, invitation: InvitationId) -> StoreResult<Option<Invited>> {
        let queues = section_key(TicketSettings::NAME);
        let keys = [Invitation::key_of(person, invitation), Person::key_of(person), queues];
        let mut items = self.dynamo.get_all(&keys).await?.into_iter();
        let (invitation, person) = (found(items.next().flatten())?, found(items.next().flatten())?);
        let queues = items.next().flatten().map(versioned).transpose()?;
        Ok(invitation.zip(person).map(|(invitation, person)| Invited { invitation, person, queues }))
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Layouts
    for Aws<Files, Search, Mailing, Keys>
{
    async fn layout(&self, person: PersonId, hat: HatId) -> StoreResult<Option<Layout>> {
        found(self.dynamo.get(HatLayout::key_of(person, hat)).await?)
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Drafts
    for Aws<Files, Search, Mailing, Keys>
{
    async fn draft(&self, person: PersonId, form: &str) -> StoreResult<Option<Draft>> {
        let stored: Option<StoredDraft> = found(self.dynamo.get(Draft::key_of(person, form)).await?)?;
        let draft = stored.map(|stored| Draft::read(person, form, stored)).transpose();
        draft.map_err(|error| {
            StoreError::corrupt(Fault::caused(format!("the draft {form} of {person} cannot be read"), error))
        })
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> KeptForms
    for Aws<Files, Search, Mailing, Keys>
{
    async fn kept_forms(&self, person: PersonId) -> StoreResult<Vec<KeptForm>> {
        Ok(self.dynamo.page(&Draft::of_person(person), &PageRequest::first(100), row).await?.items)
    }
}

impl<Files: Component, Search: Component, Mailing: Component, Keys: Component> Settings
    for Aws<Files, Search, Mailing, Keys>
{
    async fn section<T: Section>(&self) -> StoreResult<Option<T>> {
        self.dynamo.get(section_key(T::NAME)).await?.map(section).transpose()
    }
}

/// Reads a section of the settings, with the version of its item.
fn versioned<S: Section>(item: Item) -> StoreResult<Versioned<S>> {
    let version = count(&item, "version");
    let version = version.ok_or_else(|| StoreError::corrupt(format!("the section {} has no version", S::NAME)))?;
    Ok(Versioned { version, section: section(item)? })
}
