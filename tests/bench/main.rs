//! Measures the program: `cargo bench`.
//!
//! ```text
//! cargo bench                        40, 400 and 4,000 entries beside the floor
//! cargo bench -- 20000 20x40         other sizes: 20,000 entries, and 20 periods of 40
//! cargo bench -- rebuild             what a change costs in the preview, at 400 entries
//! cargo bench -- growth              what memory the preview holds after a thousand changes
//! cargo bench -- make FOLDER 40 4000 content of these sizes, for other measurements
//! ```
//!
//! Each measurement is a process of its own, so that its memory is its own. They take turns, and the median counts: the
//! program itself for the whole build, this program with a clock for the steps of one, and the floor.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::format_push_string,
    clippy::iter_over_hash_type,
    clippy::panic,
    clippy::print_stdout,
    clippy::unchecked_time_subtraction,
    reason = "a measurement reads the clock, makes files, prints what it found, and stops if it cannot go on"
)]

mod floor;
// Its unit tests run with the suite, which has a harness for them.
#[expect(dead_code, reason = "this measurement has no harness to run the unit tests")]
mod generator;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use cabinet_report::diag::source::Sources;
use cabinet_report::disk::publish::{self, Edition};
use cabinet_report::pipeline::{self, Request};
use cabinet_report::{content, outputs};

use generator::Size;

/// The allocator of the program, for the program and for the floor: what is compared is the work.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The steps of a build, in order; each is a line of the table.
const STEPS: [&str; 8] = [
    "discover and parse",
    "check, rate, pages",
    "Typst source",
    "typesetting",
    "PDF export",
    "HTML",
    "data files",
    "publish",
];

/// Those of them that are the Typst library's.
const TYPST: [&str; 2] = [STEPS[3], STEPS[4]];

fn main() {
    // Cargo hands on a flag of its own.
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--build", folder] => build(Path::new(folder)),
        ["--floor", folder] => floor(Path::new(folder)),
        ["--rebuild", folder] => rebuild(Path::new(folder)),
        ["--growth", folder] => growth(Path::new(folder)),
        ["make", folder, sizes @ ..] => {
            for size in sizes {
                make(&Path::new(folder).join(size), size);
            }
        }
        ["rebuild"] => compare_rebuild("400"),
        ["growth"] => watch_growth("40"),
        [] => compare(&["40", "400", "4000"]),
        sizes => compare(sizes),
    }
}

/// A number of entries, or of periods and entries such as `20x40`.
fn size(typed: &str) -> Size {
    let (periods, entries) = typed.split_once('x').unwrap_or(("1", typed));
    let number = |text: &str| {
        text.parse().expect("a number of entries, such as 400, or of periods and entries, 20x40")
    };
    Size { periods: number(periods), ..Size::of(number(entries)) }
}

