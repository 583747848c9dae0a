//! People, their hats, their credentials and their sessions.

use crate::caller::{Act, Caller, Hat, HatKind, Role};
use crate::change::{Change, Write};
use crate::failure::{Failure, FieldError};
use crate::ids::{HatId, InvitationId, PersonId, SessionId};
use crate::mail::MailStop;
use crate::policy::{Action, Ownership, Resource, reach};
use crate::text;
use crate::touch::{RecordKind, RecordRef};
use icu_locale_core::LanguageIdentifier;
use icu_locale_core::subtags::Language;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whether a person can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonStatus {
    /// Has been sent an invitation and not accepted it.
    Invited,
    /// Can sign in.
    Active,
    /// Cannot sign in; open sessions are refused on their next call.
    Disabled,
}

impl PersonStatus {
    /// In a word.
    pub fn label(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }
}

/// A person, whatever hats they wear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Full name.
    pub name: String,
    /// Unique among all people, lower case.
    pub email: String,
    /// As they write it.
    pub phone: Option<String>,
    /// BCP 47.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
    /// Whether they can sign in.
    pub status: PersonStatus,
    /// Their hats, the usual one first.
    pub hats: Vec<Hat>,
    /// When they were invited.
    pub created_at: Timestamp,
    /// When they were last changed.
    pub updated_at: Timestamp,
    /// Sessions that began before are over: set when the person is disabled, and kept when they are let in again.
    #[serde(default)]
    pub sessions_from: Option<Timestamp>,
    /// Number of times the person was disabled. A session of an earlier epoch is over, whenever it began.
    #[serde(default)]
    pub epoch: u64,
    /// That nothing more is sent to an address of theirs.
    #[serde(default)]
    pub mail_stop: Option<MailStop>,
    /// The invitation they have not accepted yet: the latest.
    #[serde(default)]
    pub invitation: Option<InvitationId>,
}

/// A hat as its wearer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HatView {
    /// Its id.
    pub id: HatId,
    /// What it belongs to.
    pub kind: HatKind,
    /// What it is for.
    pub role: Role,
    /// What the portal calls it.
    pub label: String,
}

impl From<&Hat> for HatView {
    fn from(hat: &Hat) -> Self {
        Self { id: hat.id, kind: hat.kind, role: hat.role, label: hat.label() }
    }
}

/// What is needed to sign a person in: a copy of the person and the hash of the password, found by e-mail address in
/// one read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credential {
    /// The person.
    pub person: Person,
    /// PHC string of the password, when one is set.
    pub password_hash: Option<String>,
}

/// What people may change about themselves. What is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// Full name.
    pub name: Option<String>,
    /// Phone; an empty text removes it.
    pub phone: Option<String>,
    /// BCP 47.
    pub locale: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
}

impl ProfileChange {
    /// The same, each value in its usual spelling; or every value that nobody can have.
    pub fn checked(self) -> Result<Self, Failure> {
        let name = self.name.map(|name| text::person_name(&name, "/name").map(|()| name)).transpose();
        let time_zone = self.time_zone.map(|told| time_zone(&told)).transpose();
        let locale = self.locale.map(|told| locale(&told)).transpose();
        match (name, time_zone, locale) {
            (Ok(name), Ok(time_zone), Ok(locale)) => Ok(Self { name, phone: self.phone, locale, time_zone }),
            (name, time_zone, locale) => {
                Err(Failure::Input([name.err(), time_zone.err(), locale.err()].into_iter().flatten().collect()))
            }
        }
    }
}

/// Entries of the time zone database that name no place: what a machine happens to be set to.
const NO_ZONES: &[&str] = &["Factory", "localtime", "posixrules"];

/// A time zone by its IANA name, spelt as the database has it. The database is the one we are built with, so that the answer
/// is the same on every machine.
pub fn time_zone(told: &str) -> Result<String, FieldError> {
    let zone = TimeZoneDatabase::bundled().get(told).ok();
    let name = zone.as_ref().and_then(TimeZone::iana_name).filter(|name| !NO_ZONES.contains(name));
    name.map(str::to_owned).ok_or_else(|| {
        FieldError::new("/time_zone", "not_one_of", "This is not a time zone we know, such as Europe/Oslo.")
    })
}

