//! The access policy: one table of action × hat and role → reach. [`crate::policy`] asks it.

use crate::hats::{ALL_HATS, HatKind, Role};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Reach of a rule, from narrow to wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Records of the person.
    Own,
    /// Records of the hat's customer account or partner company.
    Account,
    /// Records in an agent's queues, or assigned to them.
    Team,
    /// All records.
    All,
}

/// A capability that settings can remove from a portal or role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Tickets: open, follow, work on.
    Tickets,
    /// The knowledge base.
    Knowledge,
    /// The touch ledger.
    Touches,
    /// People and their hats.
    People,
    /// Accounts.
    Accounts,
    /// Background jobs.
    Jobs,
    /// The settings of the portal.
    Settings,
    /// Imports of files.
    Imports,
    /// One's own session, profile and home: never removed.
    Personal,
}

/// A group of hats with their roles, as a row of the policy names it.
type Group = &'static [(HatKind, Role)];

const MEMBER: Group = &[(HatKind::Customer, Role::Member)];
const MANAGER: Group = &[(HatKind::Customer, Role::Manager)];
const SELLER: Group = &[(HatKind::Partner, Role::Seller)];
const PARTNER_MANAGER: Group = &[(HatKind::Partner, Role::Manager)];
const AGENT: Group = &[(HatKind::Staff, Role::Agent)];
const SALES: Group = &[(HatKind::Staff, Role::Sales)];
const EDITOR: Group = &[(HatKind::Staff, Role::Editor)];
const OPERATIONS: Group = &[(HatKind::Staff, Role::Operations)];
const ADMINISTRATOR: Group = &[(HatKind::Staff, Role::Administrator)];
const CUSTOMERS: Group = &[(HatKind::Customer, Role::Member), (HatKind::Customer, Role::Manager)];
const PARTNERS: Group = &[(HatKind::Partner, Role::Seller), (HatKind::Partner, Role::Manager)];
const EMPLOYEES: Group = &[(HatKind::Employee, Role::Employee), (HatKind::Employee, Role::Contractor)];
const EVERYONE: Group = ALL_HATS;

/// Callers that may do an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without signing in.
    Public,
    /// The system alone: background jobs and schedules.
    System,
    /// These hats, each as far as it reaches. Hats that are not named are refused; an empty list refuses everybody.
    Hats(&'static [(Group, Reach)]),
}

/// One row of the policy.
#[derive(Debug)]
pub struct Rule {
    /// The act.
    pub action: Action,
    /// Capability by which settings can remove the action.
    pub capability: Capability,
    /// Callers that may do the action, and how far.
    pub access: Access,
}

impl Rule {
    /// Reach of a hat; nothing if the rule does not name the hat.
    pub fn reach(&self, kind: HatKind, role: Role) -> Option<Reach> {
        let Access::Hats(hats) = self.access else { return None };
        hats.iter().find(|(group, _)| group.contains(&(kind, role))).map(|(_, reach)| *reach)
    }
}

