//! Tests of the architecture: allowed imports, and endpoints deployed as their rows say. A role may do what its
//! handler's ports ask for and no more. Generated files and the deployment agree with the code.

#[path = "../src/bin/contracts/areas.rs"]
#[allow(dead_code, reason = "the command that generates files uses the rest")]
mod areas;
#[path = "../src/bin/contracts/examples.rs"]
#[allow(dead_code, reason = "here for its tests")]
mod examples;
#[path = "../src/bin/contracts/functions.rs"]
#[allow(dead_code, reason = "here for its tests")]
mod functions;
#[path = "../src/bin/contracts/generated.rs"]
#[allow(dead_code, reason = "here for its tests")]
mod generated;
#[path = "../src/bin/contracts/events.rs"]
#[allow(dead_code, reason = "here for its tests")]
mod generated_events;
#[path = "../src/bin/contracts/permissions.rs"]
#[allow(dead_code, reason = "the command that generates files uses the rest")]
mod permissions;
#[path = "../src/bin/contracts/ports.rs"]
#[allow(dead_code, reason = "the command that generates files uses the rest")]
mod ports;
#[path = "../src/bin/contracts/roles.rs"]
#[allow(dead_code, reason = "the command that generates files uses the rest")]
mod roles;
#[path = "../src/bin/contracts/samples/mod.rs"]
#[allow(dead_code, reason = "here for its tests")]
mod samples;

mod alarms;
mod days;
mod deployment;
mod descriptions;
mod events;
mod examples_fit;
mod imports;
mod places;
mod rows;
mod template;

use std::process::Command;

#[test]
fn what_is_generated_is_what_the_code_says() {
    let done = Command::new(env!("CARGO_BIN_EXE_contracts")).arg("--check").output().expect("contracts runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
