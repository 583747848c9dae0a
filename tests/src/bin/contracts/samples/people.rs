use super::{Cast, Sample, sample};
use portico_people::get::PersonView;

pub(crate) fn all(cast: &Cast) -> Vec<Sample> {
    vec![sample(&PersonView::from(cast.agent.clone()))]
}
