//! Holds that `licences` names everything inside the program, on terms that a public body can accept.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::support::{Project, repository};

/// Licences that ask for no more than to be named; where a crate offers several, one of them is enough.
const ACCEPTED: [&str; 10] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// The crates that are linked in on this system, with their licences, by name and version.
fn linked_in() -> BTreeMap<String, String> {
    let cargo = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--filter-platform", host().as_str()])
        .current_dir(repository())
        .output()
        .expect("cargo is there");
    assert!(cargo.status.success(), "{}", String::from_utf8_lossy(&cargo.stderr));
    let found: Value = serde_json::from_slice(&cargo.stdout).expect("JSON");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in list(&found["resolve"]["nodes"]) {
        let is_inside = |needed: &Value| list(&needed["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        let inside = list(&node["deps"]).into_iter().filter(is_inside).map(|needed| text(&needed["pkg"]));
        needs.insert(text(&node["id"]), inside.collect());
    }
    let root = text(&found["resolve"]["root"]);
    let (mut waiting, mut seen) = (vec![root.clone()], BTreeSet::new());
    while let Some(at) = waiting.pop() {
        if seen.insert(at.clone()) {
            waiting.extend(needs.get(&at).into_iter().flatten().cloned());
        }
    }
    seen.remove(&root);
    list(&found["packages"])
        .iter()
        .filter(|package| seen.contains(&text(&package["id"])))
        .map(|package| {
            let name = format!("{} {}", text(&package["name"]), text(&package["version"]));
            (name, text(&package["license"]))
        })
        .collect()
}

/// The system that this was compiled on, as cargo names it.
fn host() -> String {
    let rustc = Command::new("rustc").arg("-vV").current_dir(repository()).output().expect("rustc is there");
    let said = String::from_utf8_lossy(&rustc.stdout).into_owned();
    said.lines().find_map(|line| line.strip_prefix("host: ")).expect("it says the host").to_owned()
}

#[test]
fn everything_inside_is_named_with_its_licence() {
    let ran = Project::empty().run(&["licences"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let listed: BTreeMap<&str, &str> = ran
        .out
        .lines()
        .skip_while(|line| *line != "Libraries:")
        .skip(2)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_once(": "))
        .collect();
    let linked = linked_in();
    assert!(linked.len() > 200, "Typst alone has more crates than {}", linked.len());
    let again = "run .github/packaging/licences";
    for (name, licence) in &linked {
        let said = listed.get(name.as_str()).unwrap_or_else(|| panic!("`{name}` is missing: {again}"));
        assert_eq!(said, licence, "`{name}` is under {licence}: {again}");
    }
    // What is listed beyond that belongs to other systems, and is locked in the same version.
    let lock = std::fs::read_to_string(repository().join("Cargo.lock")).expect("readable");
    let lock = lock.replace('\r', "");
    for name in listed.keys() {
        let (crate_name, version) = name.split_once(' ').expect("a name and a version");
        let locked = format!("name = \"{crate_name}\"\nversion = \"{version}\"\n");
        assert!(lock.contains(&locked), "`{name}` is no longer used: {again}");
    }
    for fonts in ["Fonts: DejaVu", "Fonts: Liberation"] {
        assert!(ran.out.contains(&format!("\n{fonts}\n")), "{fonts}");
    }
}

#[test]
fn every_library_is_under_terms_that_a_public_body_can_accept() {
    for (name, licence) in linked_in() {
        let is_accepted = |licence: &str| ACCEPTED.contains(&licence.trim_matches(['(', ')', ' ']));
        // "A AND B" asks for both; "A OR B", which older crates write "A/B", for one of them.
        let all = licence.split(" AND ").all(|part| {
            part.replace('/', " OR ")
                .split(" OR ")
                .any(|one| is_accepted(one.split(" WITH ").next().unwrap_or(one)))
        });
        assert!(all, "`{name}` is under {licence}");
    }
}
