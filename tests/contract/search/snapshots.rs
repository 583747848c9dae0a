//! Tests that apply only to an index kept as versions: several writers at once, and a writer that dies or is late. They
//! also cover a lost bucket, a reader that falls behind, and objects that are left over.

use super::articles::{article, found, query, rebuild, search};
use bytes::Bytes;
use futures::future::join_all;
use jiff::SignedDuration;
use portico_aws::SnapshotStore;
use portico_domain::fault::chain;
use portico_domain::search::{SearchError, SearchReader, SearchWriter};
use portico_search::snapshots::{Looking, Register, Retired, Shelf, SnapshotReader, SnapshotWriter, Versions, Writing};
use portico_tests::snapshots::{Processes, Stand, at_once};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use uuid::Uuid;

/// Longest time that a writer or a test waits.
const PATIENCE: Duration = Duration::from_mins(1);

/// A snapshot store with faults.
#[derive(Clone)]
struct Faulty {
    shelf: SnapshotStore,
    fault: Arc<Fault>,
}

#[derive(Default)]
struct Fault {
    /// Number of reads of the register.
    looks: AtomicUsize,
    /// Whether the register does not answer.
    away: AtomicBool,
    /// Whether the register's answer to a write is lost, and the repeated write refused.
    deaf: AtomicBool,
    /// Whether a writer stops after it has stored its object, until `go_on` is notified.
    stops: AtomicBool,
    /// Whether a writer stops before it deletes, until `go_on` is notified.
    stops_deleting: AtomicBool,
    /// Whether nothing can be deleted.
    keeps: AtomicBool,
    stopped: Notify,
    go_on: Notify,
}

impl Versions for Faulty {
    async fn register(&self) -> Result<Option<Register>, SearchError> {
        self.fault.looks.fetch_add(1, Ordering::Relaxed);
        if self.fault.away.load(Ordering::Relaxed) {
            return Err(SearchError::unavailable("the table does not answer"));
        }
        self.shelf.register().await
    }

    async fn fetch(&self, object: Uuid) -> Result<Option<Bytes>, SearchError> {
        self.shelf.fetch(object).await
    }
}

impl Shelf for Faulty {
    async fn replace(&self, expected: u64, next: &Register) -> Result<bool, SearchError> {
        let replaced = self.shelf.replace(expected, next).await?;
        Ok(replaced && !self.fault.deaf.load(Ordering::Relaxed))
    }

    async fn store(&self, object: Uuid, packed: Bytes) -> Result<(), SearchError> {
        self.shelf.store(object, packed).await?;
        if self.fault.stops.load(Ordering::Relaxed) {
            self.fault.stopped.notify_one();
            self.fault.go_on.notified().await;
        }
        Ok(())
    }

    async fn discard(&self, object: Uuid) -> Result<(), SearchError> {
        if self.fault.stops_deleting.load(Ordering::Relaxed) {
            self.fault.stopped.notify_one();
            self.fault.go_on.notified().await;
        }
        if self.fault.keeps.load(Ordering::Relaxed) {
            return Err(SearchError::unavailable("the bucket does not delete"));
        }
        self.shelf.discard(object).await
    }
}

/// A bucket and a table, and the same with faults.
struct Place {
    stand: Stand,
    faulty: Faulty,
}

impl Place {
    async fn start() -> Self {
        let stand = Stand::start().await;
        let faulty = Faulty { shelf: stand.shelf.clone(), fault: Arc::default() };
        Self { stand, faulty }
    }

    fn writing(&self, process: &str) -> Writing {
        Writing { patience: PATIENCE, ..Writing::in_folder(self.stand.disk(process)) }
    }

    fn writer(&self, process: &str) -> SnapshotWriter<SnapshotStore> {
        SnapshotWriter::new(self.stand.shelf.clone(), self.writing(process))
    }

    fn reader(&self, process: &str) -> SnapshotReader<SnapshotStore> {
        SnapshotReader::new(self.stand.shelf.clone(), at_once(&self.stand.disk(process)))
    }

    /// Returns the index as new processes see it.
    fn anew(&self) -> Processes<SnapshotStore> {
        self.stand.index()
    }

