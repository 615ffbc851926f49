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

/// Numbers that look random and are the same in every run: the steps of `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).expect("31 bits") % end.max(1)
    }
}

/// A stored input with pieces of itself, of another one and of words that mean something put into it, or taken out of it.
fn changed(input: &[u8], other: &[u8], words: &[&str], dice: &mut Dice) -> Vec<u8> {
    let mut changed = input.to_vec();
    for _ in 0..=dice.below(4) {
        // The first byte says what kind of file it is.
        let at = 1 + dice.below(changed.len());
        let at = at.min(changed.len());
        let end = (at + dice.below(40)).min(changed.len());
        match dice.below(6) {
            0 => drop(changed.drain(at..end)),
            1 => {
                let piece = changed[at..end].repeat(1 + dice.below(20));
                changed.splice(at..at, piece);
            }
            2 => {
                let from = dice.below(other.len());
                let piece = other[from..].iter().take(60).copied().collect::<Vec<u8>>();
                changed.splice(at..at, piece);
            }
            3 => changed.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
            _ => {
                let word = words[dice.below(words.len())].repeat(1 + dice.below(3) * dice.below(30));
                changed.splice(at..at, word.into_bytes());
            }
        }
    }
    changed
}

/// A few with every run of the tests; `MUTATIONS=100000 SEED=7` tries as many of each target from another beginning, and
/// says which failed so that it can be stored.
#[test]
fn stored_inputs_that_are_changed_at_random_hold_it_as_well() {
    let number =
        |name: &str, otherwise| std::env::var(name).map_or(otherwise, |said| said.parse().expect("a number"));
    let (count, seed) = (number("MUTATIONS", 150), number("SEED", 1));
    let lines = include_str!("../hostile/bodies.txt").lines().filter(|line| !line.starts_with('#'));
    let typed = [
        "\u{2022}\t",
        "(a) ",
        "**",
        "](",
        "{{ count.red }}",
        "> 9%\n",
        "|---|\n",
        "<u>",
        "\u{2028}",
        "[a]: b\n",
        "```\n",
        "~2~",
    ];
    let words: Vec<&str> = lines.filter_map(|line| line.splitn(3, " | ").nth(2)).chain(typed).collect();
    let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build().expect("threads");
    for (target, check) in TARGETS {
        let stored: Vec<Vec<u8>> =
            inputs(target).iter().map(|path| std::fs::read(path).expect("readable")).collect();
        let failed: Vec<String> = threads.install(|| {
            let tried = (0..count).into_par_iter().filter_map(|number: u64| {
                let mut dice = Dice(seed << 32 | number);
                let [input, other] = [0, 1].map(|_| &stored[dice.below(stored.len())]);
                let input = changed(input, other, &words, &mut dice);
                let fails = catch_unwind(AssertUnwindSafe(|| check(&input))).is_err();
                fails.then(|| format!("{number}: {}", input.escape_ascii()))
            });
            tried.collect()
        });
        assert!(failed.is_empty(), "{target}, seed {seed}: {failed:#?}");
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

/// The fuzzers are a workspace of their own, which no other test builds; `checks.rs` is compiled here.
#[test]
fn the_fuzzers_are_locked_to_the_crates_of_the_program() {
    let read = |path: &str| std::fs::read_to_string(repository().join(path)).expect("readable");
    // The name, the version and the crates that it needs.
    let packages = |lock: &str| -> Vec<(String, String, Vec<String>)> {
        let value = |package: &str, name: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "));
            line.unwrap_or_default().trim_matches('"').to_owned()
        };
        let needed = |package: &str| {
            let lines = package.lines().filter_map(|line| line.strip_prefix(" \""));
            lines.map(|line| line.split([' ', '"']).next().expect("a name").to_owned()).collect()
        };
        let all = lock.split("[[package]]").skip(1);
        all.map(|package| (value(package, "name"), value(package, "version"), needed(package))).collect()
    };
    let (program, fuzzers) = (packages(&read("Cargo.lock")), packages(&read("tests/fuzz/Cargo.lock")));
    let own = ["arbitrary", "cabinet-report-fuzz", "jobserver", "libfuzzer-sys"];
    for (name, version, _) in fuzzers.iter().filter(|(name, ..)| !own.contains(&name.as_str())) {
        let is_same = program.iter().any(|(known, its, _)| known == name && its == version);
        assert!(is_same, "tests/fuzz/Cargo.lock has {name} {version}, and Cargo.lock has not");
    }
    let manifest = read("Cargo.toml");
    let table = manifest.split("\n[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next());
    let (_, _, needed) = fuzzers.iter().find(|(name, ..)| name == "cabinet-report").expect("the program");
    for line in
        table.expect("a table").lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
    {
        let name = line.split([' ', '=', '.']).next().expect("a name");
        assert!(
            needed.iter().any(|known| known == name),
            "tests/fuzz/Cargo.lock lacks {name}: see its README"
        );
    }
}
