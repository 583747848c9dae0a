//! `GET /v1/team/tickets`: the tickets behind a number of the team.

use crate::list::{TicketListItem, item};
use crate::settings_of;
use crate::team::rows_of;
use portico_domain::error::Error;
use portico_domain::ids::{PersonId, QueueId};
use portico_domain::paging::{Page, Position};
use portico_domain::ports::RequestStore;
use portico_domain::settings::Settings;
use portico_domain::tickets::ports::Tickets;
use portico_domain::tickets::team::{TeamMeasure, TeamSelection, TeamWeek};
use portico_http::{Call, HandlerResult, List, Params, ok};

portico_http::list_query! {
    /// Query of the tickets behind a number.
    pub struct ListTeamTicketsQuery {
        /// The number.
        pub measure: TeamMeasure,
        /// Only tickets of this queue.
        pub queue: Option<QueueId>,
        /// Only tickets that this agent has.
        pub agent: Option<PersonId>,
        /// Only tickets that nobody has.
        pub unassigned: Option<bool>,
    }
}

/// Lists the tickets that a number of the team counts, as it would count them now.
#[utoipa::path(get, path = "/v1/team/tickets", operation_id = "list_team_tickets", tag = "tickets",
    params(ListTeamTicketsQuery), responses((status = 200, description = "A page", body = List<TicketListItem>)))]
pub async fn list_team_tickets<S: RequestStore + Tickets + Settings + Sync>(
    store: &S,
    call: Call<(), Params<ListTeamTicketsQuery>>,
) -> HandlerResult<List<TicketListItem>> {
    let ListTeamTicketsQuery { measure, queue, agent, unassigned, .. } = call.input.0;
    let scope = call.scope()?;
    if queue.is_some_and(|queue| !scope.holds_queue(queue)) {
        return Err(Error::NotFound.into());
    }
    let paged = call.paged(&call.input.0, &format!("{measure:?}|{queue:?}|{agent:?}|{unassigned:?}"))?;
    let settings = settings_of(store).await?;
    let reader = call.act().await?.caller;
    let week = TeamWeek::at(call.now, &settings.calendar);
    let read = rows_of(store, &scope, &settings, queue, &week).await?;
    let selection = TeamSelection { measure, agent, unassigned: unassigned.unwrap_or_default() };
    let page = part_of(selection.of(read.rows, &week), paged.request().after, paged.request().limit);
    Ok(ok(paged.list(page, |row| item(&reader, row))?))
}

/// Part of a list that has been read as a whole. A position is the number of items before it.
fn part_of<T>(items: Vec<T>, after: Option<Position>, limit: u32) -> Page<T> {
    let from: usize = after.and_then(|position| position.0.parse().ok()).unwrap_or_default();
    let to = from.saturating_add(limit as usize);
    let next = (to < items.len()).then(|| Position(to.to_string()));
    Page { items: items.into_iter().skip(from).take(limit as usize).collect(), next }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_a_list_that_was_read_follow_one_another() {
        let mut after = None;
        let mut seen = Vec::new();
        loop {
            let page = part_of((0..7).collect(), after, 3);
            seen.push(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, [vec![0, 1, 2], vec![3, 4, 5], vec![6]]);
        assert_eq!(part_of(vec![1], Some(Position("9".into())), 3), Page { items: vec![], next: None });
    }
}