/// Writes content of that size, and its latest report as one Markdown file.
fn make(folder: &Path, typed: &str) {
    let size = size(typed);
    for (path, text) in generator::content(&size) {
        let path = folder.join("content").join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    std::fs::write(folder.join("report.md"), generator::as_one_markdown(&size)).expect("written");
}

/// Program and floor side by side at each size.
fn compare(sizes: &[&str]) {
    let mut table = format!(
        "| entries | {} | in all | floor | ratio | not Typst | MB | floor MB | ratio |\n",
        STEPS.join(" | ")
    );
    table.push_str(&format!("|{}\n", " ---: |".repeat(STEPS.len() + 8)));
    for typed in sizes {
        let folder = scratch(typed);
        make(&folder, typed);
        let size = size(typed);
        let runs = match size.entries() * size.periods {
            0..=100 => 21,
            101..=1_000 => 9,
            1_001..=10_000 => 3,
            _ => 1,
        };
        let (mut whole, mut ours, mut floors) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..runs {
            whole.push(program(&folder));
            ours.push(child("--build", &folder));
            floors.push(child("--floor", &folder));
        }
        let of = |name: &str| median(&ours, name);
        let steps: Vec<String> = STEPS.iter().map(|name| milliseconds(of(name))).collect();
        let others: f64 = STEPS.iter().filter(|name| !TYPST.contains(name)).map(|name| of(name)).sum();
        let (whole, least) = (median(&whole, "whole process"), median(&floors, "whole process"));
        let (memory, least_memory) = (of("memory"), median(&floors, "memory"));
        table.push_str(&format!(
            "| {typed} | {} | {} | {} | {:.2} | {:.1} % | {:.0} | {:.0} | {:.2} |\n",
            steps.join(" | "),
            milliseconds(whole),
            milliseconds(least),
            whole / least,
            others / whole * 100.0,
            memory,
            least_memory,
            memory / least_memory,
        ));
    }
    println!(
        "Milliseconds; whole processes, median. \"Not Typst\" are all steps but typesetting and PDF export.\n\n{table}"
    );
}

/// Runs the program as its users do, where nothing has been made before.
fn program(folder: &Path) -> BTreeMap<String, f64> {
    _ = std::fs::remove_dir_all(folder.join("output"));
    let (_, whole) = run(Command::new(env!("CARGO_BIN_EXE_cabinet-report")).arg("build").current_dir(folder));
    BTreeMap::from([whole])
}

/// Runs one measurement in a process of its own; its lines are names and numbers.
fn child(mode: &str, folder: &Path) -> BTreeMap<String, f64> {
    let program = std::env::current_exe().expect("this program");
    let (text, whole) = run(Command::new(program).arg(mode).arg(folder));
    let lines = text.lines().filter_map(|line| line.rsplit_once(' '));
    let mut values: BTreeMap<String, f64> =
        lines.map(|(name, value)| (name.to_owned(), value.parse().expect("a number"))).collect();
    values.extend([whole]);
    values
}

/// Runs a command to its end: what it printed, and how long the whole process took.
fn run(command: &mut Command) -> (String, (String, f64)) {
    let started = Instant::now();
    let output = command.output().expect("it starts");
    let whole = started.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    (text, ("whole process".to_owned(), whole.as_secs_f64() * 1000.0))
}

/// A whole build, step by step.
fn build(folder: &Path) {
    let started = Instant::now();
    let clock = || started.elapsed();
    let output = folder.join("output");
    // What is there already would not be written again.
    _ = std::fs::remove_dir_all(&output);

    let mut last = clock();
    let mut sources = Sources::default();
    let tree = content::discover::content(&folder.join("content"), &mut sources, &mut Vec::new());
    let documents = content::content(&tree, &sources);
    say(STEPS[0], clock() - last);
    drop((documents, tree, sources));
    let reading = clock() - last;

    last = clock();
    let loaded = pipeline::load(request(folder));
    say(STEPS[1], (clock() - last).saturating_sub(reading));
    let made = loaded.render(&BTreeMap::new(), &clock);
    assert!(!made.made.is_empty(), "{:?}", made.diagnostics);
    let sum = |of: fn(&outputs::Times) -> Duration| made.made.iter().map(|made| of(&made.times)).sum();
    say(STEPS[2], sum(|times| times.source));
    say(STEPS[3], sum(|times| times.typesetting));
    say(STEPS[4], sum(|times| times.export));
    say(STEPS[5], sum(|times| times.page));
    say(STEPS[6], sum(|times| times.data));
    let edition = Edition { artifacts: made.artifacts, pdfs: made.pdfs, ..Edition::default() };
    last = clock();
    publish::publish(&output, &edition).expect("published");
    say(STEPS[7], clock() - last);
    say_memory();

    // What Typst read is kept for the floor, which comes next.
    for report in &loaded.reports {
        for (path, bytes) in outputs::typst_files(loaded.order(report)).expect("the templates are sound") {
            let path = folder.join("typst").join(&report.page.id).join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, bytes).expect("written");
        }
    }
}

/// The Typst library alone.
fn floor(folder: &Path) {
    let reports = std::fs::read_dir(folder.join("typst")).expect("the program came first");
    let measured = reports.map(|report| floor::measure(&report.expect("readable").path()));
    let (typesetting, export) =
        measured.reduce(|sum, next| (sum.0 + next.0, sum.1 + next.1)).expect("a report");
    say("typesetting", typesetting);
    say("PDF export", export);
    say_memory();
}