/// A language tag (BCP 47) of a language and, where told, its script and region, such as `en` or `pt-BR`, in its usual
/// spelling.
pub fn locale(told: &str) -> Result<String, FieldError> {
    let parts: Vec<&str> = told.split('-').collect();
    let language = (2..=3).contains(&parts[0].len());
    match LanguageIdentifier::try_from_str(told) {
        Ok(tag) if language && !told.contains('_') && tag.variants.is_empty() && tag.language != Language::UNKNOWN => {
            Ok(tag.to_string())
        }
        _ => Err(FieldError::new("/locale", "wrong_format", "This is not a language tag, such as en or pt-BR.")),
    }
}

impl Person {
    /// The hat of this id.
    pub fn hat(&self, id: HatId) -> Option<&Hat> {
        self.hats.iter().find(|hat| hat.id == id)
    }

    /// Changes what people may change about themselves. Nothing is written where all of it is so already.
    pub fn change_profile(mut self, act: &Act, change: ProfileChange) -> Result<(Self, Option<Change>), Failure> {
        let before = self.clone();
        let change = change.checked()?;
        if let Some(name) = change.name {
            self.name = name;
        }
        if let Some(phone) = change.phone {
            self.phone = Some(phone).filter(|phone| !phone.is_empty());
        }
        if let Some(locale) = change.locale {
            self.locale = locale;
        }
        if let Some(zone) = change.time_zone {
            self.time_zone = zone;
        }
        if self == before {
            return Ok((self, None));
        }
        let (person, change) = self.changed(act);
        Ok((person, Some(change)))
    }

    /// Lets the person sign in, or no longer. Nobody can disable themselves, and nobody joins for somebody else: whoever has
    /// not accepted an invitation is invited still, and needs a new link. `by` is who acts: they must be as they are here when
    /// it is written, so that of two who disable each other one stays, and an administrator always does.
    pub fn change_status(mut self, act: &Act, status: PersonStatus, by: &Self) -> Result<(Self, Change), Failure> {
        if self.id == act.caller.person {
            return Err(Failure::state("You cannot disable yourself. Ask another administrator."));
        }
        let before = self.status;
        if before == PersonStatus::Invited && status == PersonStatus::Active {
            return Err(Failure::state(
                "They have not accepted their invitation yet. Invite them again if it was lost.",
            ));
        }
        let waits = status == PersonStatus::Active && self.invitation.is_some();
        self.status = if waits { PersonStatus::Invited } else { status };
        let detail = format!("{} → {}", before.label(), self.status.label());
        if status != PersonStatus::Disabled {
            let (person, change) = self.changed(act);
            return Ok((person, Change { touch: change.touch.with_detail(detail), ..change }));
        }
        if by.id != act.caller.person || by.status != PersonStatus::Active {
            return Err(Failure::NotSignedIn("session_ended"));
        }
        self.sessions_from = Some(act.now);
        self.epoch += 1;
        let (person, change) = self.changed(act);
        // The link of an invitation is over for good.
        let link = person.invitation.map(|invitation| Write::DropInvitation { person: person.id, invitation });
        let stays = Write::PersonStays { person: by.id, expected: by.version };
        let change = Change { touch: change.touch.with_detail(detail), ..change };
        Ok((person, change.write(stays).writes(link)))
    }

    pub(crate) fn changed(mut self, act: &Act) -> (Self, Change) {
        let expected = self.version;
        self.version += 1;
        self.updated_at = act.now;
        let account = self.hats.iter().find_map(|hat| hat.account);
        let change =
            Change::new(act.touch(self.record(), account)).write(Write::Person { person: self.clone(), expected });
        (self, change)
    }
}