    async fn register(&self) -> Register {
        self.stand.shelf.register().await.unwrap().unwrap_or_default()
    }

    /// Returns the names of the stored objects.
    fn stored(&self) -> Vec<String> {
        names(&self.stand.objects())
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn unavailable<T>(result: Result<T, SearchError>, because: &str) {
    match result {
        Err(SearchError::Unavailable(fault)) => assert!(chain(&fault).contains(because), "{fault:?}"),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it is available"),
    }
}

/// Waits until something is true.
async fn until(what: &str, mut is: impl AsyncFnMut() -> bool) {
    let seen = portico_tests::until::until(PATIENCE, async || is().await.then_some(())).await;
    assert!(seen.is_some(), "never: {what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_several_writers_none_loses_a_version_and_the_pointer_only_goes_on() {
    const WRITERS: u128 = 4;
    const PUTS: u128 = 5;
    let place = Place::start().await;
    let done = AtomicBool::new(false);
    let watching = async {
        let mut seen = vec![0];
        while !done.load(Ordering::Relaxed) {
            seen.push(place.register().await.number());
            tokio::task::yield_now().await;
        }
        seen
    };
    let writing = async {
        let writers: Vec<_> = (0..WRITERS).map(|writer| place.writer(&format!("writer-{writer}"))).collect();
        join_all(writers.iter().zip(0..).map(|(writer, which)| async move {
            for number in 0..PUTS {
                writer.put(&[article(which * PUTS + number + 1, "The router")]).await.unwrap();
            }
        }))
        .await;
        done.store(true, Ordering::Relaxed);
    };
    let (seen, ()) = futures::join!(watching, writing);
    assert!(seen.is_sorted(), "{seen:?}");
    assert_eq!(u128::from(place.register().await.number()), WRITERS * PUTS, "each put made one version");
    assert_eq!(u128::from(search(&place.anew(), "router").await.total), WRITERS * PUTS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_writer_that_died_the_next_goes_on_when_its_lease_is_over() {
    let place = Place::start().await;
    place.writer("first").put(&[article(1, "The router")]).await.unwrap();
    let lease = SignedDuration::from_millis(700);
    let dying = SnapshotWriter::new(place.faulty.clone(), Writing { lease, ..place.writing("dying") });
    place.faulty.fault.stops.store(true, Ordering::Relaxed);
    let never = [article(2, "The router")];
    tokio::select! {
        _ = dying.put(&never) => panic!("it died too late"),
        () = place.faulty.fault.stopped.notified() => {}
    }
    drop(dying);
    let left = place.register().await;
    assert!(left.lease.is_some() && left.number() == 1 && place.stored().len() == 2, "{left:?}");
    assert_eq!(found(&place.anew(), "router").await, [1], "what was never published is not found");

    let impatient = Writing { patience: Duration::ZERO, ..place.writing("impatient") };
    let impatient = SnapshotWriter::new(place.stand.shelf.clone(), impatient);
    if jiff::Timestamp::now() + SignedDuration::from_millis(100) < left.lease.unwrap().until {
        unavailable(impatient.put(&[article(3, "The router")]).await, "another writer is at work");
    }
    place.writer("next").put(&[article(3, "The router")]).await.unwrap();
    assert!(jiff::Timestamp::now() >= left.lease.unwrap().until, "it waited for the lease");
    let after = place.register().await;
    assert_eq!((after.number(), after.lease), (2, None));
    assert!(after.retired.iter().any(|retired| retired.object == left.lease.unwrap().object));
    assert_eq!(found(&place.anew(), "router").await, [1, 3]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writer_that_was_too_slow_changes_nothing_and_succeeds_the_next_time() {
    let place = Place::start().await;
    let slow = Writing { lease: SignedDuration::from_millis(1), ..place.writing("slow") };
    let slow = SnapshotWriter::new(place.faulty.clone(), slow);
    place.faulty.fault.stops.store(true, Ordering::Relaxed);
    let late = [article(1, "The router")];
    let putting = slow.put(&late);
    let overtaking = async {
        place.faulty.fault.stopped.notified().await;
        place.writer("other").put(&[article(2, "The router")]).await.unwrap();
        place.faulty.fault.stops.store(false, Ordering::Relaxed);
        place.faulty.fault.go_on.notify_one();
    };
    let (put, ()) = futures::join!(putting, overtaking);
    unavailable(put, "another writer has taken over");
    assert_eq!((place.register().await.number(), found(&place.anew(), "router").await), (1, vec![2]));
    slow.put(&late).await.unwrap();
    assert_eq!((place.register().await.number(), found(&place.anew(), "router").await), (2, vec![1, 2]));
}

#[tokio::test]
async fn a_write_whose_answer_was_lost_is_made_once() {
    let place = Place::start().await;
    let writer = SnapshotWriter::new(place.faulty.clone(), place.writing("writer"));
    place.faulty.fault.deaf.store(true, Ordering::Relaxed);
    writer.put(&[article(1, "The router")]).await.unwrap();
    assert_eq!(place.register().await.number(), 1);
    place.faulty.fault.deaf.store(false, Ordering::Relaxed);
    writer.put(&[article(2, "The router")]).await.unwrap();
    assert_eq!(found(&place.anew(), "router").await, [1, 2]);
}

#[tokio::test]
async fn what_changes_nothing_makes_no_version() {
    let place = Place::start().await;
    let writer = place.writer("writer");
    writer.put(&[article(1, "The router")]).await.unwrap();
    writer.put(&[article(1, "The router")]).await.unwrap();
    writer.remove(article(1, "").id, 0).await.unwrap();
    let register = place.register().await;
    assert_eq!((register.number(), register.lease, place.stored().len()), (1, None, 1));
    writer.put(&[article(2, "The router")]).await.unwrap();
    assert_eq!(found(&place.anew(), "router").await, [1, 2]);
}

#[tokio::test]
async fn a_reader_finds_what_is_new_within_seconds_and_looks_now_and_then() {
    const EVERY: Duration = Duration::from_millis(200);
    let place = Place::start().await;
    let writer = place.writer("writer");
    writer.put(&[article(1, "The router")]).await.unwrap();
    let looking = Looking { every: SignedDuration::from_millis(200), ..at_once(&place.stand.disk("reader")) };
    assert!(Looking::in_folder("").every < SignedDuration::from_secs(5), "as deployed it looks often enough");
    let reader = SnapshotReader::new(place.faulty.clone(), looking);
    let total = async || reader.search(&query("router")).await.unwrap().total;
    let begun = Instant::now();
    assert_eq!(total().await, 1);
    let mut searches = 0;
    for number in 2..5 {
        writer.put(&[article(number, "The router")]).await.unwrap();
        let put = Instant::now();
        until("what was put is found", async || {
            searches += 1;
            u128::from(total().await) >= number
        })
        .await;
        assert!(put.elapsed() < Duration::from_secs(10), "{number}");
    }
    let looks = place.faulty.fault.looks.load(Ordering::Relaxed);
    let most = usize::try_from(begun.elapsed().as_millis() / EVERY.as_millis()).unwrap() + 1;
    assert!(looks <= most, "{looks} looks, of {searches} searches, in {:?}", begun.elapsed());
}

#[tokio::test]
async fn what_is_open_is_searched_on_while_bucket_or_table_are_away() {
    let place = Place::start().await;
    let writer = place.writer("writer");
    writer.put(&[article(1, "The router")]).await.unwrap();
    let open = SnapshotReader::new(place.faulty.clone(), at_once(&place.stand.disk("open")));
    let total = async || open.search(&query("router")).await.unwrap().total;
    assert_eq!(total().await, 1);
    let fault = Arc::clone(&place.faulty.fault);
    fault.away.store(true, Ordering::Relaxed);
    assert_eq!(total().await, 1);
    fault.away.store(false, Ordering::Relaxed);
    writer.put(&[article(2, "The router")]).await.unwrap();
    assert_eq!(total().await, 2, "when it is back, it goes on");

    // A version that cannot be fetched any more.
    writer.put(&[article(3, "The router")]).await.unwrap();
    let (fresh, faulty) = (place.stand.disk("fresh"), place.faulty.clone());
    let _disks = place.stand.stop_files().await;
    assert_eq!(total().await, 2);
    let begun = Instant::now();
    let nothing_yet = SnapshotReader::new(faulty, Looking::in_folder(fresh));
    let failure = nothing_yet.search(&query("router")).await.unwrap_err();
    assert!(matches!(failure, SearchError::Unavailable(_)), "{failure}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    writer.put(&[article(4, "The router")]).await.unwrap_err();
}

#[tokio::test]
async fn a_search_that_finds_everything_away_does_not_make_the_next_one_wait() {
    let place = Place::start().await;
    place.faulty.fault.away.store(true, Ordering::Relaxed);
    let reader = SnapshotReader::new(place.faulty.clone(), Looking::in_folder(place.stand.disk("reader")));
    for _ in 0..20 {
        unavailable(reader.suggest(&query("router")).await, "the table does not answer");
    }
    // As deployed it looks every three seconds.
    let looks = place.faulty.fault.looks.load(Ordering::Relaxed);
    assert!(looks < 10, "{looks} looks for 20 searches");
}

#[tokio::test]
async fn before_anything_was_indexed_it_is_unavailable() {
    let place = Place::start().await;
    unavailable(place.reader("reader").search(&query("router")).await, "nothing has been indexed yet");
}

#[tokio::test]
async fn what_holds_no_more_is_removed_after_a_while_and_what_holds_never() {
    let place = Place::start().await;
    let forgetful = Writing { kept: SignedDuration::ZERO, ..place.writing("writer") };
    let forgetful = SnapshotWriter::new(place.stand.shelf.clone(), forgetful);
    for number in 1..=4 {
        forgetful.put(&[article(number, "The router")]).await.unwrap();
        let held = place.register().await.current.unwrap().object;
        let stored = place.stored();
        assert!(stored.contains(&format!("{held}.tar.zst")), "{stored:?}");
        // The one before has gone.
        assert_eq!((stored.len(), place.register().await.retired.len()), (1, 0), "{stored:?}");
    }
    let patient = place.writer("patient");
    patient.put(&[article(5, "The router")]).await.unwrap();
    patient.put(&[article(6, "The router")]).await.unwrap();
    assert_eq!(place.register().await.retired.len(), 2, "what was just replaced may still be being fetched");
    assert_eq!(place.stored().len(), 3);
    assert_eq!(search(&place.anew(), "router").await.total, 6);
}

#[tokio::test]
async fn of_a_long_list_some_go_with_each_version() {
    const BEFORE: usize = 50;
    let place = Place::start().await;
    place.writer("first").put(&[article(1, "The router")]).await.unwrap();
    let mut register = place.register().await;
    let long_ago = jiff::Timestamp::UNIX_EPOCH;
    register.retired.extend((0..BEFORE).map(|_| Retired { object: Uuid::now_v7(), since: long_ago }));
    let expected = register.version;
    register.version += 1;
    assert!(place.stand.shelf.replace(expected, &register).await.unwrap());
    let writer = place.writer("writer");
    for (number, left) in [(2, 30), (3, 10), (4, 0)] {
        writer.put(&[article(number, "The router")]).await.unwrap();
        let register = place.register().await;
        let old = register.retired.iter().filter(|retired| retired.since == long_ago).count();
        assert_eq!((u128::from(register.number()), old, register.lease), (number, left, None));
    }
}

#[tokio::test]
async fn a_version_holds_whatever_becomes_of_those_before() {
    let place = Place::start().await;
    let forgetful = Writing { kept: SignedDuration::ZERO, ..place.writing("writer") };
    let writer = SnapshotWriter::new(place.faulty.clone(), forgetful);
    place.faulty.fault.keeps.store(true, Ordering::Relaxed);
    for number in 1..=3 {
        writer.put(&[article(number, "The router")]).await.unwrap();
    }
    let register = place.register().await;
    assert_eq!((register.number(), register.retired.len(), place.stored().len()), (3, 2, 3));
    place.faulty.fault.keeps.store(false, Ordering::Relaxed);
    // While it deletes, the new one holds already.
    place.faulty.fault.stops_deleting.store(true, Ordering::Relaxed);
    let last = [article(4, "The router")];
    let putting = writer.put(&last);
    let looking = async {
        place.faulty.fault.stopped.notified().await;
        let meanwhile = place.register().await;
        let found = search(&place.anew(), "router").await.total;
        place.faulty.fault.stops_deleting.store(false, Ordering::Relaxed);
        place.faulty.fault.go_on.notify_waiters();
        (meanwhile.number(), meanwhile.lease, found)
    };
    let (put, meanwhile) = futures::join!(putting, looking);
    put.unwrap();
    assert_eq!(meanwhile, (4, None, 4));
    assert_eq!((place.register().await.retired.len(), place.stored().len()), (0, 1));
}

#[tokio::test]
async fn deleting_disturbs_no_other_writer() {
    let place = Place::start().await;
    let forgetful = Writing { kept: SignedDuration::ZERO, ..place.writing("writer") };
    let writer = SnapshotWriter::new(place.faulty.clone(), forgetful);
    writer.put(&[article(1, "The router")]).await.unwrap();
    place.faulty.fault.stops_deleting.store(true, Ordering::Relaxed);
    let (second, overtaking) = ([article(2, "The router")], async {
        place.faulty.fault.stopped.notified().await;
        place.writer("other").put(&[article(3, "The router")]).await.unwrap();
        place.faulty.fault.stops_deleting.store(false, Ordering::Relaxed);
        place.faulty.fault.go_on.notify_waiters();
    });
    let (put, ()) = futures::join!(writer.put(&second), overtaking);
    put.unwrap();
    // The first version has been deleted and is still on the list: no writer interfered with the other.
    let register = place.register().await;
    assert_eq!((register.number(), register.retired.len(), place.stored().len()), (3, 2, 2));
    writer.put(&[article(4, "The router")]).await.unwrap();
    assert_eq!((place.register().await.retired.len(), place.stored().len()), (0, 1));
    assert_eq!(search(&place.anew(), "router").await.total, 4);
}

#[tokio::test]
async fn the_disk_keeps_what_is_searched_and_nothing_else() {
    let place = Place::start().await;
    let (writer, disk) = (place.writer("writer"), place.stand.disk("reader"));
    let reader = place.reader("reader");
    for number in 1..=4 {
        writer.put(&[article(number, "The router")]).await.unwrap();
        assert_eq!(reader.search(&query("router")).await.unwrap().total, u64::try_from(number).unwrap());
    }
    let [process] = &names(&disk)[..] else { panic!("one process") };
    // The process's own lock, and one version.
    until("one version is left", async || names(&disk.join(process)).len() == 2).await;
    drop(reader);
    until("nothing is left", async || names(&disk).is_empty()).await;
    assert_eq!(names(&place.stand.disk("writer")).len(), 1);
    drop(writer);
    assert_eq!(names(&place.stand.disk("writer")).len(), 0);
}

#[tokio::test]
async fn a_version_that_is_damaged_or_gone_is_made_anew_by_a_rebuild() {
    let place = Place::start().await;
    place.writer("first").put(&[article(1, "The router"), article(2, "The router")]).await.unwrap();
    let open = place.reader("open");
    assert_eq!(open.search(&query("router")).await.unwrap().total, 2);
    for damage in ["shortened", "changed", "gone"] {
        let version = place.register().await.current.unwrap();
        let file = place.stand.objects().join(format!("{}.tar.zst", version.object));
        let mut bytes = std::fs::read(&file).unwrap();
        match damage {
            "shortened" => bytes.truncate(bytes.len() - 5),
            "changed" => {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 0xff;
            }
            _ => {}
        }
        if damage == "gone" {
            std::fs::remove_file(&file).unwrap();
        } else {
            std::fs::write(&file, bytes).unwrap();
        }
        unavailable(place.reader(damage).search(&query("router")).await, "version");
        assert_eq!(open.search(&query("router")).await.unwrap().total, 2, "{damage}");
        // Nothing is built on it.
        unavailable(place.writer(damage).put(&[article(3, "The router")]).await, "version");
        assert_eq!(place.register().await.current, Some(version), "{damage}");
        assert_eq!(place.register().await.lease, None, "the lease was given back");
        let all = vec![article(1, "The router"), article(2, "The router")];
        place.writer("rebuilding").replace_all(rebuild(all)).await.unwrap();
        assert_eq!(found(&place.anew(), "router").await, [1, 2], "{damage}");
    }
}
