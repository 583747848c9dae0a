//! Tests of the imports that are allowed between packages and modules.

use crate::ports::root;
use crate::rows::area_names;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Standard output of a cargo command, run at the root of the workspace.
fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let done = Command::new(cargo).args(arguments).current_dir(root()).output().expect("cargo runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("cargo prints UTF-8")
}

/// Returns the packages of the workspace, each with its dependencies outside of tests.
fn packages() -> BTreeMap<String, BTreeSet<String>> {
    let printed = cargo(&["metadata", "--no-deps", "--offline", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&printed).expect("cargo metadata is JSON");
    let dependencies = |package: &Value| {
        let all = package["dependencies"].as_array().expect("a package has dependencies").iter();
        all.filter(|on| on["kind"] != "dev").filter_map(|on| on["name"].as_str().map(str::to_owned)).collect()
    };
    let packages = metadata["packages"].as_array().expect("there are packages").iter();
    packages.map(|package| (package["name"].as_str().expect("a name").to_owned(), dependencies(package))).collect()
}

fn area(name: &str) -> bool {
    name.strip_prefix("portico-").is_some_and(|name| area_names().contains(&name))
}

/// Whether a package is part of a deployed function.
fn deployed(name: &str) -> bool {
    area(name)
        || ["portico-domain", "portico-http", "portico-aws", "portico-search", "portico-mail", "portico-markdown"]
            .contains(&name)
}

/// Returns the source files under a folder, except those of tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let parents = [folder.join("mod.rs"), folder.join("lib.rs"), folder.with_extension("rs")];
    let declared: String = parents.iter().filter_map(|parent| std::fs::read_to_string(parent).ok()).collect();
    for path in entries.map(|entry| entry.expect("it can be read").path()) {
        let module = path.file_stem().unwrap_or_default().to_string_lossy();
        if module == "tests" || module == "testing" || declared.contains(&format!("#[cfg(test)]\nmod {module};")) {
            continue;
        }
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The lines of code of a file: without comments, and without what is only for tests.
fn code(path: &Path) -> Vec<(usize, String)> {
    let text = std::fs::read_to_string(path).expect("a source can be read");
    let lines = text.lines().enumerate().take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
    let code = lines.map(|(index, line)| (index + 1, line.split("//").next().unwrap_or_default().to_owned()));
    code.collect()
}

/// Fails if a source contains one of these words.
fn names_none(files: &[PathBuf], words: &[&str]) {
    let found: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let lines = code(path).into_iter();
            lines.filter_map(move |(line, code)| {
                let word = words.iter().find(|word| code.contains(*word))?;
                Some(format!("{}:{line} names {word}", path.display()))
            })
        })
        .collect();
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_package_depends_on_what_it_may() {
    let packages = packages();
    for (name, dependencies) in &packages {
        let may: &[&str] = match name.as_str() {
            "portico-domain" | "portico-mail" | "portico-markdown" => &[],
            "portico-http" | "portico-search" => &["portico-domain"],
            "portico-aws" => &["portico-domain", "portico-search"],
            "portico-testing" => &["portico-domain", "portico-http"],
            name if area(name) => {
                &["portico-domain", "portico-http", "portico-aws", "portico-mail", "portico-markdown"]
            }
            _ => continue,
        };
        let wrong: Vec<&String> =
            dependencies.iter().filter(|on| on.starts_with("portico-") && !may.contains(&on.as_str())).collect();
        assert!(wrong.is_empty(), "{name} depends on {wrong:?}");
    }
}

#[test]
fn nothing_deployed_depends_on_stand_ins_or_tests() {
    for (name, dependencies) in packages().iter().filter(|(name, _)| deployed(name)) {
        for on in [
            "portico-canned",
            "portico-testing",
            "portico-local",
            "portico-operator",
            "portico-tests",
            "portico-benches",
        ] {
            assert!(!dependencies.contains(on), "{name} depends on {on}");
        }
    }
}

#[test]
fn only_tests_depend_on_what_is_for_tests() {
    for (name, dependencies) in packages().iter().filter(|(name, _)| *name != "portico-tests") {
        for on in ["portico-canned", "portico-testing"] {
            assert!(!dependencies.contains(on), "{name} depends on {on} outside of its tests");
        }
    }
}

#[test]
fn an_operators_commands_need_no_stand_ins() {
    let operator = &packages()["portico-operator"];
    for on in ["portico-canned", "portico-testing", "portico-local", "portico-tests", "portico-benches"] {
        assert!(!operator.contains(on), "portico-operator depends on {on}");
    }
}

#[test]
fn tests_compile_nothing_with_other_features() {
    let features = |edges| -> BTreeSet<String> {
        let printed = cargo(&[
            "tree",
            "--workspace",
            "--offline",
            "--edges",
            edges,
            "--prefix",
            "none",
            "--format",
            "{p} has {f}",
        ]);
        printed.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).collect()
    };
    // One package with one feature more is compiled twice, and with it all that depends on it.
    let (built, tested) = (features("normal,build"), features("normal,build,dev"));
    let other: Vec<&String> = built.symmetric_difference(&tested).collect();
    assert!(
        built.len() > 100 && other.is_empty(),
        "built or tested only; tests/Cargo.toml asks for what only tests need: {other:#?}"
    );
}

