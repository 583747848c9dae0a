//! Mapping from a change to the items of one transaction: which are put, updated and deleted, and on which conditions.
//! It names no kind of record: keys, lists, names and expiry come from [`Record`](portico_domain::record::Record). It
//! makes no call.

use super::condition::Condition;
use super::items::{Item, ItemBuilder, SCHEMA, document, number, text};
use super::keys::{CHANGED, ClaimKey, INDEXES};
use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use portico_domain::change::{Change, Claim, PatchValue, Write};
use portico_domain::record::{
    AnyRecord, ListHome, Membership, MembershipItem, RecordKey, RowContent, Stored, Tally, UniqueName,
};
use portico_domain::store::{StoreError, StoreResult};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};

/// Largest number of items that one transaction can write.
const MOST_ITEMS: usize = 100;

/// One write of a transaction.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operation {
    Put {
        item: Item,
        condition: Condition,
    },
    Delete {
        key: RecordKey,
        condition: Condition,
    },
    /// Writes nothing.
    Check {
        key: RecordKey,
        condition: Condition,
    },
    Update {
        key: RecordKey,
        expression: String,
        condition: Option<String>,
        /// Attribute names behind the `#…` of both expressions.
        names: Vec<String>,
        /// Values behind the `:…`.
        values: Vec<(String, AttributeValue)>,
    },
}

/// Purpose of an item in a transaction, which decides the meaning of its refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Part of the change.
    Record,
    /// The idempotency key.
    Claim,
}

/// One item of a transaction.
#[derive(Clone, Debug)]
pub(super) struct TransactItem {
    /// Kind of the item, for the log.
    pub(super) kind: &'static str,
    pub(super) purpose: Purpose,
    pub(super) operation: Operation,
}

/// Item that reserves a unique name.
#[derive(Serialize, Deserialize)]
pub(super) struct NameItem {
    pub(super) id: String,
}

#[derive(Default)]
struct Plan {
    items: Vec<TransactItem>,
    /// Patches by the item they change: a transaction writes an item once.
    patches: BTreeMap<RecordKey, Patch>,
}

