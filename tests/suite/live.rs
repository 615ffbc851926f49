//! `serve` and `build --watch`: a saved change shows, a fault leaves what was good, and nothing grows.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Stdio};
use std::time::Duration;

use crate::support::{Project, program};

const GOOD: &str = "---\ntitle: Entry\nrating: green\n---\nThe first words.\n";

/// A program that runs until the test ends.
struct Running {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Running {
    fn start(project: &Project, arguments: &[&str]) -> Self {
        let mut child = program(&project.path(""))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let said = BufReader::new(child.stdout.take().expect("a pipe"));
        Self { child, said }
    }

    /// Reads what the program says until a line begins so.
    fn wait_for(&mut self, beginning: &str) -> String {
        let mut line = String::new();
        while self.said.read_line(&mut line).expect("text") > 0 {
            if line.starts_with(beginning) {
                return line;
            }
            line.clear();
        }
        panic!("the program ended without saying `{beginning}`");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// What a browser gets at a path.
fn get(address: &str, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).expect("the preview listens");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("an answer");
    answer
}

/// Asks until the page says so; a save takes a moment to be noticed.
fn wait_until(address: &str, path: &str, is_so: impl Fn(&str) -> bool) -> String {
    for _ in 0..600 {
        let page = String::from_utf8_lossy(&get(address, path)).into_owned();
        if is_so(&page) {
            return page;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("{path} never came to be as expected: {}", String::from_utf8_lossy(&get(address, path)));
}

#[test]
fn serve_shows_each_save_and_keeps_the_last_good_version() {
    let project = Project::new().file("content/r/s/e.md", GOOD);
    let mut serve = Running::start(&project, &["serve"]);
    let line = serve.wait_for("The preview is at http://127.0.0.1:");
    let address =
        line.split(['/', ' ']).find(|part| part.starts_with("127.")).expect("an address").to_owned();
    serve.wait_for("PDFs: ");
    wait_until(&address, "/r/index.html", |page| page.contains("The first words."));
    assert!(get(&address, "/r/progress-spring.pdf").windows(5).any(|bytes| bytes == b"%PDF-"));
    assert!(String::from_utf8_lossy(&get(&address, "/")).contains("r/index.html"));
    assert!(get(&address, "/../content/_index.md").starts_with(b"HTTP/1.1 404"));

    project.write("content/r/s/e.md", GOOD.replace("first", "second").as_bytes());
    wait_until(&address, "/r/index.html", |page| page.contains("The second words."));
    project.write("content/r/s/e.md", GOOD.replace("green", "gren").as_bytes());
    let page = wait_until(&address, "/r/index.html", |page| page.contains("role=\"alert\""));
    assert!(page.contains("content/r/s/e.md") && page.contains("line 3"), "{page}");
    assert!(page.contains("The second words."), "the last good version stays");
    project.write("content/r/s/e.md", GOOD.replace("first", "third").as_bytes());
    wait_until(&address, "/r/index.html", |page| page.contains("third") && !page.contains("role=\"alert\""));

    // A new folder is noticed, and so is what is saved in it later.
    project.write("content/r/t/_index.md", b"---\ntitle: Another\n---\n");
    wait_until(&address, "/r/index.html", |page| page.contains("Another"));
    project.write("content/r/t/f.md", GOOD.replace("Entry", "Newcomer").as_bytes());
    wait_until(&address, "/r/index.html", |page| page.contains("Newcomer"));
    std::fs::remove_dir_all(project.path("content/r/t")).unwrap();
    wait_until(&address, "/r/index.html", |page| !page.contains("Newcomer") && page.contains("third"));
    assert!(!project.path("output").exists(), "a preview writes nothing");
}

#[test]
fn serve_shows_what_is_wrong_even_if_nothing_was_ever_right() {
    let project = Project::new().file("content/r/s/e.md", &GOOD.replace("green", "gren"));
    let mut serve = Running::start(&project, &["serve", "--port", "0"]);
    let line = serve.wait_for("The preview is at http://127.0.0.1:");
    let address =
        line.split(['/', ' ']).find(|part| part.starts_with("127.")).expect("an address").to_owned();
    wait_until(&address, "/", |page| page.contains("role=\"alert\"") && page.contains("gren"));
    project.write("content/r/s/e.md", GOOD.as_bytes());
    wait_until(&address, "/r/index.html", |page| page.contains("The first words."));
}

#[test]
fn a_fault_in_one_report_leaves_the_others_in_step() {
    let project = Project::new()
        .file("content/r/s/e.md", GOOD)
        .file("content/next/_index.md", "---\ntitle: Next\nperiod: Summer\nprevious: r\n---\n")
        .file("content/next/s/_index.md", "---\ntitle: Section\nowner: Head of Tests\n---\n")
        .file("content/next/s/e.md", GOOD)
        .file("content/other/_index.md", "---\ntitle: Other\nperiod: Spring\n---\n")
        .file("content/other/s/_index.md", "---\ntitle: Section\nowner: Head of Tests\n---\n")
        .file("content/other/s/e.md", GOOD);
    let mut serve = Running::start(&project, &["serve", "--port", "0"]);
    let line = serve.wait_for("The preview is at http://127.0.0.1:");
    let address =
        line.split(['/', ' ']).find(|part| part.starts_with("127.")).expect("an address").to_owned();
    serve.wait_for("PDFs: ");
    let write =
        |report: &str, text: &str| project.write(&format!("content/{report}/s/e.md"), text.as_bytes());
    let is_blamed = |page: &str| page.contains("role=\"alert\"") && page.contains("gren");

    write("r", &GOOD.replace("green", "gren").replace("first", "second"));
    wait_until(&address, "/r/index.html", is_blamed);
    write("next", &GOOD.replace("first", "second"));
    write("other", &GOOD.replace("first", "second"));
    let other = wait_until(&address, "/other/index.html", |page| page.contains("The second words."));
    assert!(is_blamed(&other) && other.contains("This page is not affected"), "{other}");
    // What is compared with the report that has the fault stays, as it does itself.
    for held_up in ["/r/index.html", "/next/index.html"] {
        let page = String::from_utf8_lossy(&get(&address, held_up)).into_owned();
        assert!(is_blamed(&page) && page.contains("Below is the last version"), "{held_up}: {page}");
        assert!(page.contains("The first words."), "{held_up}: {page}");
    }
    // A fault of what all reports share stops all of them.
    project.write("content/_index.md", b"---\ncouncil: Test Council\naccent: no-colour\n---\n");
    wait_until(&address, "/other/index.html", |page| page.contains("Below is the last version"));
    project.write("content/_index.md", b"---\ncouncil: Test Council\n---\n");
    write("r", &GOOD.replace("first", "third"));
    wait_until(&address, "/next/index.html", |page| page.contains("The second words."));
    wait_until(&address, "/r/index.html", |page| page.contains("third") && !page.contains("role=\"alert\""));
}

#[test]
fn build_watch_builds_again_after_each_save() {
    let project = Project::new().file("content/r/s/e.md", GOOD);
    let mut watch = Running::start(&project, &["build", "--watch"]);
    watch.wait_for("Waiting for a change");
    assert!(project.text("output/r/index.html").contains("The first words."));
    project.write("content/r/s/e.md", GOOD.replace("green", "gren").as_bytes());
    watch.wait_for("Waiting for a change");
    assert!(project.text("output/r/index.html").contains("The first words."), "the last good version stays");
    project.write("content/r/s/e.md", GOOD.replace("first", "second").as_bytes());
    watch.wait_for("Waiting for a change");
    assert!(project.text("output/r/index.html").contains("The second words."));
}
