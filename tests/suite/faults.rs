//! Every fault that a newcomer makes, each as a folder with the expected message beside it.
//!
//! `tests/faults/README.md` says how a fixture is made. `UPDATE_EXPECTED=1` writes the expected files anew: read them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cabinet_report::diag::Code;

use crate::support::{Project, Ran, all_files, link, program, repository, style_with};

/// A fault as somebody would make it: a council's folder without fault, and what differs from it.
struct Fixture {
    folder: PathBuf,
    /// The files of the council's folder without fault.
    base: BTreeMap<String, Vec<u8>>,
    /// The files that stand in place of those of the base, or beside them.
    own: BTreeMap<String, Vec<u8>>,
    /// The files and folders of the base that are not there.
    without: Vec<String>,
    /// What the program says.
    expected: String,
}

impl Fixture {
    fn read(folder: PathBuf, base: &BTreeMap<String, Vec<u8>>) -> Self {
        let mut own = all_files(&folder);
        let mut text = |name| String::from_utf8(own.remove(name).unwrap_or_default()).expect("text");
        let (expected, without) = (text("expected.txt"), text("without.txt"));
        let without = without.lines().map(str::to_owned).collect();
        Self { folder, base: base.clone(), own, without, expected }
    }

    /// What it is called, its base first.
    fn name(&self) -> String {
        self.folder.strip_prefix(folder()).expect("a fixture").display().to_string()
    }

    /// The council's folder with the fault in it.
    fn project(&self) -> Project {
        let project = Project::empty();
        let is_kept = |path: &str| !self.without.iter().any(|out| Path::new(path).starts_with(out));
        for (path, bytes) in self.base.iter().filter(|(path, _)| is_kept(path)).chain(&self.own) {
            project.write(path, bytes);
        }
        project
    }
}