#[derive(Default)]
struct Patch {
    kind: &'static str,
    set: Vec<(&'static str, PatchValue)>,
    when: Vec<(&'static str, PatchValue)>,
}

/// Returns the items of a change's transaction.
pub(super) fn plan(change: &Change) -> StoreResult<Vec<TransactItem>> {
    let mut plan = Plan::default();
    for write in &change.writes {
        plan.write(write)?;
    }
    plan.patches()?;
    plan.tallies(change);
    for job in &change.jobs {
        plan.put("job", record_item(job)?, Condition::NotExists);
    }
    if let Some(claim) = &change.claim {
        let condition = Condition::NotExistsOrExpired(change.touch.at);
        plan.add("claim", Purpose::Claim, Operation::Put { item: claim_item(claim)?, condition });
    }
    for touch in std::iter::once(&change.touch).chain(&change.more_touches) {
        plan.put("touch", record_item(touch)?, Condition::Unconditional);
    }
    checked(plan.items)
}

/// Returns new records as items to be loaded, whatever is stored. Counters in which they count stay as they are.
pub(super) fn load(writes: &[Write]) -> StoreResult<Vec<Item>> {
    let mut plan = Plan::default();
    for write in writes {
        plan.write(write)?;
    }
    plan.patches()?;
    let items = plan.items.into_iter().map(|item| match item.operation {
        Operation::Put { item, .. } => Ok(item),
        _ => Err(StoreError::corrupt(format!("{}: only new records can be loaded", item.kind))),
    });
    items.collect()
}

/// Fails if a transaction writes an item twice, or more than a hundred items.
fn checked(items: Vec<TransactItem>) -> StoreResult<Vec<TransactItem>> {
    if items.len() > MOST_ITEMS {
        return Err(StoreError::corrupt(format!("a change of {} items; the most is {MOST_ITEMS}", items.len())));
    }
    let mut seen = HashSet::new();
    for item in &items {
        let key = match &item.operation {
            Operation::Put { item, .. } => super::items::key_of(item),
            Operation::Delete { key, .. } | Operation::Check { key, .. } | Operation::Update { key, .. } => {
                Some(key.clone())
            }
        };
        let key = key.ok_or_else(|| StoreError::corrupt(format!("{}: an item without key", item.kind)))?;
        if let Some(twice) = seen.replace(key) {
            return Err(StoreError::corrupt(format!("a change writes {} {} twice", twice.partition, twice.sort)));
        }
    }
    Ok(items)
}

impl Plan {
    fn add(&mut self, kind: &'static str, purpose: Purpose, operation: Operation) {
        self.items.push(TransactItem { kind, purpose, operation });
    }

    fn put(&mut self, kind: &'static str, item: Item, condition: Condition) {
        self.add(kind, Purpose::Record, Operation::Put { item, condition });
    }

    fn delete(&mut self, kind: &'static str, key: RecordKey, condition: Condition) {
        self.add(kind, Purpose::Record, Operation::Delete { key, condition });
    }

    fn write(&mut self, write: &Write) -> StoreResult<()> {
        match write {
            Write::Save { before, expected, after } => self.save(before.as_ref(), *expected, after),
            Write::Put(record) => {
                if !record.tallies().is_empty() {
                    return Err(StoreError::corrupt(format!("{}: a counted record is never put", record.kind())));
                }
                self.put(record.kind(), record_item(&**record)?, Condition::Unconditional);
                self.memberships(None, Some(record))
            }
            Write::Remove(record) => {
                self.delete(record.kind(), record.key(), Condition::VersionIs(record.version()));
                self.memberships(Some(record), None)?;
                self.names(Some(record), None)
            }
            Write::Discard { kind, key } => {
                self.delete(kind, key.clone(), Condition::Unconditional);
                Ok(())
            }
            Write::Require { kind, key, version } => {
                let check = Operation::Check { key: key.clone(), condition: Condition::VersionIs(*version) };
                self.add(kind, Purpose::Record, check);
                Ok(())
            }
            Write::Add { kind, key, counters } => {
                self.add(kind, Purpose::Record, add(key, counters));
                Ok(())
            }
            Write::Patch { kind, key, set, when } => {
                let patch = self.patches.entry(key.clone()).or_default();
                patch.kind = kind;
                patch.set.extend(set.iter().cloned());
                patch.when.extend(when.iter().cloned());
                Ok(())
            }
        }
    }

    fn save(&mut self, before: Option<&Stored>, expected: u64, after: &Stored) -> StoreResult<()> {
        let condition = Condition::expect(expected);
        if before.is_none() && expected > 0 && needs_before(&**after) {
            let text = format!("{}: a record in lists is saved with the one before", after.kind());
            return Err(StoreError::corrupt(text));
        }
        if expected > 0 && !after.counters().is_empty() {
            self.add(after.kind(), Purpose::Record, update(&**after, expected)?);
        } else {
            self.put(after.kind(), record_item(&**after)?, condition);
        }
        self.memberships(before, Some(after))?;
        self.names(before, Some(after))
    }

    /// Puts the separate items of the memberships that a record has, and deletes those of the ones it had.
    fn memberships(&mut self, before: Option<&Stored>, after: Option<&Stored>) -> StoreResult<()> {
        let mut stale: BTreeMap<RecordKey, &'static str> = BTreeMap::new();
        for record in [before, after].into_iter().flatten() {
            let known = if Some(record) == before { record.memberships() } else { Vec::new() };
            // A new record was never in a list of an earlier layout.
            let former = if before.is_some() { record.former_memberships() } else { Vec::new() };
            stale.extend(known.iter().chain(&former).filter_map(|membership| separate(&**record, membership)));
        }
        let mut written = HashSet::new();
        for membership in after.map(|after| after.memberships()).unwrap_or_default() {
            let Some((after, (key, kind))) = after.and_then(|after| Some((after, separate(&**after, &membership)?)))
            else {
                continue;
            };
            stale.remove(&key);
            if written.insert(key.clone()) {
                // Written even if it exists: an earlier version may have stored less in it.
                self.put(kind, membership_item(&**after, &membership, &key, kind)?, Condition::Unconditional);
            }
        }
        for (key, kind) in stale {
            self.delete(kind, key, Condition::Unconditional);
        }
        Ok(())
    }

    /// Reserves the names that a record has gained, and releases those that it has lost.
    fn names(&mut self, before: Option<&Stored>, after: Option<&Stored>) -> StoreResult<()> {
        let names = |record: Option<&Stored>| record.map(|record| record.unique_names()).unwrap_or_default();
        let (had, has) = (names(before), names(after));
        for UniqueName { kind, key, id } in has.iter().filter(|name| !had.contains(name)) {
            let item = ItemBuilder::new(key, kind, 1).data(&NameItem { id: id.clone() })?.build();
            self.put(kind, item, Condition::NotExists);
        }
        for name in had.into_iter().filter(|name| !has.contains(name)) {
            self.delete(name.kind, name.key, Condition::Unconditional);
        }
        Ok(())
    }

    /// Moves the counters in which the records of the change count. They need no condition: the records have theirs.
    fn tallies(&mut self, change: &Change) {
        let tallied = change.tallied().into_iter().collect::<Vec<_>>();
        for counters in tallied.chunk_by(|(one, _), (next, _)| one.key == next.key) {
            let Tally { key, kind, .. } = &counters[0].0;
            let added = counters.iter().map(|(tally, by)| (tally.counter, *by)).collect();
            self.add(kind, Purpose::Record, count(key.clone(), kind, added, change.touch.at));
        }
    }

    fn patches(&mut self) -> StoreResult<()> {
        for (key, patch) in std::mem::take(&mut self.patches) {
            let operation = patched(key, &patch)?;
            self.add(patch.kind, Purpose::Record, operation);
        }
        Ok(())
    }
}

/// Whether a save of this record must know the one before, to delete what the change makes stale.
fn needs_before(record: &dyn AnyRecord) -> bool {
    let separate = |membership: &Membership| membership.item != MembershipItem::Own;
    record.memberships().iter().any(separate) || !record.unique_names().is_empty() || !record.tallies().is_empty()
}

/// Key and type of a membership's separate item; `None` if the record's own item carries it.
fn separate(record: &dyn AnyRecord, membership: &Membership) -> Option<(RecordKey, &'static str)> {
    let MembershipItem::Separate { kind, sort } = &membership.item else { return None };
    let partition = match membership.list.home {
        ListHome::Table => membership.list.partition.clone(),
        _ => record.key().partition,
    };
    Some((RecordKey { partition, sort: sort.clone() }, kind))
}

fn membership_item(
    record: &dyn AnyRecord,
    membership: &Membership,
    key: &RecordKey,
    kind: &'static str,
) -> StoreResult<Item> {
    let builder = ItemBuilder::new(key, kind, record.version());
    let builder = match membership.list.home {
        ListHome::Table => builder.data(&record.row())?,
        _ => builder.row(&record.row())?.listed(membership),
    };
    Ok(builder.expires(membership.expires_at).build())
}

/// Builds the record's own item.
pub(super) fn record_item(record: &dyn AnyRecord) -> StoreResult<Item> {
    let mut builder = ItemBuilder::new(&record.key(), record.kind(), record.version());
    let own: Vec<Membership> = own_memberships(record).collect();
    builder = match record.row_content() {
        RowContent::Whole => builder.row(record.data())?,
        RowContent::Summary if own.is_empty() => builder.data(record.data())?,
        RowContent::Summary => builder.data(record.data())?.row(&record.row())?,
    };
    for membership in &own {
        builder = builder.listed(membership);
    }
    for (counter, value) in record.counters() {
        builder = builder.with(counter, number(value));
    }
    Ok(builder.expires(record.expires_at()).build())
}

fn own_memberships(record: &dyn AnyRecord) -> impl Iterator<Item = Membership> {
    record.memberships().into_iter().filter(|membership| membership.item == MembershipItem::Own)
}

/// Replaces a record that has counters, and leaves the counters alone.
fn update(record: &dyn AnyRecord, expected: u64) -> StoreResult<Operation> {
    let mut item = record_item(record)?;
    for (counter, _) in record.counters() {
        item.remove(counter);
    }
    let key = record.key();
    item.retain(|name, _| name != "pk" && name != "sk");
    let mut names: Vec<String> = item.keys().cloned().collect();
    names.sort_unstable();
    let set: Vec<String> = names.iter().map(|name| format!("#{name} = :{name}")).collect();
    // Attributes that a put would have removed.
    let columns = INDEXES.iter().flat_map(|index| [index.partition, index.sort]);
    let gone: Vec<&str> = columns.chain(["expires"]).filter(|name| !item.contains_key(*name)).collect();
    let remove: Vec<String> = gone.iter().map(|name| format!("#{name}")).collect();
    names.extend(gone.into_iter().map(str::to_owned));
    let mut values: Vec<(String, AttributeValue)> = item.into_iter().collect();
    values.push(("expected".into(), number(expected)));
    let expression = format!("SET {} REMOVE {}", set.join(", "), remove.join(", "));
    let condition = Some("#version = :expected".into());
    Ok(Operation::Update { key, expression, condition, names, values })
}

/// Adds to counters of an item that exists.
fn add(key: &RecordKey, counters: &[(&'static str, i64)]) -> Operation {
    let added: Vec<String> = counters.iter().map(|(name, _)| format!("#{name} :{name}")).collect();
    Operation::Update {
        key: key.clone(),
        expression: format!("ADD {}", added.join(", ")),
        condition: Some("attribute_exists(pk)".into()),
        names: counters.iter().map(|(name, _)| (*name).to_owned()).collect(),
        values: counters.iter().map(|(name, by)| ((*name).to_owned(), number(by))).collect(),
    }
}

/// Adds to counters of an item that may not exist yet.
fn count(key: RecordKey, kind: &str, counters: Vec<(&'static str, i64)>, at: Timestamp) -> Operation {
    let mut set = vec![("type", text(kind)), ("schema", number(SCHEMA)), (CHANGED, number(at.as_second()))];
    let mut add = vec![("version", number(1))];
    add.extend(counters.into_iter().map(|(counter, by)| (counter, number(by))));
    let each = |parts: &[(&'static str, AttributeValue)], joined: &str| -> String {
        parts.iter().map(|(name, _)| format!("#{name}{joined}:{name}")).collect::<Vec<_>>().join(", ")
    };
    let expression = format!("SET {} ADD {}", each(&set, " = "), each(&add, " "));
    set.append(&mut add);
    let names = set.iter().map(|(name, _)| (*name).to_owned()).collect();
    let values = set.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Operation::Update { key, expression, condition: None, names, values }
}

/// Sets single attributes of an item, by their path in it.
fn patched(key: RecordKey, patch: &Patch) -> StoreResult<Operation> {
    let (mut names, mut values) = (Vec::new(), Vec::new());
    let mut equal = |prefix: char, parts: &[(&'static str, PatchValue)]| -> StoreResult<Vec<String>> {
        let mut written = Vec::new();
        for (place, (path, value)) in parts.iter().enumerate() {
            let steps: Vec<String> = path.split('.').map(|step| format!("#{step}")).collect();
            names.extend(path.split('.').map(str::to_owned));
            let value_name = format!("{prefix}{place}");
            written.push(format!("{} = :{value_name}", steps.join(".")));
            values.push((value_name, patch_value(value)?));
        }
        Ok(written)
    };
    let mut set = patch.set.clone();
    set.push(("schema", PatchValue::Number(SCHEMA)));
    let set = equal('s', &set)?;
    let when = equal('w', &patch.when)?;
    names.sort_unstable();
    names.dedup();
    let condition = Some(if when.is_empty() { "attribute_exists(pk)".into() } else { when.join(" AND ") });
    Ok(Operation::Update { key, expression: format!("SET {}", set.join(", ")), condition, names, values })
}

fn patch_value(value: &PatchValue) -> StoreResult<AttributeValue> {
    match value {
        PatchValue::Text(value) => Ok(text(value)),
        PatchValue::Number(value) => Ok(number(value)),
        PatchValue::Record(record) => document(record.kind(), record.data()),
    }
}

fn claim_item(claim: &Claim) -> StoreResult<Item> {
    let key = ClaimKey { person: claim.person, name: &claim.key }.key();
    Ok(ItemBuilder::new(&key, ClaimKey::KIND, 1).data(claim)?.expires(Some(claim.expires_at)).build())
}