#[test]
fn the_domain_knows_no_technology() {
    let packages = packages();
    let technical = |on: &&String| {
        ["aws-", "lambda_", "http", "hyper", "axum", "reqwest", "tokio"].iter().any(|prefix| on.starts_with(prefix))
    };
    let wrong: Vec<&String> = packages["portico-domain"].iter().filter(technical).collect();
    assert!(wrong.is_empty(), "portico-domain depends on {wrong:?}");
    let impure = [
        "std::env",
        "std::fs",
        "std::net",
        "SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "now_v7",
        "new_v4",
    ];
    names_none(&sources(&root().join("shared/domain/src")), &impure);
}

/// The layers of the domain, each with its modules. A module imports from the layers above its own, and within its own
/// from the modules before it: so there is no circle.
const LAYERS: &[(&str, &[&str])] = &[
    ("words", &["ids", "fault", "error", "store", "paging", "calendar", "dates", "text", "letters", "hats"]),
    ("records", &["record"]),
    ("access", &["action", "caller", "policy"]),
    ("ledger", &["touch", "act", "touch_list"]),
    ("changes", &["mail", "jobs", "change", "settings", "attempts", "portal", "signing"]),
    (
        "areas",
        &[
            "accounts",
            "people",
            "drafts",
            "files",
            "knowledge",
            "search",
            "tickets",
            "invitations",
            "standing",
            "identity_provider",
            "imports",
        ],
    ),
    ("all", &["sections", "ports", "home"]),
];

/// The areas that an area may import. It names no other.
const AREA_TO_AREA: &[(&str, &[&str])] = &[
    ("people", &["accounts"]),
    ("drafts", &["people"]),
    ("search", &["knowledge"]),
    ("tickets", &["accounts", "drafts", "files", "people"]),
    ("invitations", &["accounts", "people", "tickets"]),
    ("standing", &["people", "tickets"]),
    ("identity_provider", &["invitations", "people"]),
    ("imports", &["accounts", "files", "invitations", "people", "tickets"]),
];

/// The modules of the domain that a line of code names.
fn named(line: &str) -> impl Iterator<Item = String> + '_ {
    line.match_indices("crate::").map(|(at, _)| {
        let rest = &line[at + "crate::".len()..];
        rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    })
}