/// What a change of one entry costs in the preview, beside the first build.
fn compare_rebuild(entries: &str) {
    let folder = scratch("rebuild");
    make(&folder, entries);
    let runs: Vec<_> = (0..7).map(|_| child("--rebuild", &folder)).collect();
    let of = |name: &str| median(&runs, name);
    println!("{entries} entries, milliseconds, median of {}:\n", runs.len());
    println!("| | time | of the first build |\n| --- | ---: | ---: |");
    for name in ["first build", "pages again", "PDF again"] {
        println!("| {name} | {} | {:.1} % |", milliseconds(of(name)), of(name) / of("first build") * 100.0);
    }
}

/// A build as the preview does it, and another after one entry has changed.
fn rebuild(folder: &Path) {
    let started = Instant::now();
    let clock = || started.elapsed();
    let first = pipeline::load(request(folder)).render(&BTreeMap::new(), &clock);
    assert!(!first.made.is_empty(), "{:?}", first.diagnostics);
    say("first build", clock());

    let entry = entry_of(folder);
    let text = std::fs::read_to_string(&entry).expect("an entry");
    std::fs::write(&entry, format!("{text}\nOne more sentence stands here now.\n")).expect("written");

    let known = first.known();
    let began = clock();
    let loaded = pipeline::load(request(folder));
    let pages = loaded.pages(&known);
    assert!(!pages.artifacts.is_empty());
    say("pages again", clock() - began);
    let second = loaded.render(&known, &clock);
    assert!(!second.made.iter().any(|made| made.is_known), "the change shows in the PDF");
    say("PDF again", clock() - began);
    std::fs::write(entry, text).expect("written");
}

/// How much memory the preview holds after many rebuilds.
fn watch_growth(entries: &str) {
    let folder = scratch("growth");
    make(&folder, entries);
    let held = child("--growth", &folder);
    println!("{entries} entries, MB held after so many rebuilds:\n\n| rebuilds | MB |\n| ---: | ---: |");
    for rebuilds in GROWTH {
        println!("| {rebuilds} | {:.0} |", held[&rebuilds.to_string()]);
    }
}

/// After how many rebuilds the memory is looked at.
const GROWTH: [usize; 5] = [10, 50, 200, 500, 1_000];

/// A thousand rebuilds, each after a change of its own.
fn growth(folder: &Path) {
    let started = Instant::now();
    let clock = || started.elapsed();
    let entry = entry_of(folder);
    let text = std::fs::read_to_string(&entry).expect("an entry");
    let mut known = BTreeMap::new();
    for rebuild in 1..=1_000 {
        std::fs::write(&entry, format!("{text}\nThis is version {rebuild}.\n")).expect("written");
        let loaded = pipeline::load(request(folder));
        assert!(!loaded.pages(&known).artifacts.is_empty());
        known = loaded.render(&known, &clock).known();
        pipeline::forget_old_layouts();
        if GROWTH.contains(&rebuild) {
            println!("{rebuild} {}", memory("VmRSS:"));
        }
    }
}

/// An entry in the middle of the content.
fn entry_of(folder: &Path) -> PathBuf {
    let folders = content::discover::folders(&folder.join("content"));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
    let paths = files.map(|found| found.expect("readable").path());
    let mut entries: Vec<PathBuf> =
        paths.filter(|path| path.is_file() && !path.ends_with("_index.md")).collect();
    entries.sort();
    entries.swap_remove(entries.len() / 2)
}

fn request(folder: &Path) -> Request {
    Request {
        content: folder.join("content"),
        templates: folder.join("templates"),
        are_templates_named: false,
        reports: Vec::new(),
        restricted: false,
        docx: false,
        published: BTreeSet::new(),
        today: None,
    }
}

fn say(name: &str, time: Duration) {
    println!("{name} {}", time.as_secs_f64() * 1000.0);
}

/// The most memory that this process has held, in MB.
fn say_memory() {
    println!("memory {}", memory("VmHWM:"));
}

/// What the system says of this process's memory, in MB; zero if it does not say.
fn memory(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line =
        status.lines().find_map(|line| line.strip_prefix(name)?.trim().strip_suffix(" kB")?.parse().ok());
    let kilobytes: f64 = line.unwrap_or(0.0);
    kilobytes / 1024.0
}

fn median(runs: &[BTreeMap<String, f64>], name: &str) -> f64 {
    let mut values: Vec<f64> = runs.iter().map(|run| run[name]).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn milliseconds(value: f64) -> String {
    if value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") }
}

/// A new folder beside what Cargo builds.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench").join(name);
    _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}