impl Resource for Person {
    fn ownership(&self) -> Ownership {
        Ownership { people: vec![self.id], ..Ownership::default() }
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn record(&self) -> Option<RecordRef> {
        Some(RecordRef { kind: RecordKind::Person, id: self.id.to_string(), label: self.name.clone() })
    }
}

/// How long a session lasts when it is not used.
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(14 * 24);
/// How long after a rotation the refresh token before it is still taken, for tabs that renew at the same moment.
pub const REFRESH_GRACE: SignedDuration = SignedDuration::from_secs(10);

/// A signed-in session, and the family of refresh tokens it lives by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Counts the changes, from 1.
    pub version: u64,
    /// Who is signed in.
    pub person: PersonId,
    /// The hat they have on.
    pub hat: HatId,
    /// The person's epoch when they signed in.
    #[serde(default)]
    pub epoch: u64,
    /// Hash of what all refresh tokens of the family share: who has it had one of them once.
    #[serde(default)]
    pub family_hash: String,
    /// Hash of the refresh token that is good now.
    pub refresh_hash: String,
    /// Hash of the one before.
    pub previous_hash: Option<String>,
    /// When the one before was replaced.
    pub rotated_at: Timestamp,
    /// When the person signed in.
    pub created_at: Timestamp,
    /// When it ends if not used.
    pub expires_at: Timestamp,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
}

/// What presenting a refresh token comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refresh {
    /// The token was good: the session with the next one.
    Rotated(Session),
    /// Another tab renewed a moment ago: the session as it is, and no new token.
    Parallel(Session),
    /// A token that had been replaced was used again: the whole family ends.
    Reused(Session),
    /// There is nothing to renew.
    Ended,
}

impl Session {
    /// Whether it can be used at `now`.
    pub fn live(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && self.expires_at > now
    }

    /// Judges a presented refresh token, by the hash of its family and its own, and, when it is good, replaces it with the
    /// one of `next_hash`. A guess is not of the family, and ends nothing. `longest` is how long a session can last.
    pub fn refresh(
        mut self,
        family_hash: &str,
        presented_hash: &str,
        next_hash: String,
        now: Timestamp,
        longest: SignedDuration,
    ) -> Refresh {
        if !self.live(now) || family_hash != self.family_hash {
            return Refresh::Ended;
        }
        self.version += 1;
        if presented_hash == self.refresh_hash {
            self.previous_hash = Some(std::mem::replace(&mut self.refresh_hash, next_hash));
            self.rotated_at = now;
            self.expires_at = (now + SESSION_LIFETIME).min(self.created_at + longest);
            Refresh::Rotated(self)
        } else if self.previous_hash.as_deref() == Some(presented_hash) && now < self.rotated_at + REFRESH_GRACE {
            self.version -= 1;
            Refresh::Parallel(self)
        } else {
            self.ended_at = Some(now);
            Refresh::Reused(self)
        }
    }

    /// The caller this session stands for, if the person may still wear the hat.
    pub fn caller(&self, person: &Person, now: Timestamp) -> Option<Caller> {
        let hat = person.hat(self.hat)?;
        let over = self.epoch != person.epoch || person.sessions_from.is_some_and(|from| self.created_at < from);
        (self.live(now) && !over && person.status == PersonStatus::Active && person.id == self.person).then(|| Caller {
            person: person.id,
            name: person.name.clone(),
            hat: hat.clone(),
            session: self.id,
        })
    }

    /// What the ledger calls it.
    pub fn record(&self) -> RecordRef {
        RecordRef { kind: RecordKind::Session, id: self.id.to_string(), label: String::new() }
    }
}

/// One widget of a home page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Widget {
    /// Which.
    #[schema(min_length = 1, max_length = 40)]
    pub id: String,
    /// Whether it is shown.
    pub visible: bool,
}

/// How a person arranged the home page of one hat.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Counts the changes; 0 while the default holds.
    pub version: u64,
    /// The widgets in order.
    pub widgets: Vec<Widget>,
}

/// Every widget, in the order a home page starts with, and the action it shows or leads to. A hat has those whose action
/// the policy gives it.
const WIDGETS: &[(&str, Action)] = &[
    ("submit_ticket", Action::OpenTicket),
    ("my_tickets", Action::OpenTicket),
    ("failed_jobs", Action::ListJobs),
    ("my_work", Action::TakeTicket),
    ("queue", Action::ListQueues),
    ("find_answer", Action::SearchArticles),
    ("articles", Action::SearchArticles),
];

