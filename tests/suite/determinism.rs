//! The same content gives the same bytes, whatever the machine around it says.

use crate::support::{Folder, Ran, files, program, repository};

#[test]
fn threads_time_zone_language_and_folder_change_no_byte() {
    let mut editions = Vec::new();
    for (threads, zone, language) in [("1", "UTC", "C"), ("2", "Asia/Tokyo", "cy_GB.UTF-8")] {
        let folder = Folder::new();
        let elsewhere = Folder::new();
        let mut command = program(elsewhere.path());
        command.env("RAYON_NUM_THREADS", threads).env("TZ", zone).env("LANG", language).arg("build");
        for (flag, path) in [("--content", "content"), ("--templates", "templates")] {
            command.arg(flag).arg(repository().join(path));
        }
        let ran = Ran::from(command.arg("--output").arg(folder.path()).output().unwrap());
        assert_eq!(ran.code, 0, "{}", ran.err);
        editions.push(files(folder.path()));
    }
    let (first, second) = (&editions[0], &editions[1]);
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in first {
        assert!(*bytes == second[path], "{path} differs");
    }
}

#[test]
fn building_again_touches_no_file() {
    let project =
        crate::support::Project::new().file("content/r/s/e.md", "---\ntitle: E\nrating: green\n---\nText.\n");
    project.build();
    let stamp = |path: &str| std::fs::metadata(project.path(path)).unwrap().modified().unwrap();
    let before: Vec<_> = project
        .files("output")
        .into_iter()
        .map(|(path, bytes)| (stamp(&format!("output/{path}")), path, bytes))
        .collect();
    assert_eq!(before.len(), 5);
    project.build();
    let after: Vec<_> = project
        .files("output")
        .into_iter()
        .map(|(path, bytes)| (stamp(&format!("output/{path}")), path, bytes))
        .collect();
    assert!(before == after);
}
