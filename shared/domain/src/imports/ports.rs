//! Ports of imports.

use super::lines::{ImportLine, LineOutcome};
use super::{Import, ImportList, ImportRow};
use crate::accounts::Accounts;
use crate::accounts::list::{AccountLists, AccountNumbers};
use crate::accounts::products::{ProductCodes, Products};
use crate::ids::ImportId;
use crate::paging::{Page, PageRequest};
use crate::people::ports::Credentials;
use crate::policy::{Guarded, PartOf};
use crate::settings::Settings;
use crate::store::StoreResult;
use std::future::Future;

/// Port of imports and their lines.
pub trait Imports {
    /// An import.
    fn import(&self, id: ImportId) -> impl Future<Output = StoreResult<Guarded<Import>>> + Send;
    /// A page of a list, newest first.
    fn imports(
        &self,
        list: &ImportList,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<Page<ImportRow>>> + Send;
    /// A page of the lines of an import, in the order of the file. With an outcome, only those that have it.
    fn import_lines(
        &self,
        import: ImportId,
        outcome: Option<LineOutcome>,
        page: PageRequest,
    ) -> impl Future<Output = StoreResult<PartOf<Import, Page<ImportLine>>>> + Send;
    /// Reads the lines from the first to the last number, both included; those that were not checked are left out.
    fn import_lines_between(
        &self,
        import: ImportId,
        first: u32,
        last: u32,
    ) -> impl Future<Output = StoreResult<PartOf<Import, Vec<ImportLine>>>> + Send;
}

/// Ports that the records of lines are found by.
pub trait ImportReads:
    Accounts + AccountLists + AccountNumbers + Products + ProductCodes + Credentials + Settings + Send + Sync
{
}

impl<T> ImportReads for T where
    T: Accounts + AccountLists + AccountNumbers + Products + ProductCodes + Credentials + Settings + Send + Sync
{
}