impl Layout {
    /// What a hat of this kind and role starts with.
    pub fn standard(kind: HatKind, role: Role) -> Self {
        Self::default().fitted(kind, role)
    }

    /// The widgets there are for a hat of this kind and role.
    pub fn known(kind: HatKind, role: Role) -> Vec<&'static str> {
        let has = |(_, action): &&(&str, Action)| reach(*action, kind, role).is_some();
        WIDGETS.iter().filter(has).map(|(id, _)| *id).collect()
    }

    /// The arrangement with exactly the widgets of the hat: those it does not have are left out, new ones come last.
    pub fn fitted(mut self, kind: HatKind, role: Role) -> Self {
        let known = Self::known(kind, role);
        self.widgets.retain(|widget| known.contains(&widget.id.as_str()));
        for id in known {
            if !self.widgets.iter().any(|there| there.id == id) {
                self.widgets.push(Widget { id: id.to_owned(), visible: true });
            }
        }
        self
    }

    /// The next arrangement: every widget of the hat exactly once; those not named come last and stay as they were.
    pub fn arrange(&self, (kind, role): (HatKind, Role), widgets: Vec<Widget>) -> Result<Self, Failure> {
        let known = Self::known(kind, role);
        let mut errors = Vec::new();
        for (index, widget) in widgets.iter().enumerate() {
            let pointer = format!("/widgets/{index}/id");
            if !known.contains(&widget.id.as_str()) {
                errors.push(FieldError::new(pointer, "not_one_of", "There is no such widget."));
            } else if widgets[..index].iter().any(|before| before.id == widget.id) {
                errors.push(FieldError::new(pointer, "duplicate", "This widget is listed twice."));
            }
        }
        if !errors.is_empty() {
            return Err(Failure::Input(errors));
        }
        let mut arranged = widgets;
        for widget in &self.clone().fitted(kind, role).widgets {
            if !arranged.iter().any(|there| there.id == widget.id) {
                arranged.push(widget.clone());
            }
        }
        Ok(Self { version: self.version + 1, widgets: arranged })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::WEARERS;
    use crate::testing::{act, customer, monday, person_of};
    use uuid::Uuid;

    const LONGEST: SignedDuration = SignedDuration::from_hours(30 * 24);

    #[test]
    fn zones_are_places_and_not_what_a_machine_is_set_to() {
        assert_eq!(time_zone("europe/oslo").expect("a zone"), "Europe/Oslo");
        assert_eq!(time_zone("UTC").expect("a zone"), "UTC");
        for told in ["localtime", "posixrules", "Factory", "Europe/Atlantis", "../../etc/passwd", ""] {
            assert_eq!(time_zone(told).expect_err(told).code, "not_one_of");
        }
    }

    #[test]
    fn languages_are_tags() {
        assert_eq!(locale("EN").expect("a tag"), "en");
        assert_eq!(locale("pt-br").expect("a tag"), "pt-BR");
        assert_eq!(locale("zh-hant-TW").expect("a tag"), "zh-Hant-TW");
        for told in ["english please", "e", "en_", "en_US", "12", "und", "<b>", "", "english", "de-1996", "en-x-mine"] {
            assert_eq!(locale(told).expect_err(told).code, "wrong_format");
        }
    }

    #[test]
    fn all_that_is_wrong_with_a_profile_is_said_at_once() {
        let person = person_of(1, PersonStatus::Active);
        let by = act(customer(1, Role::Member), Action::ChangeProfile, monday());
        let told =
            ProfileChange { locale: Some("!".into()), time_zone: Some("Nowhere".into()), ..ProfileChange::default() };
        let Err(Failure::Input(errors)) = person.change_profile(&by, told) else { panic!("it was taken") };
        assert_eq!(errors.iter().map(|error| error.pointer.as_str()).collect::<Vec<_>>(), ["/time_zone", "/locale"]);
    }

    fn session(now: Timestamp) -> Session {
        Session {
            id: SessionId(Uuid::from_u128(1)),
            version: 1,
            person: PersonId(Uuid::from_u128(2)),
            hat: HatId(Uuid::from_u128(3)),
            epoch: 0,
            family_hash: "family".into(),
            refresh_hash: "one".into(),
            previous_hash: None,
            rotated_at: now,
            created_at: now,
            expires_at: now + SESSION_LIFETIME,
            ended_at: None,
        }
    }

    #[test]
    fn a_good_token_is_replaced() {
        let now = Timestamp::UNIX_EPOCH;
        let Refresh::Rotated(next) = session(now).refresh("family", "one", "two".into(), now, LONGEST) else {
            panic!("not rotated")
        };
        assert_eq!((next.refresh_hash.as_str(), next.previous_hash.as_deref()), ("two", Some("one")));
    }

    #[test]
    fn the_one_before_is_taken_for_a_moment_only() {
        let now = Timestamp::UNIX_EPOCH;
        let Refresh::Rotated(next) = session(now).refresh("family", "one", "two".into(), now, LONGEST) else {
            panic!("not rotated")
        };
        let soon = now + SignedDuration::from_secs(9);
        assert!(matches!(next.clone().refresh("family", "one", "three".into(), soon, LONGEST), Refresh::Parallel(_)));
        let late = now + SignedDuration::from_secs(11);
        let Refresh::Reused(ended) = next.refresh("family", "one", "three".into(), late, LONGEST) else {
            panic!("not noticed")
        };
        assert!(!ended.live(late));
    }

    #[test]
    fn a_token_of_the_family_that_is_not_good_ends_it() {
        let now = Timestamp::UNIX_EPOCH;
        assert!(matches!(session(now).refresh("family", "older", "two".into(), now, LONGEST), Refresh::Reused(_)));
    }

    #[test]
    fn a_guess_ends_nothing() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(session(now).refresh("guess", "one", "two".into(), now, LONGEST), Refresh::Ended);
    }

    #[test]
    fn an_unused_session_ends_by_itself() {
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(
            session(now).refresh("family", "one", "two".into(), now + SESSION_LIFETIME, LONGEST),
            Refresh::Ended
        );
    }

    #[test]
    fn a_session_that_is_used_ends_too() {
        let begun = Timestamp::UNIX_EPOCH;
        let day = |number: i64| begun + SignedDuration::from_hours(24 * number);
        let Refresh::Rotated(tenth) = session(begun).refresh("family", "one", "two".into(), day(10), LONGEST) else {
            panic!("not rotated")
        };
        assert_eq!(tenth.expires_at, day(24));
        let Refresh::Rotated(late) = tenth.refresh("family", "two", "three".into(), day(20), LONGEST) else {
            panic!("not rotated")
        };
        assert_eq!(late.expires_at, day(30));
        assert_eq!(late.refresh("family", "three", "four".into(), day(30), LONGEST), Refresh::Ended);
    }

    fn administrator(number: u128) -> (Act, Person) {
        let by = crate::testing::caller(number, HatKind::Staff, Role::Administrator, None, &[]);
        let person = Person { hats: vec![by.hat.clone()], ..person_of(number, PersonStatus::Active) };
        (act(by, Action::ChangePerson, monday()), person)
    }

    /// Nothing tells two moments apart that are the same: only the count of times somebody was disabled does.
    #[test]
    fn a_session_begun_in_the_moment_somebody_is_disabled_stays_over() {
        let (by, admin) = administrator(1);
        let person = person_of(7, PersonStatus::Active);
        let begun = Session { person: person.id, hat: person.hats[0].id, epoch: person.epoch, ..session(by.now) };
        assert!(begun.caller(&person, by.now).is_some());
        let (disabled, _) = person.change_status(&by, PersonStatus::Disabled, &admin).expect("disabled");
        let (enabled, _) = disabled.change_status(&by, PersonStatus::Active, &admin).expect("enabled");
        assert_eq!(begun.caller(&enabled, by.now), None);
        let later = Session { epoch: enabled.epoch, ..begun };
        assert!(later.caller(&enabled, by.now).is_some());
        // What was kept before there were epochs is of the first.
        let mut old = serde_json::to_value(&later).expect("JSON");
        old.as_object_mut().expect("an object").remove("epoch");
        assert_eq!(serde_json::from_value::<Session>(old).expect("a session").epoch, 0);
    }

    #[test]
    fn whoever_disables_somebody_must_stay_as_they_are() {
        let ((one, first), (_, second)) = (administrator(1), administrator(2));
        let (_, change) = second.clone().change_status(&one, PersonStatus::Disabled, &first).expect("disabled");
        assert!(change.writes.contains(&Write::PersonStays { person: first.id, expected: first.version }));
        let gone = Person { status: PersonStatus::Disabled, ..first.clone() };
        assert!(second.clone().change_status(&one, PersonStatus::Disabled, &gone).is_err());
        assert!(second.clone().change_status(&one, PersonStatus::Disabled, &second).is_err());
        assert!(first.clone().change_status(&one, PersonStatus::Disabled, &first).is_err());
    }

    #[test]
    fn disabling_ends_the_link_of_an_invitation() {
        let (by, admin) = administrator(1);
        let invitation = InvitationId(Uuid::from_u128(9));
        let invited = Person { invitation: Some(invitation), ..person_of(7, PersonStatus::Invited) };
        let (disabled, change) = invited.change_status(&by, PersonStatus::Disabled, &admin).expect("disabled");
        assert!(change.writes.contains(&Write::DropInvitation { person: disabled.id, invitation }));
        let (again, _) = disabled.change_status(&by, PersonStatus::Active, &admin).expect("enabled");
        assert_eq!(again.status, PersonStatus::Invited);
    }

    #[test]
    fn a_layout_keeps_every_widget() {
        let member = (HatKind::Customer, Role::Member);
        let layout = Layout::standard(member.0, member.1);
        let arranged =
            layout.arrange(member, vec![Widget { id: "articles".into(), visible: false }]).expect("a known widget");
        assert_eq!(arranged.widgets.len(), layout.widgets.len());
        assert_eq!(arranged.widgets[0], Widget { id: "articles".into(), visible: false });
        assert!(layout.arrange(member, vec![Widget { id: "queue".into(), visible: true }]).is_err());
    }

    #[test]
    fn a_home_has_only_what_its_hat_may_do() {
        let known = Layout::known;
        let own = ["submit_ticket", "my_tickets", "find_answer", "articles"];
        for (kind, role) in WEARERS.iter().copied().filter(|(kind, _)| *kind != HatKind::Staff) {
            assert_eq!(known(kind, role), own, "{kind:?} {role:?}");
        }
        assert_eq!(known(HatKind::Staff, Role::Agent), ["my_work", "queue", "find_answer", "articles"]);
        for role in [Role::Sales, Role::Editor, Role::Hr] {
            assert_eq!(known(HatKind::Staff, role), ["find_answer", "articles"], "{role:?}");
        }
        assert_eq!(known(HatKind::Staff, Role::Operations), ["failed_jobs", "find_answer", "articles"]);
        let administrator = ["failed_jobs", "my_work", "queue", "find_answer", "articles"];
        assert_eq!(known(HatKind::Staff, Role::Administrator), administrator);
    }

    #[test]
    fn a_layout_kept_before_gets_what_came_and_loses_what_went() {
        let widget = |id: &str, visible| Widget { id: id.into(), visible };
        let kept = Layout { version: 3, widgets: vec![widget("articles", false), widget("queue", true)] };
        let fitted = kept.fitted(HatKind::Partner, Role::Seller);
        let ids: Vec<(&str, bool)> = fitted.widgets.iter().map(|widget| (widget.id.as_str(), widget.visible)).collect();
        assert_eq!(ids, [("articles", false), ("submit_ticket", true), ("my_tickets", true), ("find_answer", true)]);
        assert_eq!(fitted.version, 3);
    }
}
