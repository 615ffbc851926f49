//! A disk that refuses, other people's things in the way, and two builds at once: whatever is published stays whole,
//! and what belongs to others stays as it is. `tests/withstand/disk` does the same with the program itself, as root,
//! at many more sizes and with rights taken away.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use cabinet_report::diag::Code;
use cabinet_report::disk::publish::{Edition, publish};

use crate::support::{Folder, Project, Ran, files, link, program, unlock};

/// A file of every kind, each filled with the name of its edition, so that a mixture or a torn file would show.
fn contents(name: &str) -> BTreeMap<String, Vec<u8>> {
    let text = |kind: &str, lines: usize| format!("{kind} of {name}\n").repeat(lines).into_bytes();
    BTreeMap::from([
        ("index.html".to_owned(), text("list", 500)),
        ("r/index.html".to_owned(), text("page", 2000)),
        ("r/report.json".to_owned(), text("data", 1000)),
        ("r/report.pdf".to_owned(), text("paper", 4000)),
    ])
}

/// These files, to be published.
fn edition_of(files: BTreeMap<String, Vec<u8>>) -> Edition {
    let artifacts = files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect();
    Edition { artifacts, ..Edition::default() }
}

fn edition(name: &str) -> Edition {
    edition_of(contents(name))
}

/// What is published, without the files that the tests put there as somebody else.
fn published(output: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut published = files(output);
    published.retain(|path, _| !path.ends_with("notes.txt"));
    published
}

/// The edition `alpha` in a folder, with files of somebody else beside its own.
fn alpha_in(output: &Path) {
    publish(output, &edition("alpha")).unwrap();
    fs::write(output.join("notes.txt"), "mine").unwrap();
    fs::write(output.join("r/notes.txt"), "mine").unwrap();
}

fn assert_notes_are_untouched(output: &Path) {
    for notes in ["notes.txt", "r/notes.txt"] {
        assert_eq!(fs::read_to_string(output.join(notes)).unwrap(), "mine", "{notes}");
    }
}