#[test]
fn the_domain_is_layered() {
    let folder = root().join("shared/domain/src");
    let place = |module: &str| {
        let modules = LAYERS.iter().flat_map(|(_, modules)| *modules);
        modules.into_iter().position(|known| *known == module)
    };
    let (areas, mut wrong) = (LAYERS[5].1, Vec::new());
    for path in sources(&folder).into_iter().filter(|path| !path.ends_with("lib.rs")) {
        let inside = path.strip_prefix(&folder).expect("it is inside").to_owned();
        let module = inside.iter().next().expect("a name").to_string_lossy().replace(".rs", "");
        let Some(own) = place(&module) else {
            wrong.push(format!("{module} is in no layer (tests/architecture/imports.rs)"));
            continue;
        };
        let may: &[&str] = AREA_TO_AREA.iter().find(|(area, _)| *area == module).map_or(&[], |(_, may)| *may);
        for (line, code) in code(&path) {
            for other in named(&code).filter(|other| *other != module) {
                let at = || format!("{}:{line} imports {other}", inside.display());
                match place(&other) {
                    Some(place) if place < own => {}
                    Some(_) => wrong.push(format!("{}, which is not above {module}", at())),
                    None => wrong.push(format!("{}, which is in no layer", at())),
                }
                if areas.contains(&module.as_str()) && areas.contains(&other.as_str()) && !may.contains(&other.as_str())
                {
                    wrong.push(format!("{}: {module} may not import that area", at()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_edge_and_the_adapters_do_not_know_each_other() {
    names_none(&sources(&root().join("shared/http/src")), &["portico_aws", "portico_search", "aws_sdk", "aws_smithy"]);
    names_none(&sources(&root().join("shared/aws/src")), &["portico_http", "lambda_http", "lambda_runtime"]);
    names_none(&sources(&root().join("shared/search/src")), &["portico_http", "lambda_", "std::env"]);
}

#[test]
fn areas_see_ports_only() {
    for name in area_names() {
        let folder = root().join(format!("functions/{name}/src"));
        let (binaries, library): (Vec<PathBuf>, Vec<PathBuf>) =
            sources(&folder).into_iter().partition(|path| path.starts_with(folder.join("bin")));
        names_none(
            &library,
            &["portico_aws", "portico_search", "aws_sdk", "aws_smithy", "lambda_http", "portico_local"],
        );
        names_none(&binaries, &["portico_search", "aws_sdk", "lambda_http", "portico_local"]);
        let others: Vec<String> =
            area_names().into_iter().filter(|other| *other != name).map(|other| format!("portico_{other}::")).collect();
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        names_none(&[library, binaries].concat(), &others);
    }
}

/// The job runner is the one function without a route, so the one that speaks to Lambda itself.
#[test]
fn only_the_edge_speaks_to_lambda() {
    for (name, dependencies) in packages().iter().filter(|(name, _)| deployed(name)) {
        let speaks = dependencies.contains("lambda_http") || dependencies.contains("lambda_runtime");
        assert!(!speaks || ["portico-http", "portico-jobs"].contains(&name.as_str()), "{name} speaks to Lambda");
    }
}

#[test]
fn the_sdks_stay_in_the_adapters() {
    let may = ["portico-aws", "portico-canned", "portico-search", "portico-local", "portico-tests", "portico-benches"];
    for (name, dependencies) in packages() {
        let sdk = dependencies
            .iter()
            .find(|on| on.starts_with("aws-sdk-") || on.starts_with("aws-smithy-") || *on == "opensearch");
        assert!(sdk.is_none() || may.contains(&name.as_str()), "{name} depends on {sdk:?}");
    }
}

/// Settings come from one place, so that it is known which there are.
#[test]
fn the_environment_is_read_in_few_places() {
    let may = ["shared/aws/src/config.rs", "shared/http/src/lambda.rs", "functions/jobs/src/lambda.rs"];
    let folders = ["shared/domain/src", "shared/http/src", "shared/aws/src", "shared/search/src", "functions"];
    let all = folders.iter().flat_map(|folder| sources(&root().join(folder)));
    let others: Vec<PathBuf> = all.filter(|path| !may.iter().any(|name| path.ends_with(name))).collect();
    names_none(&others, &["env::var"]);
}