fn folder() -> PathBuf {
    repository().join("tests/faults")
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let found = std::fs::read_dir(folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let mut folders: Vec<PathBuf> =
        found.map(|found| found.expect("readable").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Every fixture; those that lie in the folder `plan` have the base `base/plan`, and so on.
fn fixtures() -> Vec<Fixture> {
    let bases = folder().join("base");
    let groups = folders_in(&folder()).into_iter().filter(|group| *group != bases);
    groups
        .flat_map(|group| {
            let base = all_files(&bases.join(group.file_name().expect("a name")));
            assert!(!base.is_empty(), "{} has no base", group.display());
            folders_in(&group).into_iter().map(move |folder| Fixture::read(folder, &base))
        })
        .collect()
}

#[test]
fn each_fault_gives_its_expected_message() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    let fixtures = fixtures();
    // Fixtures are added and not lost.
    assert!(fixtures.len() >= 580, "{} fixtures", fixtures.len());
    let mut wrong = Vec::new();
    for fixture in fixtures {
        let ran = fixture.project().run(&["check"]);
        let said = format!("exit {}\n{}{}", ran.code, ran.err, ran.out);
        if update {
            std::fs::write(fixture.folder.join("expected.txt"), said).expect("written");
        } else if said != fixture.expected {
            wrong.push(format!(
                "=== {0}: expected\n{1}=== {0}: said\n{said}",
                fixture.name(),
                fixture.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_base_has_a_fault() {
    for base in folders_in(&folder().join("base")) {
        let ran = Ran::from(program(&base).args(["check", "--strict"]).output().expect("the program starts"));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", base.display());
    }
}

#[test]
fn a_fixture_holds_only_what_differs_from_its_base() {
    for fixture in fixtures() {
        for (path, bytes) in &fixture.own {
            let is_repeated = fixture.base.get(path) == Some(bytes);
            assert!(!is_repeated, "{}: {path} is the same in the base", fixture.name());
        }
        for out in &fixture.without {
            let is_there = fixture.base.keys().any(|path| Path::new(path).starts_with(out));
            assert!(is_there, "{}: the base has no {out:?}", fixture.name());
        }
    }
}

/// Faults that need a disk of a certain kind, a second program or a spreadsheet, and are held by tests of their own.
const WITHOUT_FIXTURE: [Code; 12] = [
    Code::BadReturn,
    Code::CellAsShown,
    Code::ReturnConflict,
    Code::AlreadyThere,
    Code::UnknownReport,
    Code::UnreadableFile,
    Code::TooLarge,
    Code::SymbolicLink,
    Code::NameClash,
    Code::NotOurFile,
    Code::Busy,
    Code::DiskRefused,
];

#[test]
fn every_kind_of_fault_has_a_fixture() {
    let mut seen: BTreeSet<Code> = BTreeSet::new();
    for fixture in fixtures() {
        let is_told = |code: &&Code| fixture.expected.contains(&format!("[{}]", code.name()));
        seen.extend(Code::ALL.iter().filter(is_told));
    }
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !seen.contains(code) && !WITHOUT_FIXTURE.contains(code))
        .map(|code| code.name())
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn twenty_faults_in_twenty_files_give_twenty_messages_in_one_run() {
    let fixtures = fixtures();
    let twenty = fixtures.iter().find(|fixture| fixture.folder.ends_with("twenty-faults")).expect("is there");
    let ran = twenty.project().run(&["check", "--format", "short"]);
    let lines: Vec<&str> = ran.err.lines().filter(|line| line.contains(": error[")).collect();
    assert_eq!(lines.len(), 20, "{}", ran.err);
    let files: BTreeSet<&str> = lines.iter().filter_map(|line| line.split(".md").next()).collect();
    assert_eq!(files.len(), 20, "each in a file of its own");
    let mut sorted = lines.clone();
    sorted.sort_by_key(|line| line.split(".md").next().map(str::to_owned));
    assert_eq!(lines, sorted);
}

#[test]
fn of_many_faults_people_see_the_first_and_programs_see_all() {
    let mut project = Project::new();
    for name in ["a", "b", "c"] {
        let text = format!("---\ntitle: {name}\n---\n{}\n", "<blink> ".repeat(500));
        project = project.file(&format!("content/r/s/{name}.md"), &text);
    }
    let ran = project.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert_eq!(ran.err.matches("error[html-not-allowed]").count(), 200);
    // There are also warnings; they are told when nothing stops the report any more.
    assert!(!ran.err.contains("warning["), "{}", ran.err);
    let more = "\nand 103 more: `cabinet-report check --format short` lists all\n";
    assert!(ran.err.contains(more), "{}", &ran.err[ran.err.len() - 300..]);
    // Of one kind in one file, programs, too, are told a hundred and how many are left.
    let ran = project.run(&["check", "--format", "short"]);
    assert_eq!(ran.err.matches("error[html-not-allowed]").count(), 300);
    let ran = project.run(&["check", "--format", "json"]);
    assert_eq!(ran.out.matches("\"html-not-allowed\"").count(), 300);
    assert_eq!(ran.out.matches("there are 400 more faults of this kind in this file").count(), 3);
}

#[test]
fn names_that_windows_keeps_for_devices_are_refused_everywhere() {
    let entry = "---\ntitle: E\nrating: green\n---\nText.\n";
    let report = "---\ntitle: R\nto: 2014-03-31\n---\n";
    if cfg!(windows) {
        return;
    }
    let project = Project::new().file("content/r/s/nul.md", entry).file("content/r/aux/_index.md", entry);
    let project = project.file("content/r/aux/e.md", entry).file("content/com1/_index.md", report);
    let ran = project.run(&["check"]);
    assert_eq!(ran.code, 1);
    for said in [
        "the file name `nul.md` is one that Windows reserves for a device",
        "rename it to `nul-entry.md`",
        "the folder name `aux` is one that Windows reserves for a device",
        "rename it to `aux-section`",
        "rename it to `com1-report`",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    // A title is the writer's own, and only the file that is called after it must have another name.
    let project = Project::new().file("content/r/_index.md", "---\ntitle: CON\nto: 2014-03-31\n---\n");
    project.build();
    assert!(project.path("output/r/con-report.pdf").is_file(), "{:?}", project.files("output").keys());
}

#[test]
fn json_has_one_object_a_line_with_place_and_code() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: purple\n---\n");
    let ran = project.run(&["build", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let fault: serde_json::Value = serde_json::from_str(ran.out.trim()).unwrap();
    assert_eq!(fault["code"], "unknown-rating");
    assert_eq!(
        (fault["path"].as_str(), fault["line"].as_u64(), fault["column"].as_u64()),
        (Some("content/r/s/e.md"), Some(3), Some(9))
    );
    assert_eq!(fault["subject"], "E");
    assert_eq!(fault["severity"], "error");
}

#[test]
fn nothing_is_published_when_there_is_a_fault() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nFirst.\n");
    project.build();
    let before = project.files("output");
    project.write("content/r/s/e.md", b"---\ntitle: E\nrating: purple\n---\nSecond.\n");
    let ran = project.run(&["build"]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.ends_with("1 error: nothing was published.\n"), "{}", ran.err);
    assert!(project.files("output") == before);
}

#[test]
fn warnings_stop_the_build_only_when_it_is_strict() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\n---\nText.\n");
    assert_eq!(project.run(&["build", "--strict"]).code, 1);
    assert!(project.files("output").is_empty());
    assert_eq!(project.run(&["build"]).code, 0);
    assert_eq!(project.run(&["check"]).code, 0);
    assert_eq!(project.run(&["check", "--strict"]).code, 1);
}

#[test]
fn wrong_usage_is_told_from_wrong_content() {
    let project = Project::new();
    let ran = project.run(&["build", "s"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there is no report `s` to make"), "{}", ran.err);
    assert_eq!(project.run(&["bild"]).code, 2);
    assert_eq!(project.run(&[]).code, 2);
    assert_eq!(project.run(&["--help"]).code, 0);
    // A folder completed by the shell, with its path and slash, is understood.
    assert_eq!(project.run(&["build", "content/r/"]).code, 0);
    assert_eq!(Project::empty().run(&["build"]).code, 3);
}

#[test]
fn links_to_somewhere_else_are_reported_once_and_not_followed() {
    let project = Project::new().file("elsewhere.md", "---\ntitle: Elsewhere\nrating: red\n---\nZwyrbflox\n");
    if !link(&project.path("elsewhere.md"), &project.path("content/r/s/e.md")) {
        return;
    }
    let ran = project.run(&["check", "--format", "short"]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.starts_with("content/r/s/e.md: error[symbolic-link]: `content/r/s/e.md` is only a link"),
        "{}",
        ran.err
    );
    assert_eq!(ran.err.matches("error[").count(), 1, "{}", ran.err);
}

#[test]
fn names_that_differ_in_capitals_only_are_reported_where_both_can_be() {
    let entry = "---\ntitle: E\nrating: green\n---\nText.\n";
    let project = Project::new().file("content/r/s/park.md", entry).file("content/r/s/PARK.md", entry);
    let both = std::fs::read_dir(project.path("content/r/s")).unwrap().count() == 3;
    let ran = project.run(&["check", "--format", "short"]);
    assert_eq!(
        ran.err.contains("error[name-clash]: `PARK.md` and `park.md` differ only in capital letters"),
        both
    );
    // Whether or not the file system has both, the one in capitals cannot serve as an id.
    assert_eq!(ran.err.contains("error[bad-name]"), both);
}

/// A report of 2,000 entries would be printed 2,000 times if each were tried alone: this would not end.
#[test]
fn the_entry_that_an_own_template_cannot_print_is_found_in_a_report_of_thousands() {
    let mut project = Project::new();
    for number in 1..=2_000 {
        let cost = if number == 1_234 { "" } else { "extra: {cost: 5}\n" };
        let entry =
            format!("---\ntitle: Project {number}\nrating: green\norder: {number}\n{cost}---\nText.\n");
        project = project.file(&format!("content/r/s/e{number}.md"), &entry);
    }
    let own = "<p>{% for entry in section.entries %}{{ entry.extra.cost }}{% endfor %}</p>";
    project.write("templates/html/workstream.html", own.as_bytes());
    let ran = project.run(&["check"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("this template cannot be used: Field `cost` is not defined"), "{}", ran.err);
    assert!(ran.err.contains("in: “Project 1234”"), "{}", ran.err);
}

#[test]
fn a_template_that_would_hardly_ever_end_is_a_fault() {
    let with = |own: &str| {
        let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
        project.write("templates/html/workstream.html", own.as_bytes());
        project
    };
    let nested = "{% for a in range(end=9999) %}{% for b in range(end=9999) %}{% endfor %}{% endfor %}";
    let long = format!("{{% for a in range(end=99999) %}}{}{{% endfor %}}", "x".repeat(10_000));
    let cases = [
        (nested, "its loops count to more than 1,000,000 together"),
        (&long, "what it prints is longer than 250 MB"),
        ("{% for a in range(end=9, step_by=0) %}{% endfor %}", "`range` never ends if `step_by` is 0"),
    ];
    for (own, why) in cases {
        let ran = with(own).run(&["check"]);
        assert_eq!(ran.code, 1, "{why}: {}", ran.err);
        assert!(ran.err.contains(&format!("this template cannot be used: {why}")), "{}", ran.err);
    }
    let counts = "{% for a in range(start=4, end=0, step_by=-2) %}{{ a }},{% endfor %}\
                  {% for a in range(start=3, end=8, step_by=2) %}{{ a }},{% endfor %}{% for a in range(end=0) %}none{% endfor %}";
    let project = with(&format!("<p>{counts}</p>"));
    project.build();
    assert!(project.text("output/r/index.html").contains("<p>4,2,3,5,7,</p>"));
}

/// Loops in loops, and what grows with each turn, are ended from outside: nobody can tell Tera or Typst to stop.
#[test]
fn templates_that_take_too_much_end_the_program_and_publish_nothing() {
    let style = std::fs::read_to_string(repository().join("templates/typst/style.typ")).unwrap();
    let typst = |more: &str| ("typst/style.typ", format!("{style}\n{more}\n"));
    let html = |own: &str| ("html/method.html", own.to_owned());
    let loops =
        typst("#let z = { let n = 0; for a in range(99999) { for b in range(99999) { n += 1 } }; n }");
    let turns =
        html("{% set all = range(end=300000) %}{% for a in all %}{% for b in all %}{% endfor %}{% endfor %}");
    let numbers = typst("#let z = range(9000000000)");
    let doubled =
        html("{% set_global x = \"ab\" %}{% for i in range(end=60) %}{% set_global x = x ~ x %}{% endfor %}");
    let slow = "printing with the templates in `templates` takes longer than 9 seconds, so it was stopped";
    let large =
        "printing with the templates in `templates` takes more than 902 MB of memory, so it was stopped";
    let cases = [
        (&loops, "build", slow, "Nothing was published."),
        (
            &turns,
            "check",
            slow,
            "undo the last change to them, or delete them to go back to the built-in ones",
        ),
        (&turns, "serve --port 0", slow, "The preview has ended: mend the templates, then start it again."),
        (&numbers, "build", large, "look in `typst/style.typ` for texts and lists that grow"),
        (&doubled, "build --format json", large, "look in `html/method.html` for texts and lists that grow"),
    ];
    std::thread::scope(|threads| {
        for ((path, own), command, why, more) in cases {
            threads.spawn(move || {
                let project =
                    Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
                project.write(&format!("templates/{path}"), own.as_bytes());
                let ran = project.run(&command.split(' ').collect::<Vec<_>>());
                let said = ran.out + &ran.err;
                assert_eq!(ran.code, 1, "{command}: {said}");
                assert!(said.contains(why) && said.contains(more), "{command}: {said}");
                assert!(!project.path("output").exists(), "{command}");
            });
        }
    });
}

/// Runs `check` with the shipped style changed in one place.
fn check_with_style(from: &str, to: &str) -> Ran {
    let (path, shipped) = style_with(from);
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
    project.write(&path, shipped.replacen(from, to, 1).as_bytes());
    project.run(&["check", "--format", "short"])
}

#[test]
fn a_style_that_names_a_font_which_is_not_there_is_a_fault_and_not_a_warning() {
    let ran = check_with_style("\"Liberation Sans\"", "\"Gill Sans\"");
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains(
            "error[template]: the PDF would not be the same everywhere: unknown font family: gill sans"
        ),
        "{}",
        ran.err
    );
    assert!(ran.err.starts_with("templates/typst/style/paper.typ:"), "{}", ran.err);
}

#[test]
fn a_style_that_calls_what_is_not_there_is_reported_with_its_line() {
    let ran = check_with_style("strong(place)", "strnog(place)");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("the PDF cannot be typeset: unknown variable: strnog"), "{}", ran.err);
}

#[test]
fn a_style_that_makes_the_typesetting_library_panic_is_a_fault_and_not_a_crash() {
    // Two header rows with nothing between them, in Typst 0.15.1.
    let ran = check_with_style(
        "  v(1.4em, weak: true)\n",
        "  table(table.header(level: 1, [a]), table.header(level: 2, repeat: false, [b]), \
         table.header(level: 2, repeat: false, [c]), table.header(level: 2, repeat: false, [d]), [e])\n",
    );
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("the PDF cannot be typeset: the typesetting library gave up"), "{}", ran.err);
}

#[test]
fn a_file_of_somebody_else_is_not_overwritten() {
    let project = Project::new().file("output/r/index.html", "mine");
    let ran = project.run(&["build"]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.err.contains("error[not-our-file]: `output/r/index.html` was not made by this program"),
        "{}",
        ran.err
    );
    assert_eq!(project.text("output/r/index.html"), "mine");
}

#[test]
fn a_disk_that_refuses_is_said_and_leaves_no_panic() {
    // A file where the output folder should be: refused on every system, whoever the user is.
    let project = Project::new().file("output", "a file");
    let ran = project.run(&["build"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("error[disk-refused]: `output` could not be written"), "{}", ran.err);
}

#[test]
fn what_other_programs_leave_beside_a_file_is_passed_over_or_named() {
    let entry = "---\ntitle: Park\nrating: green\nlead: L\nupdated: 2014-03-01\n---\nText.\n";
    let project = Project::new().file("content/r/s/park.md", entry);
    for lock in ["s/~$park.md", "s/~$rk.docx", "s/.~lock.park.docx#", "~$_index.md", "s/~$plan.png"] {
        project.write(&format!("content/r/{lock}"), b"\x05Ann\0\xff");
    }
    let ran = project.run(&["check", "--strict"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    for (name, meant) in [("~$back.xlsx", "back.xlsx"), (".~lock.back.xlsx#", "back.xlsx")] {
        project.write(name, b"\x05Ann\0\xff");
        let ran = project.run(&["import", name]);
        assert_eq!(ran.code, 1);
        assert!(ran.err.contains(&format!("close `{meant}` there, and import that file")), "{}", ran.err);
    }
    // A copy is not renamed, for it would be printed beside what it was copied from.
    for copy in ["park - Copy.md", "Park (1).md", "Copy of park.md"] {
        project.write(&format!("content/r/s/{copy}"), entry.as_bytes());
        let ran = project.run(&["check"]);
        assert_eq!(ran.code, 1);
        let said = format!("compare the two, move what is missing into `park.md`, and delete `{copy}`");
        assert!(ran.err.contains(&said) && !ran.err.contains("rename"), "{}", ran.err);
        std::fs::remove_file(project.path(&format!("content/r/s/{copy}"))).expect("deleted");
        assert_eq!(project.run(&["check"]).code, 0, "as it says");
    }
}

/// A council may have written its template before the built-in one beside it asked for anything.
#[test]
fn a_template_that_sets_nothing_for_the_one_that_it_includes_still_works() {
    let shipped = std::fs::read_to_string(repository().join("templates/typst/workstream.typ")).unwrap();
    let sets = |line: &&str| line.contains("{%- set in_frame = ") || line.contains("{%- set kept = ");
    assert_eq!(shipped.lines().filter(sets).count(), 2);
    let own: String = shipped.lines().filter(|line| !sets(line)).map(|line| format!("{line}\n")).collect();
    let entry = "---\ntitle: E\nrating: green\nrisks: [{level: low, text: R}]\n---\n- One\n- Two\n";
    let project = Project::new().file("content/r/s/e.md", entry).file("templates/typst/workstream.typ", &own);
    let ran = project.run(&["build"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
}