#[test]
fn two_builds_at_once_leave_one_edition_and_it_is_whole() {
    let project = Project::empty();
    for name in ["alpha", "beta"] {
        let write = |path: &str, text: String| project.write(&format!("{name}/{path}"), text.as_bytes());
        write("_index.md", format!("---\ncouncil: Council of {name}\n---\n"));
        // Several reports, so that publishing lasts long enough for two builds to meet there.
        for report in ["r1", "r2", "r3", "r4", "r5", "r6"] {
            write(
                &format!("{report}/_index.md"),
                "---\ntitle: Progress\nperiod: Spring\nto: 2014-03-31\n---\n".to_owned(),
            );
            write(
                &format!("{report}/s/_index.md"),
                "---\ntitle: Section\nowner: Head of Tests\n---\n".to_owned(),
            );
            let text = format!("{name} speaks here. ").repeat(100);
            write(&format!("{report}/s/e.md"), format!("---\ntitle: Entry\nrating: green\n---\n{text}\n"));
        }
        let ran = project.run(&["build", "--content", name, "--output", &format!("reference-{name}")]);
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    let references = ["alpha", "beta"].map(|name| project.files(&format!("reference-{name}")));

    for round in 0..10 {
        let start = |name: &str| {
            program(&project.path(""))
                .args(["build", "--content", name, "--output", "output"])
                .stdout(Stdio::null())
                .stderr(Stdio::piped())
                .spawn()
                .expect("the program starts")
        };
        // Who is first changes from round to round.
        let names = if round % 2 == 0 { ["alpha", "beta"] } else { ["beta", "alpha"] };
        let children = names.map(start);
        let codes = children.map(|child| {
            let output = child.wait_with_output().expect("it ends");
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            let code = output.status.code();
            assert!(code == Some(0) || (code == Some(3) && said.contains("error[busy]")), "{code:?}: {said}");
            code
        });
        assert!(codes.contains(&Some(0)), "round {round}: nobody published anything");
        let there = project.files("output");
        assert!(references.contains(&there), "round {round}: a mixture of two editions");
        // A build that was told to wait has published nothing.
        let published = if there == references[0] { "alpha" } else { "beta" };
        let index = names.iter().position(|name| *name == published).unwrap();
        assert_eq!(codes[index], Some(0), "round {round}: {published} was refused and yet is there");
    }
}

#[test]
fn a_spoilt_manifest_owns_nothing_and_is_put_right_by_the_same_edition() {
    let spoilt: [(&str, Vec<u8>); 7] = [
        ("empty", Vec::new()),
        ("cut off", b"{\n  \"about\": \"Files that".to_vec()),
        ("no text", vec![0xff; 5000]),
        ("nested without end", b"[".repeat(1_000_000)),
        ("a list", b"[1, 2]".to_vec()),
        ("of other things", b"{\"files\": [1, {}, null], \"pdfs\": 7, \"restricted\": \"perhaps\"}".to_vec()),
        (
            "that leads out",
            b"{\"files\": [\"../mine.txt\", \"/etc/hostname\", \"r/../../mine.txt\", \"\"]}".to_vec(),
        ),
    ];
    for (what, bytes) in spoilt {
        let folder = Folder::new();
        let output = folder.path().join("output");
        fs::write(folder.path().join("mine.txt"), "mine").unwrap();
        alpha_in(&output);
        fs::write(output.join(".cabinet-report.json"), bytes).unwrap();

        // Nothing is known to be the program's own, so another edition may overwrite nothing.
        let faults = publish(&output, &edition("beta")).unwrap_err();
        assert!(faults.iter().all(|fault| fault.code == Code::NotOurFile), "{what}: {faults:?}");
        // Whoever reads this must learn why the program no longer knows its own files.
        let says_why = faults[0].help.iter().any(|help| help.contains("is damaged"));
        assert_eq!(says_why, !["of other things", "that leads out"].contains(&what), "{what}: {faults:?}");
        assert_eq!(published(&output), contents("alpha"), "{what}");

        // The same edition changes no file, so it may own them; then all is as before.
        publish(&output, &edition("alpha")).unwrap();
        publish(&output, &edition("beta")).unwrap();
        assert_eq!(published(&output), contents("beta"), "{what}");
        assert_notes_are_untouched(&output);
        assert_eq!(fs::read_to_string(folder.path().join("mine.txt")).unwrap(), "mine", "{what}");
    }
}

#[test]
fn a_folder_in_the_place_of_a_file_is_left_alone() {
    for file in ["index.html", "r/index.html", "r/report.pdf"] {
        let folder = Folder::new();
        let output = folder.path();
        alpha_in(output);
        fs::remove_file(output.join(file)).unwrap();
        fs::create_dir(output.join(file)).unwrap();
        fs::write(output.join(file).join("keep.txt"), "mine").unwrap();

        let faults = publish(output, &edition("beta")).unwrap_err();
        assert_eq!(faults[0].code, Code::NotOurFile, "{file}");
        assert_eq!(fs::read_to_string(output.join(file).join("keep.txt")).unwrap(), "mine");
        // The build has stopped before its first file.
        let mut expected = contents("alpha");
        expected.remove(file);
        expected.insert(format!("{file}/keep.txt"), b"mine".to_vec());
        assert_eq!(published(output), expected, "{file}");

        fs::remove_dir_all(output.join(file)).unwrap();
        publish(output, &edition("beta")).unwrap();
        assert_eq!(published(output), contents("beta"), "{file}");
        assert_notes_are_untouched(output);
    }
}

#[test]
fn a_file_in_the_place_of_a_folder_is_left_alone() {
    let folder = Folder::new();
    let output = folder.path().join("output");
    alpha_in(&output);
    fs::remove_dir_all(output.join("r")).unwrap();
    fs::write(output.join("r"), "mine").unwrap();
    let faults = publish(&output, &edition("beta")).unwrap_err();
    assert!(matches!(faults[0].code, Code::DiskRefused | Code::NotOurFile), "{faults:?}");
    assert_eq!(fs::read_to_string(output.join("r")).unwrap(), "mine");
    assert_eq!(fs::read(output.join("index.html")).unwrap(), contents("alpha")["index.html"]);
    fs::remove_file(output.join("r")).unwrap();
    publish(&output, &edition("beta")).unwrap();
    assert_eq!(published(&output), contents("beta"));

    // And one in the place of the whole output folder.
    let output = folder.path().join("other");
    fs::write(&output, "mine").unwrap();
    let faults = publish(&output, &edition("beta")).unwrap_err();
    assert_eq!(faults[0].code, Code::DiskRefused);
    assert_eq!(fs::read_to_string(&output).unwrap(), "mine");
}

#[test]
fn what_took_the_place_of_an_old_file_neither_goes_nor_stops_the_build() {
    for is_folder in [true, false] {
        let folder = Folder::new();
        let output = folder.path();
        let mut first = contents("alpha");
        first.insert("old/index.html".to_owned(), b"old".to_vec());
        publish(output, &edition_of(first)).unwrap();
        fs::remove_dir_all(output.join("old")).unwrap();
        let mine = if is_folder { "old/index.html/keep.txt" } else { "old" };
        fs::create_dir_all(output.join(mine).parent().unwrap()).unwrap();
        fs::write(output.join(mine), "mine").unwrap();

        publish(output, &edition("beta")).unwrap();
        assert_eq!(fs::read_to_string(output.join(mine)).unwrap(), "mine");
        let mut published = published(output);
        published.remove(mine);
        assert_eq!(published, contents("beta"));
    }
}

#[test]
fn a_manifest_that_is_no_file_or_may_not_be_read_is_not_taken_for_an_empty_one() {
    let folder = Folder::new();
    let output = folder.path();
    alpha_in(output);
    let manifest = output.join(".cabinet-report.json");
    let list = fs::read(&manifest).unwrap();
    fs::remove_file(&manifest).unwrap();
    fs::create_dir(&manifest).unwrap();
    let faults = publish(output, &edition("beta")).unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].code, Code::NotOurFile);
    assert!(faults[0].message.contains(".cabinet-report.json"), "{faults:?}");
    fs::remove_dir(&manifest).unwrap();
    fs::write(&manifest, list).unwrap();

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;

        fs::set_permissions(&manifest, fs::Permissions::from_mode(0o000)).unwrap();
        // Rights do not bind root; `tests/withstand/disk` builds as another user there.
        if fs::read(&manifest).is_err() {
            let faults = publish(output, &edition("beta")).unwrap_err();
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert_eq!(faults[0].code, Code::UnreadableFile);
            assert!(faults[0].message.contains("the list of what this program has made"), "{faults:?}");
        }
        fs::set_permissions(&manifest, fs::Permissions::from_mode(0o644)).unwrap();
    }
    assert_eq!(published(output), contents("alpha"));
    publish(output, &edition("beta")).unwrap();
    assert_eq!(published(output), contents("beta"));
}

