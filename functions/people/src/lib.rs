//! People, as staff see them.

pub mod get;
pub mod invite;
pub mod list;
pub mod remove_lost_second_factor;
pub mod update;

portico_http::endpoints! {
    LIST_PEOPLE: GET "/v1/people" "list_people" "people-list" ListPeople Read => list::list_people;
    GET_PERSON: GET "/v1/people/{id}" "get_person" "people-get" ViewPerson Read Person => get::get_person;
    INVITE_PERSON: POST "/v1/invitations" "invite_person" "people-invite" InvitePerson Create => invite::invite_person;
    UPDATE_PERSON: PATCH "/v1/people/{id}" "update_person" "people-update" ChangePerson Change Person => update::update_person;
    REMOVE_LOST_SECOND_FACTOR: DELETE "/v1/people/{id}/second-factor" "remove_lost_second_factor" "people-remove-lost-second-factor" RemoveLostSecondFactor Change Person => remove_lost_second_factor::remove_lost_second_factor;
}
