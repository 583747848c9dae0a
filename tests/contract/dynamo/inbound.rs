//! Tests of mails that came in, and of the addresses that answers go to.

use super::samples::*;
use portico_aws::Aws;
use portico_domain::action::Action;
use portico_domain::caller::Caller;
use portico_domain::change::Write;
use portico_domain::ids::InboundMailId;
use portico_domain::paging::PageRequest;
use portico_domain::policy::scope;
use portico_domain::store::CommitError;
use portico_domain::tickets::inbound::ports::{InboundMails, ReplyAddressBook, ReplyAddresses};
use portico_domain::tickets::inbound::{InboundMail, InboundMailList, InboundState, ReplyAddress};
use portico_domain::tickets::timeline::Side;
use portico_testing::records;

fn mail(minute: i64) -> InboundMail {
    records::inbound_mail(at(minute))
}

async fn listed(store: &Aws, set_aside: bool) -> Vec<InboundMailId> {
    let scope = scope(&administrator(), Action::ListInboundMails).unwrap();
    let list = InboundMailList::within(&scope, set_aside).unwrap();
    let mut ids = Vec::new();
    let mut page = PageRequest::first(1);
    loop {
        let found = store.inbound_mails(&list, page.clone()).await.unwrap();
        ids.extend(found.items.into_iter().map(|row| row.id));
        let Some(next) = found.next else { return ids };
        page.after = Some(next);
    }
}

pub(super) async fn a_mail_is_in_the_list_of_its_state_until_it_is_decided_on(store: &Aws) {
    let (first, second) = (mail(1), mail(2));
    let away = InboundMail { state: InboundState::SetAside, ..mail(3) };
    commit(store, [&first, &second, &away].map(Write::create)).await.unwrap();
    assert_eq!(listed(store, false).await, [second.id, first.id]);
    assert_eq!(listed(store, true).await, [away.id]);
    let gone = InboundMail { version: 2, state: InboundState::Discarded, ..first.clone() };
    commit(store, [Write::update(&first, &gone)]).await.unwrap();
    assert_eq!(listed(store, false).await, [second.id]);
    let found = store.inbound_mail(first.id).await.unwrap().open_for_system(&Caller::system());
    assert_eq!(found, Some(gone));
}

pub(super) async fn a_mail_is_kept_once(store: &Aws) {
    let mail = mail(1);
    commit(store, [Write::create(&mail)]).await.unwrap();
    assert_eq!(commit(store, [Write::create(&mail)]).await, Err(CommitError::Stale));
    assert_eq!(listed(store, false).await, [mail.id]);
}

pub(super) async fn a_reply_address_is_found_by_its_hash(store: &Aws) {
    let hash = fresh::<InboundMailId>().to_string();
    let address = ReplyAddress { hash, ticket: fresh(), person: fresh(), side: Side::Customer, created_at: at(0) };
    assert_eq!(store.reply_address(&address.hash).await.unwrap(), None);
    for _ in 0..2 {
        store.keep_reply_address(&address).await.unwrap();
    }
    assert_eq!(store.reply_address(&address.hash).await.unwrap(), Some(address));
}