/// A PDF reader on Windows keeps the file that it shows from being replaced.
#[cfg(windows)]
#[test]
fn files_that_are_open_are_all_named_before_anything_is_written() {
    use std::os::windows::fs::OpenOptionsExt as _;
    // Others may read the file, and may neither write, replace nor delete it: `FILE_SHARE_READ`.
    const SHARE_READ: u32 = 1;

    let folder = Folder::new();
    let output = folder.path();
    alpha_in(output);
    let open =
        |path: &str| fs::File::options().read(true).share_mode(SHARE_READ).open(output.join(path)).unwrap();
    let readers = ["r/index.html", "r/report.pdf"].map(open);
    let faults = publish(output, &edition("beta")).unwrap_err();
    assert_eq!(faults.len(), 2, "{faults:?}");
    for (fault, name) in faults.iter().zip(["r/index.html", "r/report.pdf"]) {
        assert_eq!(fault.code, Code::DiskRefused);
        assert!(fault.message.contains(name), "{faults:?}");
    }
    assert_eq!(published(output), contents("alpha"));
    drop(readers);
    publish(output, &edition("beta")).unwrap();
    assert_eq!(published(output), contents("beta"));
    assert_notes_are_untouched(output);
}

/// Other people's files, and the output folder that links to them are put in.
struct Linked {
    folder: Folder,
}

impl Linked {
    fn new() -> Self {
        let linked = Self { folder: Folder::new() };
        fs::create_dir_all(linked.folder.path().join("others/r")).unwrap();
        for path in ["others/mine.txt", "others/r/index.html", "others/r/report.pdf"] {
            fs::write(linked.folder.path().join(path), "mine").unwrap();
        }
        alpha_in(&linked.output());
        linked
    }

    fn output(&self) -> std::path::PathBuf {
        self.folder.path().join("output")
    }

    /// Puts a link in the place of something in the output folder, if that can be done.
    fn link(&self, place: &str, target: &str) -> bool {
        let place = self.output().join(place);
        if place.is_dir() {
            fs::remove_dir_all(&place).unwrap();
        } else {
            _ = fs::remove_file(&place);
        }
        link(&self.folder.path().join("others").join(target), &place)
    }

    fn assert_others_are_untouched(&self, what: &str) {
        let others = files(&self.folder.path().join("others"));
        let names: Vec<&str> = others.keys().map(String::as_str).collect();
        assert_eq!(names, ["mine.txt", "r/index.html", "r/report.pdf"], "{what}");
        assert!(others.values().all(|bytes| bytes == b"mine"), "{what}");
    }
}

#[test]
fn links_in_the_output_folder_are_not_written_through() {
    let places = [
        "index.html",
        "r/index.html",
        "r/report.pdf",
        ".cabinet-report.json",
        ".index.html.cabinet-report-new",
        "r/.report.pdf.cabinet-report-new",
    ];
    for place in places {
        for target in ["mine.txt", "nowhere.txt"] {
            let linked = Linked::new();
            if !linked.link(place, target) {
                return;
            }
            // Whether it is refused or the link is replaced by a file is told by the message; nothing may go through.
            _ = publish(&linked.output(), &edition("beta"));
            linked.assert_others_are_untouched(&format!("{place} to {target}"));
        }
    }
    let linked = Linked::new();
    if !linked.link(".cabinet-report.lock", "mine.txt") {
        return;
    }
    _ = publish(&linked.output(), &edition("beta"));
    linked.assert_others_are_untouched("the lock");
}

