//! Stored inputs of the fuzzers: a small choice of what they came upon, and everything that ever failed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use cabinet_report::pipeline::STACK;
use rayon::prelude::*;

use crate::support::repository;

#[path = "../fuzz/checks.rs"]
mod checks;

/// Panics if the input fails.
type Check = fn(&[u8]);

/// What the fuzz target of each name holds an input to.
const TARGETS: [(&str, Check); 5] = [
    ("entry", checks::entry),
    ("front_matter", checks::front_matter),
    ("prose_to_html", checks::prose_to_html),
    ("prose_to_typst", checks::prose_to_typst),
    ("spreadsheet", checks::spreadsheet),
];

/// The files of a folder, which need not be there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = found.map(|file| file.expect("readable").path()).collect();
    files.sort();
    files
}

/// The stored inputs of a target.
fn inputs(target: &str) -> Vec<PathBuf> {
    let root = repository().join("tests/fuzz");
    ["corpus", "found"].iter().flat_map(|kind| files(&root.join(kind).join(target))).collect()
}

#[test]
fn what_the_fuzzers_came_upon_holds_what_every_input_must() {
    // The program works on threads with such a stack, and every input goes as deep as it may.
    let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().expect("threads");
    for (target, check) in TARGETS {
        let inputs = inputs(target);
        assert!(!inputs.is_empty(), "no input is stored for {target}");
        let failed: Vec<&PathBuf> = threads.install(|| {
            let fails = |path: &&PathBuf| {
                let bytes = std::fs::read(path).expect("readable");
                catch_unwind(AssertUnwindSafe(|| check(&bytes))).is_err()
            };
            inputs.par_iter().filter(fails).collect()
        });
        assert!(failed.is_empty(), "{target}: {failed:?} fail, and why stands above");
    }
}

#[test]
fn the_stored_inputs_are_few_and_small() {
    let sizes = TARGETS.iter().flat_map(|(target, _)| inputs(target)).map(|path| {
        let size = std::fs::metadata(&path).expect("readable").len();
        assert!(size <= 64 * 1024, "{} is not small", path.display());
        size
    });
    let whole: u64 = sizes.sum();
    assert!(whole <= 500_000, "the stored inputs take {whole} bytes");
}

#[test]
fn every_target_of_the_fuzzers_has_its_stored_inputs_tried() {
    let targets = files(&repository().join("tests/fuzz/fuzz_targets"));
    let names: Vec<String> =
        targets.iter().filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    assert_eq!(names, TARGETS.map(|(name, _)| name.to_owned()));
}