macro_rules! policy {
    ($($(#[$doc:meta])* $action:ident $label:literal $capability:ident $access:tt;)*) => {
        /// Action of an endpoint, as the policy knows it. Named by what is done, never by who may do it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Action { $($(#[$doc])* $action,)* }

        impl Action {
            /// The act in words, for the touch page.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$action => $label,)* }
            }
        }

        /// The policy. The committed access matrix is printed from it.
        pub const POLICY: &[Rule] = &[$(Rule {
            action: Action::$action,
            capability: Capability::$capability,
            access: access!($access),
        },)*];
    };
}

macro_rules! access {
    (PUBLIC) => { Access::Public };
    (SYSTEM) => { Access::System };
    ([$($group:ident: $reach:ident),* $(,)?]) => { Access::Hats(&[$(($group, Reach::$reach)),*]) };
}

policy! {
    // Sessions and invitations.
    /// Sign in.
    SignIn "Signed in" Personal PUBLIC;
    /// Renew a session.
    RefreshSession "Renewed the session" Personal PUBLIC;
    /// Accept an invitation.
    AcceptInvitation "Accepted the invitation" Personal PUBLIC;
    /// Ask for a link to set a new password.
    RequestPasswordReset "Asked for a new password" Personal PUBLIC;
    /// Set a new password by a link.
    ResetPassword "Set a new password by mail" Personal PUBLIC;
    /// Ask for a code to sign in.
    RequestSignInCode "Asked for a code to sign in" Personal PUBLIC;
    /// Sign in by a code.
    SignInByCode "Signed in with a code" Personal PUBLIC;
    /// Go to the company's identity provider to sign in there.
    BeginProviderSignIn "Went to the company's sign-in page" Personal PUBLIC;
    /// Sign in through the company's identity provider.
    SignInByProvider "Signed in with the company's account" Personal PUBLIC;
    /// Take the second step of signing in.
    TakeSecondStep "Signed in with a second step" Personal PUBLIC;
    /// See the company's name and colours.
    ViewBranding "Looked at the sign-in page" Personal PUBLIC;
    /// Confirm a new e-mail address by a link.
    ConfirmEmailChange "Changed their e-mail address" Personal PUBLIC;
    /// Sign out.
    SignOut "Signed out" Personal [EVERYONE: Own];
    /// Put on another hat.
    SwitchHat "Put on another hat" Personal [EVERYONE: Own];
    /// Change one's password.
    ChangePassword "Changed their password" Personal [EVERYONE: Own];
    /// Ask for another e-mail address.
    RequestEmailChange "Asked for another e-mail address" Personal [EVERYONE: Own];
    /// See where one is signed in.
    ListSessions "Listed their sessions" Personal [EVERYONE: Own];
    /// End sessions of one's own.
    EndSessions "Ended a session of their own" Personal [EVERYONE: Own];
    /// Set up a second step of signing in.
    SetUpSecondFactor "Set up the second step of signing in" Personal [EVERYONE: Own];
    /// Make new recovery codes.
    RenewRecoveryCodes "Made new recovery codes" Personal [EVERYONE: Own];
    /// Turn off the second step of signing in.
    RemoveSecondFactor "Turned off the second step of signing in" Personal [EVERYONE: Own];
    // One's own home, profile, drafts and uploads.
    /// See one's home page.
    ViewHome "Opened the home page" Personal [EVERYONE: Own];
    /// See one's profile.
    ViewProfile "Looked at their profile" Personal [EVERYONE: Own];
    /// Change one's profile.
    ChangeProfile "Changed their profile" Personal [EVERYONE: Own];
    /// See the kinds of mails that one gets.
    ViewNotifications "Looked at their mail preferences" Personal [EVERYONE: Own];
    /// Choose the kinds of mails that one gets.
    ChangeNotifications "Changed their mail preferences" Personal [EVERYONE: Own];
    /// See or arrange the widgets of one's home page.
    ArrangeHome "Arranged the home page" Personal [EVERYONE: Own];
    /// Keep, read or drop text being typed.
    KeepDraft "Kept a draft" Personal [EVERYONE: Own];
    /// Upload a file.
    UploadFile "Uploaded a file" Personal [EVERYONE: Own];
    // Tickets.
    /// Open a ticket.
    OpenTicket "Opened a ticket" Tickets [CUSTOMERS: Account, PARTNERS: Own, EMPLOYEES: Own];
    /// List tickets.
    ListTickets "Listed tickets" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEES: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Read a ticket and its timeline.
    ViewTicket "Read a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEES: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Fetch a file of a ticket.
    DownloadTicketFile "Downloaded a file of a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEES: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Add information to a ticket.
    ReplyToTicket "Replied on a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEES: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Write an internal note.
    NoteOnTicket "Wrote an internal note" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Fetch a file of an internal note.
    DownloadNoteFile "Downloaded a file of a note" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Take a ticket.
    TakeTicket "Took a ticket" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Give a ticket to an agent or a queue.
    AssignTicket "Assigned a ticket" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Ask the requester, and wait.
    AwaitCustomer "Asked for an answer" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Put a ticket on hold.
    HoldTicket "Put a ticket on hold" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// End the hold of a ticket.
    ResumeTicket "Took a ticket off hold" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Resolve a ticket.
    ResolveTicket "Resolved a ticket" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Confirm that a ticket is solved.
    ConfirmTicket "Confirmed the solution" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEES: Own];
    /// Close a ticket.
    CloseTicket "Closed a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEES: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Reopen a ticket.
    ReopenTicket "Reopened a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEES: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Add a colleague to a ticket.
    AddParticipant "Added a person to a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEES: Own, AGENT: Team, ADMINISTRATOR: All];
    /// Remove a person from a ticket, or leave it.
    RemoveParticipant "Removed a person from a ticket" Tickets [MEMBER: Own, MANAGER: Account, SELLER: Own, PARTNER_MANAGER: Account, EMPLOYEES: Own, AGENT: Team, ADMINISTRATOR: All];
    /// See the colleagues who can be added to a ticket.
    ListColleagues "Listed colleagues" Tickets [CUSTOMERS: Account, PARTNERS: Account, EMPLOYEES: All];
    /// Rate a solved ticket.
    RateTicket "Rated a ticket" Tickets [CUSTOMERS: Own, PARTNERS: Own, EMPLOYEES: Own];
    /// Correct type, severity, product, synopsis, requester, queue or custom fields of a ticket.
    CorrectTicket "Corrected a ticket" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Merge a ticket into another one.
    MergeTickets "Merged a ticket" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Let colleagues see that one has a ticket open, and see who else has.
    NotePresence "Had a ticket open" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// See the queues and their agents.
    ListQueues "Listed the queues" Tickets [AGENT: All, ADMINISTRATOR: All];
    /// See the numbers of one's queues, and the tickets behind them.
    ViewTeam "Looked at the numbers of the team" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// List canned replies.
    ListCannedReplies "Listed canned replies" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// Write, change or retire a canned reply.
    ChangeCannedReplies "Changed a canned reply" Tickets [AGENT: Team, ADMINISTRATOR: All];
    /// List mails that came in and joined no ticket.
    ListInboundMails "Listed unmatched mail" Tickets [AGENT: All, ADMINISTRATOR: All];
    /// Read a mail that came in.
    ViewInboundMail "Read an unmatched mail" Tickets [AGENT: All, ADMINISTRATOR: All];
    /// Download a mail that came in, or one of its files.
    DownloadInboundMail "Downloaded an unmatched mail" Tickets [AGENT: All, ADMINISTRATOR: All];
    /// Attach a mail that came in to a ticket.
    AttachInboundMail "Attached a mail to a ticket" Tickets [AGENT: All, ADMINISTRATOR: All];
    /// Discard a mail that came in.
    DiscardInboundMail "Discarded a mail" Tickets [AGENT: All, ADMINISTRATOR: All];
    /// Rebuild the index of words in tickets.
    ReindexTickets "Rebuilt the search of tickets" Tickets [ADMINISTRATOR: All];
    /// See what the account purchased.
    ListEntitlements "Listed purchased products" Tickets [CUSTOMERS: Account];
    /// See the fields that the company added to its tickets.
    ViewTicketFields "Looked at the fields of tickets" Tickets [CUSTOMERS: Own, PARTNERS: Own, EMPLOYEES: Own, AGENT: All, ADMINISTRATOR: All];
    // Knowledge.
    /// Search or list articles.
    SearchArticles "Searched the knowledge base" Knowledge [EVERYONE: All];
    /// Read an article.
    ViewArticle "Read an article" Knowledge [EVERYONE: All];
    /// See which articles are about the same as one.
    ListRelatedArticles "Looked at related articles" Knowledge [EVERYONE: All];
    /// Look for an article to link to on a ticket.
    LinkArticle "Looked for an article to link to" Knowledge [AGENT: Team, ADMINISTRATOR: All];
    /// Say whether an article helped.
    RateArticle "Voted on an article" Knowledge [EVERYONE: All];
    /// Say that an article made a ticket unnecessary.
    RecordDeflection "Found the answer in an article" Knowledge [CUSTOMERS: All, PARTNERS: All, EMPLOYEES: All];
    /// List articles in every state.
    ListManuscripts "Listed articles to edit" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    /// Read an article with its working draft.
    ViewManuscript "Read an article to edit it" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    /// Write an article.
    WriteArticle "Wrote an article" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    /// Change the text of an article.
    ChangeArticle "Changed an article" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    /// Send an article to review.
    ReviewArticle "Sent an article to review" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    /// Publish an article.
    PublishArticle "Published an article" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    /// Take an article out of use.
    ArchiveArticle "Archived an article" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    /// See the history of an article.
    ListArticleVersions "Looked at the history of an article" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    /// See deflections, unhelpful votes and searches without results.
    ViewInsights "Looked at the insights of the articles" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    /// Rebuild the search index.
    ReindexKnowledge "Rebuilt the search index" Knowledge [EDITOR: All, ADMINISTRATOR: All];
    // Touches.
    /// Read the touch ledger: acts on the records one may see.
    ListTouches "Read the touch ledger" Touches [AGENT: Team, ADMINISTRATOR: All];
    // People.
    /// List people.
    ListPeople "Listed people" People [ADMINISTRATOR: All];
    /// See a person.
    ViewPerson "Looked at a person" People [AGENT: All, ADMINISTRATOR: All];
    /// Look at the portal as another person.
    ViewAsPerson "Looked at the portal as a person" People [ADMINISTRATOR: All];
    /// Invite a person.
    InvitePerson "Invited a person" People [ADMINISTRATOR: All];
    /// Disable or enable a person.
    ChangePerson "Changed a person" People [ADMINISTRATOR: All];
    /// Remove the second step of a person who has lost it.
    RemoveLostSecondFactor "Removed a lost second step of signing in" People [ADMINISTRATOR: All];
    // Accounts.
    /// See an account and what it purchased.
    ViewAccount "Looked at an account" Accounts [AGENT: All, SALES: All, OPERATIONS: All, ADMINISTRATOR: All];
    /// List accounts.
    ListAccounts "Listed accounts" Accounts [AGENT: All, SALES: All, OPERATIONS: All, ADMINISTRATOR: All];
    /// Open an account.
    OpenAccount "Opened an account" Accounts [SALES: All, OPERATIONS: All, ADMINISTRATOR: All];
    /// Change name, plan, territory or addresses of an account.
    ChangeAccount "Changed an account" Accounts [SALES: All, OPERATIONS: All, ADMINISTRATOR: All];
    /// Add a purchase to an account, or change one.
    ChangeEntitlements "Changed what an account purchased" Accounts [SALES: All, OPERATIONS: All, ADMINISTRATOR: All];
    /// List products.
    ListProducts "Listed products" Accounts [AGENT: All, SALES: All, EDITOR: All, OPERATIONS: All, ADMINISTRATOR: All];
    /// Write or change a product.
    ChangeProducts "Changed a product" Accounts [OPERATIONS: All, ADMINISTRATOR: All];
    // Jobs.
    /// See side effects that could not be carried out.
    ListJobs "Listed parked side effects" Jobs [OPERATIONS: All, ADMINISTRATOR: All];
    /// Try a side effect again.
    RetryJob "Tried a side effect again" Jobs [OPERATIONS: All, ADMINISTRATOR: All];
    // Settings.
    /// Look at settings and their history.
    ViewSettings "Looked at settings" Settings [ADMINISTRATOR: All];
    /// Change settings.
    ChangeSettings "Changed settings" Settings [ADMINISTRATOR: All];
    /// Save or discard a draft of settings.
    DraftSettings "Changed a draft of settings" Settings [ADMINISTRATOR: All];
    /// Publish a draft of settings, at once or at a time.
    PublishSettings "Published settings" Settings [ADMINISTRATOR: All];
    /// Return to a former state of settings.
    UndoSettings "Undid a change of settings" Settings [ADMINISTRATOR: All];
    // Imports.
    /// List imports, and see what a file may hold.
    ListImports "Listed imports" Imports [SALES: Own, OPERATIONS: Own, ADMINISTRATOR: All];
    /// See an import with its lines.
    ViewImport "Looked at an import" Imports [SALES: Own, OPERATIONS: Own, ADMINISTRATOR: All];
    /// Download the report of an import.
    DownloadImport "Downloaded the report of an import" Imports [SALES: Own, OPERATIONS: Own, ADMINISTRATOR: All];
    /// Have a file checked, to import it.
    StartImport "Had a file checked" Imports [SALES: Own, OPERATIONS: Own, ADMINISTRATOR: All];
    /// Apply an import.
    ApplyImport "Imported a file" Imports [SALES: Own, OPERATIONS: Own, ADMINISTRATOR: All];
    // The system.
    /// Carry out a background job, such as a mail; by the system.
    RunJob "Automatic step" Personal SYSTEM;
    /// Record that a mail came back or that its recipient complained; by the system.
    ReturnMail "A mail came back" Personal SYSTEM;
    /// Take in a mail; by the system.
    ReceiveMail "A mail came in" Personal SYSTEM;
    /// Change the key that access tokens are signed with; by the system.
    RotateKey "Changed the signing key" Personal SYSTEM;
}

