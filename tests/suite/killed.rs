//! A build that is killed leaves every file whole, and the next one puts everything right.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Instant;

use crate::support::{Project, program};

/// An edition whose files all say its number many times over, so that a mixture or a torn file would show.
fn write_edition(project: &Project, number: usize) {
    for entry in 0..12 {
        let text = format!("Edition{number} ").repeat(400);
        let entry = format!("content/r/s/e{entry}.md");
        project.write(&entry, format!("---\ntitle: Entry\nrating: green\n---\n{text}\n").as_bytes());
    }
}

/// Whether a file is whole: it ends as its kind ends.
fn is_whole(path: &str, bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    match path.rsplit('.').next() {
        Some("html") => text.trim_end().ends_with("</html>"),
        Some("json") => serde_json::from_slice::<serde_json::Value>(bytes).is_ok(),
        Some("csv") => text.ends_with('\n') && text.lines().all(|line| line.split(',').count() == 31),
        Some("pdf") => text.trim_end().ends_with("%%EOF") && hayro_syntax::Pdf::new(bytes.to_vec()).is_ok(),
        other => panic!("{other:?} is not published"),
    }
}

#[test]
fn files_are_whole_whenever_the_build_is_killed() {
    let project = Project::new();
    write_edition(&project, 0);
    project.build();
    // Beside ours lies a file of somebody else, in a folder of ours.
    project.write("output/r/notes.txt", b"mine");

    write_edition(&project, 1);
    let started = Instant::now();
    project.build();
    let mut delay = started.elapsed();

    let mut killed = 0;
    for round in 2..26 {
        write_edition(&project, round);
        let mut child = program(&project.path(""))
            .arg("build")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(delay);
        _ = child.kill();
        let was_killed = !child.wait().expect("it ends").success();
        killed += usize::from(was_killed);
        // Hovers about the end of a build, where files are written and renamed, however fast this machine is.
        delay = delay.mul_f64(if was_killed { 1.05 } else { 0.8 });

        let mut files: BTreeMap<String, Vec<u8>> = project.files("output");
        assert_eq!(files.remove("r/notes.txt").as_deref(), Some(&b"mine"[..]));
        assert_eq!(files.len(), 5, "{:?}", files.keys());
        for (path, bytes) in files {
            assert!(is_whole(&path, &bytes), "{path} after kill {round}");
        }
    }
    assert!(killed > 0, "at least one build was killed before its end");

    project.build();
    let page = project.text("output/r/index.html");
    assert!(page.contains("Edition25") && !page.contains("Edition24"));
    let unfinished = std::fs::read_dir(project.path("output/r"))
        .unwrap()
        .flatten()
        .filter(|found| found.file_name().to_string_lossy().ends_with(".cabinet-report-new"));
    assert_eq!(unfinished.count(), 0, "what the killed builds left is cleared away");
}

#[test]
fn new_content_is_there_or_not_whenever_the_program_is_killed() {
    let whole = {
        let project = Project::empty();
        assert_eq!(project.run(&["init"]).code, 0);
        project.files("content")
    };
    let start = |project: &Project| {
        let mut command = program(&project.path(""));
        command.arg("init").stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().expect("the program starts")
    };
    let started = Instant::now();
    start(&Project::empty()).wait().expect("it ends");
    let mut delay = started.elapsed();
    let mut killed = 0;
    for round in 0..40 {
        let project = Project::empty();
        let mut child = start(&project);
        std::thread::sleep(delay);
        _ = child.kill();
        let was_killed = !child.wait().expect("it ends").success();
        killed += usize::from(was_killed);
        // Hovers about the end, where files are written and renamed.
        delay = delay.mul_f64(if was_killed { 1.1 } else { 0.8 });
        let there = project.files("content");
        assert!(there.is_empty() || there == whole, "half is there after kill {round}: {:?}", there.keys());
        let ran = project.run(&["init"]);
        let is_there = ran.err.contains("`content/_index.md` already exists");
        assert!(ran.code == 0 || (is_there && there == whole), "after kill {round}: {}", ran.err);
        assert_eq!(project.files("content"), whole, "after kill {round}");
        assert!(project.path(".vscode/tasks.json").is_file(), "after kill {round}");
    }
    assert!(killed > 0, "at least one run was killed before its end");
}