#[test]
fn links_to_folders_and_links_of_hidden_files_are_not_written_through() {
    for (place, target) in [
        ("r", "r"),
        ("r", "nowhere"),
        (".cabinet-report.lock", "nowhere.txt"),
        ("..cabinet-report.json.cabinet-report-new", "mine.txt"),
        ("..cabinet-report.json.cabinet-report-new", "nowhere.txt"),
    ] {
        let linked = Linked::new();
        if !linked.link(place, target) {
            return;
        }
        let mut next = contents("beta");
        // A further file changes the manifest, which is written only where it changes.
        next.insert("s/index.html".to_owned(), b"more".to_vec());
        _ = publish(&linked.output(), &edition_of(next));
        linked.assert_others_are_untouched(&format!("{place} to {target}"));
    }
    // A report that is no longer made is deleted where it was written, and nowhere else.
    let linked = Linked::new();
    if !linked.link("r", "r") {
        return;
    }
    let mut next = contents("beta");
    next.retain(|path, _| !path.starts_with("r/"));
    _ = publish(&linked.output(), &edition_of(next));
    linked.assert_others_are_untouched("a report that is gone");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_to_keeps_what_it_has() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = Folder::new();
    let output = folder.path().join("output");
    alpha_in(&output);
    let set_rights = |rights: u32| {
        for path in ["r", ""] {
            fs::set_permissions(output.join(path), fs::Permissions::from_mode(rights)).unwrap();
        }
    };
    set_rights(0o555);
    // Rights do not bind root; `tests/withstand/disk` builds as another user there.
    let binds = fs::write(output.join("trial"), "").is_err();
    if binds {
        let faults = publish(&output, &edition("beta")).unwrap_err();
        assert_eq!(faults[0].code, Code::DiskRefused);
        assert_eq!(published(&output), contents("alpha"));
        set_rights(0o755);
        publish(&output, &edition("beta")).unwrap();
        assert_eq!(published(&output), contents("beta"));
        assert_notes_are_untouched(&output);
    } else {
        println!("skipped: the tests run as root, whom the rights of a folder do not bind");
        set_rights(0o755);
    }
}

/// A small file system, gone when the test ends.
#[cfg(target_os = "linux")]
struct SmallDisk(std::path::PathBuf);

#[cfg(target_os = "linux")]
impl SmallDisk {
    /// Mounts it, or says why that is not possible.
    fn mount(place: &Path, kilobytes: usize) -> Result<Self, String> {
        fs::create_dir_all(place).unwrap();
        let size = format!("size={kilobytes}k");
        Self::call("mount", &["-t", "tmpfs", "-o", &size, "tmpfs"], place)?;
        Ok(Self(place.to_path_buf()))
    }

    /// Gives it another size.
    fn resize(&self, kilobytes: usize) {
        Self::call("mount", &["-o", &format!("remount,size={kilobytes}k")], &self.0).unwrap();
    }

    fn call(command: &str, arguments: &[&str], place: &Path) -> Result<(), String> {
        let ran = std::process::Command::new(command).args(arguments).arg(place).output();
        let ran = ran.map_err(|why| why.to_string())?;
        if ran.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&ran.stderr).trim().to_owned())
        }
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Detached at once, even if something still looks at it; the folder is removed right after.
        _ = Self::call("umount", &["-l"], &self.0);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_every_file_whole_and_the_next_build_is_right() {
    const ENOUGH: usize = 4096;
    let folder = Folder::new();
    let output = folder.path().join("small");
    if let Err(why) = SmallDisk::mount(&output, ENOUGH).map(drop) {
        println!("skipped: this user may not mount a small file system here ({why})");
        return;
    }
    let (alpha, beta) = (contents("alpha"), contents("beta"));
    let mut refused = 0;
    for starts_empty in [true, false] {
        for room in (0..=240).step_by(20) {
            let disk = SmallDisk::mount(&output, ENOUGH).unwrap();
            if !starts_empty {
                alpha_in(&output);
            }
            // A size of zero would mean no limit; the smallest disk has one page.
            let taken: usize = files(&output).values().map(|bytes| bytes.len().div_ceil(4096) * 4).sum();
            disk.resize(taken + 4 + room);
            if let Err(faults) = publish(&output, &edition("beta")) {
                refused += 1;
                assert_eq!(faults[0].code, Code::DiskRefused, "{room}");
                assert!(faults[0].message.contains("could not be written"), "{}", faults[0].message);
            }
            for (path, bytes) in published(&output) {
                assert!(
                    bytes == alpha[&path] || bytes == beta[&path],
                    "{path} is torn with {room} KB of room"
                );
            }
            disk.resize(ENOUGH);
            publish(&output, &edition("beta")).unwrap();
            assert_eq!(published(&output), beta, "{room}");
            if !starts_empty {
                assert_notes_are_untouched(&output);
            }
        }
    }
    assert!(refused > 2, "some of the disks were too small");
}

