//! People, as staff see them.

pub mod get;
pub mod invite;
pub mod update;

portico_http::endpoints! {
    GET_PERSON: GET "/v1/people/{id}" "get_person" "people-get" ViewPerson Read Person => get::get_person;
    INVITE_PERSON: POST "/v1/invitations" "invite_person" "people-invite" InvitePerson Create => invite::invite_person;
    UPDATE_PERSON: PATCH "/v1/people/{id}" "update_person" "people-update" ChangePerson Change Person => update::update_person;
}
