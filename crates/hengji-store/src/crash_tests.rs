//! What was acknowledged survives a kill at any moment, of the program and of the database server.
//!
//! The victim is this test program itself, started once more for one test: it appends numbered events and
//! prints each number after the commit. Whatever number was read from it must be there afterwards.

use std::io::{BufRead, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use crate::audit::{self, NewEvent, Outcome};
use crate::samples::{at, district, division, insert_user};
use crate::testing::{Cluster, Flushing};
use crate::{Database, Options, Place, StoreError, counters, integrity, users};

/// Tells the started program that it is the victim, and where its database is.
const VICTIM_PLACE: &str = "HENGJI_STORE_VICTIM";

fn event(number: i64) -> NewEvent {
    NewEvent {
        at: at(number),
        actor: None,
        actor_name: None,
        address: None,
        action: "submit_goal".into(),
        outcome: Outcome::Done,
        object: None,
        details: Some(number.to_string()),
    }
}

/// One use case: an effect, a business number and an event, all or nothing.
fn submit(database: &Database) -> Result<i64, StoreError> {
    database.write(|db| {
        let number = counters::next(db, division(), "submission")?;
        insert_user(db, u64::try_from(number).unwrap())?;
        audit::append(db, division(), &event(number))?;
        Ok(number)
    })
}

/// Submits until somebody stops it or a submission is refused, printing each number that is durable.
fn be_the_victim(place: &str) {
    let database = Database::open(&Place::read(place), Options::default()).unwrap();
    let mut out = std::io::stdout();
    loop {
        match submit(&database) {
            Ok(number) => writeln!(out, "acknowledged {number}").unwrap(),
            Err(refusal) => {
                let again = submit(&database).err().map(|error| error.to_string());
                writeln!(out, "refused {refusal} and then {again:?}").unwrap();
                return;
            }
        }
        out.flush().unwrap();
    }
}

/// Starts this program once more for the test with this name, `wrapped` by a shell command if one is given.
fn victim(test: &str, place: &Place, wrapped: Option<&str>) -> Child {
    let place = match place {
        Place::Sqlite(path) => path.display().to_string(),
        Place::Postgres(address) => address.clone(),
    };
    let program = std::env::current_exe().unwrap();
    let mut command = match wrapped {
        None => Command::new(&program),
        Some(wrapper) => {
            let mut shell = Command::new("sh");
            shell
                .arg("-c")
                .arg(format!("{wrapper}; exec \"$0\" \"$@\""))
                .arg(&program);
            shell
        }
    };
    command
        .args(["--exact", test, "--nocapture"])
        .env(VICTIM_PLACE, place)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Reads what the victim prints until it is dead; `strike` is called once it has acknowledged `after` numbers.
fn run(mut child: Child, after: usize, strike: impl FnOnce(&mut Child)) -> (Vec<i64>, Vec<String>) {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (send, receive) = channel();
    let reader = std::thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            let _ = send.send(line);
        }
    });
    let mut all = Vec::new();
    let mut strike = Some(strike);
    while let Ok(line) = receive.recv() {
        all.push(line);
        let acknowledged = all.iter().filter(|line| line.starts_with("acknowledged")).count();
        if let (true, Some(strike)) = (after <= acknowledged, strike.take_if(|_| after <= acknowledged)) {
            strike(&mut child);
        }
    }
    reader.join().unwrap();
    child.wait().unwrap();
    let numbers = all
        .iter()
        .filter_map(|line| line.strip_prefix("acknowledged ")?.parse().ok())
        .collect();
    (numbers, all)
}

/// Nothing acknowledged is missing, nothing is there by half, and the chain holds.
fn assert_sound(database: &Database, acknowledged: &[i64]) {
    let users = database.read(|db| users::list(db, division())).unwrap().len();
    let verified = database
        .read(|db| audit::verify_chain(db, division(), &[]))
        .unwrap()
        .unwrap();
    let last = acknowledged.last().copied().unwrap_or(0);
    assert!(
        last <= verified.events,
        "acknowledged {last}, stored {}",
        verified.events
    );
    // What was committed when the kill came may be one more than what was read.
    assert_eq!(i64::try_from(users).unwrap(), verified.events);
    assert_eq!(database.read(integrity::orphans).unwrap(), vec![]);
    assert_eq!(
        database.read(integrity::file_faults).unwrap(),
        Vec::<String>::new()
    );
}

fn durable_file(directory: &Path) -> Place {
    let place = Place::Sqlite(directory.join("hengji.db"));
    let database = Database::open(&place, Options::default()).unwrap();
    database.write(district).unwrap();
    place
}

#[test]
fn nothing_acknowledged_is_lost_when_the_program_is_killed() {
    if let Ok(place) = std::env::var(VICTIM_PLACE) {
        return be_the_victim(&place);
    }
    let directory = tempfile::tempdir().unwrap();
    let place = durable_file(directory.path());
    let test = "crash_tests::nothing_acknowledged_is_lost_when_the_program_is_killed";
    let mut acknowledged = Vec::new();
    for round in 0..20 {
        let child = victim(test, &place, None);
        let (numbers, _) = run(child, 1 + round % 7, |child| {
            // Somewhere within the time that a few transactions take.
            std::thread::sleep(Duration::from_micros(u64::try_from(round).unwrap() * 731 % 9_000));
            child.kill().unwrap();
        });
        acknowledged.extend(numbers);
        let database = Database::open(&place, Options::default()).unwrap();
        assert_sound(&database, &acknowledged);
    }
    assert!(20 <= acknowledged.len());
    // Numbers given and not read by anybody are the only ones missing from the list.
    assert!(acknowledged.is_sorted());
}

#[test]
fn nothing_acknowledged_is_lost_when_the_database_server_is_killed() {
    if let Ok(place) = std::env::var(VICTIM_PLACE) {
        return be_the_victim(&place);
    }
    let cluster = Cluster::start(Flushing::On);
    let place = cluster.place("postgres");
    Database::open(&place, Options::default())
        .unwrap()
        .write(district)
        .unwrap();
    let test = "crash_tests::nothing_acknowledged_is_lost_when_the_database_server_is_killed";
    let mut acknowledged = Vec::new();
    for round in 0..3 {
        let (numbers, all) = run(victim(test, &place, None), 5 + round, |_| cluster.kill());
        assert!(all.iter().any(|line| line.starts_with("refused")), "{all:?}");
        acknowledged.extend(numbers);
        cluster.begin();
        let database = Database::open(&place, Options::default()).unwrap();
        assert_sound(&database, &acknowledged);
    }
    assert!(15 <= acknowledged.len());
}

#[test]
fn a_disk_that_fails_stops_all_writing_and_loses_nothing() {
    if let Ok(place) = std::env::var(VICTIM_PLACE) {
        return be_the_victim(&place);
    }
    let directory = tempfile::tempdir().unwrap();
    let place = durable_file(directory.path());
    let test = "crash_tests::a_disk_that_fails_stops_all_writing_and_loses_nothing";
    // A write beyond the limit on the size of files fails as a broken disk does.
    let (acknowledged, all) = run(
        victim(test, &place, Some("trap '' XFSZ; ulimit -f 2048")),
        usize::MAX,
        |_| {},
    );
    let last = all.iter().find(|line| line.starts_with("refused")).unwrap();
    assert_eq!(last.matches("[store-halted]").count(), 2, "{last}");
    assert!(!acknowledged.is_empty());
    let database = Database::open(&place, Options::default()).unwrap();
    assert_sound(&database, &acknowledged);
    submit(&database).unwrap();
}