#[test]
fn a_file_that_is_far_too_large_is_reported_at_once_and_not_read() {
    let project = Project::new();
    let large = |path: &str, size: u64| {
        project.write(path, b"");
        fs::File::options().write(true).open(project.path(path)).unwrap().set_len(size).unwrap();
    };
    project.write("content/r/s/e.md", b"---\ntitle: E\nrating: green\n---\n![A plan](plan.png)\n");
    large("content/r/s/film.md", 60_000_000);
    large("content/r/s/just.md", 2_000_001);
    large("content/r/s/plan.png", 50_000_000);
    large("templates/html/report.html", 50_000_000);
    large("templates/fonts/own.ttf", 50_000_000);
    let started = std::time::Instant::now();
    let ran = project.run(&["check", "--format", "short"]);
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!(ran.code, 1, "{}", ran.err);
    let lines: Vec<&str> = ran.err.lines().filter(|line| line.contains("error[")).collect();
    assert_eq!(
        lines,
        [
            "content/r/s/film.md: error[too-large]: `content/r/s/film.md` is 60.0 MB large, and a text may have at most 2 MB",
            "content/r/s/just.md: error[too-large]: `content/r/s/just.md` is 2.1 MB large, and a text may have at most 2 MB",
            "content/r/s/plan.png: error[too-large]: `content/r/s/plan.png` is 50.0 MB large, and a picture may have at most 20 MB",
            "templates/fonts/own.ttf: error[too-large]: `templates/fonts/own.ttf` is 50.0 MB large, and a font may have at most 20 MB",
            "templates/html/report.html: error[too-large]: `templates/html/report.html` is 50.0 MB large, and a template may have at most 2 MB",
        ],
        "{}",
        ran.err
    );
}

#[cfg(unix)]
#[test]
fn what_is_not_a_plain_file_is_reported_and_never_opened() {
    let project =
        Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\n![A plan](plan.png)\n");
    project.write("elsewhere.txt", b"root:secret:0:0\n");
    for place in
        ["content/_index.md", "content/r/s/x.md", "content/r/s/plan.png", "templates/html/report.html"]
    {
        let place = project.path(place);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        _ = fs::remove_file(&place);
        if !std::process::Command::new("mkfifo").arg(&place).status().is_ok_and(|status| status.success()) {
            println!("skipped: there is no `mkfifo` here");
            return;
        }
    }
    fs::remove_file(project.path("content/r/s/_index.md")).unwrap();
    for link in ["content/r/s/_Index.md", "templates/html/index.html", "content/r/s/pictures.png"] {
        std::os::unix::fs::symlink(project.path("elsewhere.txt"), project.path(link)).unwrap();
    }
    // An editor leaves such links, and nobody wants to hear of them.
    std::os::unix::fs::symlink("nobody@nowhere:1", project.path("templates/html/.#report.html")).unwrap();
    std::os::unix::fs::symlink("nobody@nowhere:1", project.path("content/r/s/.#e.md")).unwrap();
    let ran = project.run(&["check", "--format", "short"]);
    let said = |path: &str, code: &str| {
        let line = format!("{path}: error[{code}]: ");
        assert_eq!(ran.err.matches(&line).count(), 1, "{line} in {}", ran.err);
    };
    for pipe in
        ["content/_index.md", "content/r/s/x.md", "content/r/s/plan.png", "templates/html/report.html"]
    {
        said(pipe, "unreadable-file");
    }
    for link in ["content/r/s/_Index.md", "content/r/s/pictures.png", "templates/html/index.html"] {
        said(link, "symbolic-link");
    }
    assert_eq!(ran.err.matches("error[").count(), 7, "{}", ran.err);
    assert!(!ran.err.contains("secret"), "{}", ran.err);
}

