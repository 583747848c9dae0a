use super::{Cast, Sample, sample};
use portico_accounts::get::AccountView;

pub(crate) fn all(cast: &Cast) -> Vec<Sample> {
    vec![sample(&AccountView::from(cast.account.clone()))]
}