/// The row of an action.
pub fn rule(action: Action) -> &'static Rule {
    &POLICY[action as usize]
}

/// Reach of a hat for `action`; nothing if the policy does not name the hat.
pub fn reach(action: Action, kind: HatKind, role: Role) -> Option<Reach> {
    rule(action).reach(kind, role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_the_actions() {
        for (index, rule) in POLICY.iter().enumerate() {
            assert_eq!(rule.action as usize, index, "{:?}", rule.action);
        }
    }

    /// Tickets are of customers, partners and employees, and so is their history.
    #[test]
    fn an_act_in_words_is_true_for_every_side() {
        for rule in POLICY {
            let label = rule.action.label();
            let names_one = ["customer", "partner", "employee"].iter().any(|side| label.contains(side));
            assert!(!names_one, "{:?}: {label}", rule.action);
        }
    }

    #[test]
    fn nobody_is_named_twice_in_a_row() {
        for rule in POLICY {
            let Access::Hats(hats) = rule.access else { continue };
            for who in ALL_HATS {
                let named = hats.iter().filter(|(group, _)| group.contains(who)).count();
                assert!(named <= 1, "{:?} {who:?}", rule.action);
            }
        }
    }

    #[test]
    fn an_empty_list_names_nobody() {
        let rule = Rule { action: Action::RunJob, capability: Capability::Jobs, access: Access::Hats(&[]) };
        assert!(ALL_HATS.iter().all(|(kind, role)| rule.reach(*kind, *role).is_none()));
    }
}