#[cfg(unix)]
#[test]
fn a_named_pipe_does_not_stop_the_build_for_ever() {
    use std::time::{Duration, Instant};

    for place in [
        "content/r/s/x.md",
        "content/r/s/_index.md",
        "output/.cabinet-report.json",
        "output/.cabinet-report.lock",
    ] {
        let project =
            Project::new().file("content/r/s/e.md", "---\ntitle: Entry\nrating: green\n---\nText.\n");
        let pipe = project.path(place);
        fs::create_dir_all(pipe.parent().unwrap()).unwrap();
        _ = fs::remove_file(&pipe);
        if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
            println!("skipped: there is no `mkfifo` here");
            return;
        }
        let mut child = program(&project.path(""))
            .arg("build")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let started = Instant::now();
        while child.try_wait().expect("it can be asked").is_none() {
            if started.elapsed() > Duration::from_secs(20) {
                _ = child.kill();
                _ = child.wait();
                panic!("{place} is a named pipe, and the build waits for it");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// What `init` makes in an empty folder.
fn made_by_init() -> BTreeMap<String, Vec<u8>> {
    let project = Project::empty();
    assert_eq!(project.run(&["init"]).code, 0);
    with_hidden(&project.path(""))
}

/// Every file below a folder, hidden ones too.
fn with_hidden(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let found =
        walkdir::WalkDir::new(folder).into_iter().flatten().filter(|found| !found.file_type().is_dir());
    found
        .map(|found| {
            let path = found.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            let is_file = found.file_type().is_file();
            (path, if is_file { fs::read(found.path()).unwrap() } else { b"link".to_vec() })
        })
        .filter(|(path, _)| !path.ends_with(".cabinet-report.lock"))
        .collect()
}

#[test]
fn whatever_a_killed_run_has_left_the_next_one_makes_new_content() {
    let whole = made_by_init();
    // Before the first name is given, all lies under hidden names, some of it half.
    let project = Project::empty();
    project.write(".content.cabinet-report-new/_index.md", b"---\ncoun");
    project.write(".content.cabinet-report-new/first-report/extra.md", b"");
    project.write("..vscode.cabinet-report-new/settings.json", b"");
    let ran = project.run(&["init"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(with_hidden(&project.path("")), whole);
    // Between two names. Where the content folder was there already, its own file comes last.
    for missing in [&["content/_index.md"][..], &["content/_index.md", "content/first-report"], &[".vscode"]]
    {
        for path in missing {
            let path = project.path(path);
            if path.is_dir() { fs::remove_dir_all(path).unwrap() } else { fs::remove_file(path).unwrap() }
        }
        let ran = project.run(&["init"]);
        assert_eq!(ran.code, 0, "{missing:?}: {}", ran.err);
        assert_eq!(with_hidden(&project.path("")), whole, "{missing:?}");
    }
    // After the last one the file has two names for a moment.
    project.write("content/first-report/example-workstream/.e.md.cabinet-report-new", b"half");
    let ran = project.run(&["new", "entry", "first-report/example-workstream/e"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    project.write(".returns-first-report.xlsx.cabinet-report-new", b"half");
    let ran = project.run(&["export", "first-report", "--xlsx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let left: Vec<String> =
        with_hidden(&project.path("")).into_keys().filter(|path| path.ends_with("-new")).collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn a_file_that_says_something_else_stops_all_of_the_new_content() {
    let project =
        Project::empty().file("content/first-report/example-workstream/_index.md", "---\ntitle: Mine\n---\n");
    let before = with_hidden(&project.path(""));
    let ran = project.run(&["init"]);
    assert_eq!(ran.code, 3);
    let said = "error[already-there]: `content/first-report/example-workstream/_index.md` already exists";
    assert!(ran.err.contains(said), "{}", ran.err);
    assert_eq!(with_hidden(&project.path("")), before);
    // A file where a folder would have to be.
    let project = Project::empty().file("content", "mine");
    let ran = project.run(&["init"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("`content` is a file, so nothing can be made in it"), "{}", ran.err);
    assert_eq!(with_hidden(&project.path("")).len(), 1);
}

#[test]
fn new_content_is_written_through_no_link() {
    for (place, target, arguments) in [
        ("content/_index.md", "nowhere.md", &["init"][..]),
        ("content/first-report", "nowhere", &["init"]),
        ("content", "nowhere", &["init"]),
        ("content/r/s/e.md", "nowhere.md", &["new", "entry", "r/s/e"]),
        ("content/r/s/e.md", "mine.txt", &["new", "entry", "r/s/e"]),
        ("content/r/t", "nowhere", &["new", "section", "r/t"]),
        ("content/t", "nowhere", &["new", "report", "t"]),
        ("content/t", "others", &["new", "report", "t"]),
        ("content/o", "others", &["new", "section", "o/t"]),
        ("returns-r.xlsx", "nowhere.xlsx", &["export", "r", "--xlsx"]),
    ] {
        let is_init = arguments == ["init"];
        let project = if is_init { Project::empty() } else { Project::new() };
        project.write("mine.txt", b"mine");
        project.write("others/_index.md", b"---\ntitle: Others\n---\n");
        if place != "content" {
            fs::create_dir_all(project.path("content/r/s")).unwrap();
        }
        if arguments[0] == "export" {
            project.write("content/r/s/e.md", b"---\ntitle: E\nrating: green\n---\nText.\n");
        }
        if !link(&project.path(target), &project.path(place)) {
            return;
        }
        let before = with_hidden(&project.path(""));
        let ran = project.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{place} to {target}: {}", ran.err);
        let is_reported = ran.err.contains("is only a link to") || ran.err.contains("already exists");
        assert!(is_reported && ran.err.contains(place), "{place} to {target}: {}", ran.err);
        assert_eq!(with_hidden(&project.path("")), before, "{place} to {target}");
    }
    // The content folder itself may lie elsewhere, if somebody has made the link on purpose.
    let project = Project::empty();
    fs::create_dir_all(project.path("drive/reports")).unwrap();
    assert!(link(&project.path("drive/reports"), &project.path("content")));
    let ran = project.run(&["init"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(project.text("drive/reports/first-report/_index.md").contains("title: Progress report"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_no_half_of_new_content() {
    let whole = made_by_init();
    let folder = Folder::new();
    let place = folder.path().join("small");
    if let Err(why) = SmallDisk::mount(&place, 1024).map(drop) {
        println!("skipped: this user may not mount a small file system here ({why})");
        return;
    }
    let mut refused = 0;
    let run = |arguments: &[&str]| Ran::from(program(&place).args(arguments).output().unwrap());
    for kilobytes in (4..=160).step_by(12) {
        let disk = SmallDisk::mount(&place, kilobytes).unwrap();
        let ran = run(&["init"]);
        let is_whole = with_hidden(&place) == whole;
        if ran.code == 0 {
            assert!(is_whole, "{kilobytes}");
        } else {
            refused += 1;
            assert_eq!(ran.code, 3, "{kilobytes}: {}", ran.err);
            assert!(ran.err.contains("error[disk-refused]"), "{}", ran.err);
            assert_eq!(fs::read_dir(&place).unwrap().count(), 0, "nothing is left with {kilobytes} KB");
            disk.resize(1024);
            let ran = run(&["init"]);
            assert_eq!(ran.code, 0, "{kilobytes}: {}", ran.err);
            assert_eq!(with_hidden(&place), whole);
        }
    }
    assert!(refused > 2, "some of the disks were too small");
}

/// A council with a dozen entries, and returns that give each of them another reason.
fn with_returns(names: &[&str]) -> Project {
    let project = Project::new();
    for entry in 0..12 {
        let text = "---\ntitle: Entry\nrating: red\nreason: none\naction: A\n---\nText.\n";
        project.write(&format!("content/r/s/e{entry}.md"), text.as_bytes());
    }
    for name in names {
        let rows: String = (0..12).map(|entry| format!("r/s/e{entry},{name}\n")).collect();
        project.write(&format!("{name}.csv"), format!("Id,Reason\n{rows}").as_bytes());
    }
    project
}

/// Whose reasons the entries give.
fn reasons(files: &BTreeMap<String, Vec<u8>>, names: &[&str]) -> Vec<String> {
    let says = |name: &str| {
        let reason = format!("\nreason: {name}\n");
        files.values().filter(|text| String::from_utf8_lossy(text).contains(&reason)).count()
    };
    names.iter().filter(|name| says(name) > 0).map(|name| format!("{name} {}", says(name))).collect()
}

#[test]
fn two_imports_at_once_leave_no_mixture() {
    let names = ["alpha", "beta"];
    let project = with_returns(&names);
    for round in 0..12 {
        let children = names.map(|name| {
            let mut command = program(&project.path(""));
            command.args(["import", &format!("{name}.csv")]).stdout(Stdio::null()).stderr(Stdio::null());
            command.spawn().unwrap()
        });
        for child in children {
            let code = child.wait_with_output().unwrap().status.code();
            assert_eq!(code, Some(0), "the second waits for the first");
        }
        let there = reasons(&project.files("content"), &names);
        assert!(there == ["alpha 12"] || there == ["beta 12"], "round {round}: {there:?}");
    }
}

#[test]
fn content_that_is_being_changed_is_neither_read_nor_changed_by_another_run() {
    let project = with_returns(&["alpha"]);
    project.build();
    let lock = project.path("content/.cabinet-report.lock");
    assert!(!lock.exists(), "a build writes nothing in the content folder");
    let before = (project.files("content"), project.files("output"));
    let run_all = |commands: &[&'static str]| -> Vec<(&'static str, Ran)> {
        std::thread::scope(|threads| {
            let running: Vec<_> = commands
                .iter()
                .map(|command| {
                    let project = &project;
                    (*command, threads.spawn(move || project.run(&command.split(' ').collect::<Vec<_>>())))
                })
                .collect();
            running.into_iter().map(|(command, ran)| (command, ran.join().unwrap())).collect()
        })
    };
    let held = fs::File::create(&lock).unwrap();
    held.lock().unwrap();
    let all = [
        "build",
        "check",
        "explain r",
        "export r --xlsx",
        "import alpha.csv",
        "import alpha.csv --dry-run",
        "new entry r/s/new",
        "new report q --from r",
        "init",
    ];
    for (command, ran) in run_all(&all) {
        assert_eq!((ran.code, ran.out.is_empty()), (3, true), "{command}: {}", ran.err);
        assert!(ran.err.contains("error[busy]: another run of this program is "), "{command}: {}", ran.err);
        assert_eq!(ran.err.matches("error[").count(), 1, "{command}: {}", ran.err);
    }
    assert_eq!((project.files("content"), project.files("output")), before);
    // Those who only read do not stand in one another's way, but what they read stays as it is.
    unlock(&held);
    held.lock_shared().unwrap();
    for (command, ran) in run_all(&["explain r", "import alpha.csv --dry-run", "import alpha.csv"]) {
        assert_eq!(ran.code, if command == "import alpha.csv" { 3 } else { 0 }, "{command}: {}", ran.err);
    }
    assert_eq!(project.files("content"), before.0);
    // The lock file that is left behind bars nobody.
    unlock(&held);
    for command in ["build", "import alpha.csv", "new entry r/s/new"] {
        let ran = project.run(&command.split(' ').collect::<Vec<_>>());
        assert_eq!(ran.code, 0, "{command}: {}", ran.err);
    }
    assert_eq!(reasons(&project.files("content"), &["alpha"]), ["alpha 12"]);
}

#[test]
fn a_change_that_begins_while_content_is_read_has_it_read_again() {
    use cabinet_report::disk::lock;
    use std::cell::Cell;

    let project = Project::new();
    let (content, rounds) = (project.path("content"), Cell::new(0));
    let read = lock::reading(&content, || {
        rounds.set(rounds.get() + 1);
        let before = fs::read(content.join("r/_index.md")).unwrap();
        if rounds.get() == 1 {
            let _lock = lock::to_change(&content).unwrap();
            fs::write(content.join("r/_index.md"), "another").unwrap();
        }
        before
    });
    assert_eq!((read.unwrap(), rounds.get()), (b"another".to_vec(), 2));
}

#[test]
fn something_else_in_the_place_of_the_lock_file_stops_changes_and_no_build() {
    let project = with_returns(&["alpha"]);
    let lock = project.path("content/.cabinet-report.lock");
    if !link(&project.path("nowhere"), &lock) {
        // Anything else will do.
        fs::create_dir(&lock).unwrap();
    }
    project.build();
    let ran = project.run(&["import", "alpha.csv"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("error[not-our-file]: `content/.cabinet-report.lock`"), "{}", ran.err);
    assert!(!project.path("nowhere").exists());
}

#[cfg(unix)]
#[test]
fn whoever_may_write_no_lock_file_may_still_change_what_they_may_write_to() {
    let project = with_returns(&["alpha"]);
    let rights = |rights: u32| {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(project.path("content"), fs::Permissions::from_mode(rights)).unwrap();
    };
    rights(0o555);
    let ran = project.run(&["import", "alpha.csv"]);
    rights(0o755);
    assert_eq!(ran.code, 0, "{}", ran.err);
}

#[test]
fn templates_that_are_meant_and_cannot_be_read_are_a_fault() {
    let project = Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
    project.write("own.css", b"p { color: red }");
    project.build();
    let before = project.files("output");
    for (name, why) in [("temlates", ""), ("own.css", "it is not a folder")] {
        for command in ["build", "check"] {
            let ran = project.run(&[command, "--templates", name, "--format", "short"]);
            assert_eq!(ran.code, 3, "{name}: {}", ran.err);
            let said = format!(
                "{name}: error[unreadable-file]: your own templates in `{name}` could not be read: {why}"
            );
            assert!(ran.err.starts_with(&said), "{}", ran.err);
        }
    }
    assert!(
        project.run(&["build", "--templates", "temlates"]).err.contains("check the name after `--templates`")
    );
    // The usual folder need not be there, but what is there must lead somewhere.
    if link(Path::new("nowhere"), &project.path("templates")) {
        let ran = project.run(&["build"]);
        assert_eq!(ran.code, 3, "{}", ran.err);
        assert!(ran.err.contains("your own templates in `templates` could not be read"), "{}", ran.err);
        // Windows knows links to folders, and removes them as such.
        _ = fs::remove_file(project.path("templates")).or_else(|_| fs::remove_dir(project.path("templates")));
    }
    assert_eq!(project.files("output"), before);
    fs::create_dir(project.path("templates")).unwrap();
    assert_eq!(project.run(&["check", "--templates", "templates"]).code, 0);
}
