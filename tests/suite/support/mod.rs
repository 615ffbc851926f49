//! Tools for tests: folders to build in, the program itself, and readers of what it wrote.

pub(crate) mod docx;
pub(crate) mod html;
pub(crate) mod pdf;
pub(crate) mod png;
pub(crate) mod structure;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The repository's own folder.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The shipped file of the PDF's style that has some words: its path in a templates folder, and its text.
pub(crate) fn style_with(words: &str) -> (String, String) {
    let folder = repository().join("templates/typst/style");
    let names = std::fs::read_dir(folder).expect("the style").map(|file| file.expect("a file").path());
    let texts = names.map(|path| (std::fs::read_to_string(&path).expect("text").replace("\r\n", "\n"), path));
    let (text, path) =
        texts.into_iter().find(|(text, _)| text.contains(words)).expect("the style has the words");
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
    (format!("templates/typst/style/{name}"), text)
}

/// The program, ready to be called in `folder`, whatever the tester's own environment says.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cabinet-report"));
    command.current_dir(folder).env("NO_COLOR", "1");
    for name in ["CLICOLOR", "CLICOLOR_FORCE", "RAYON_NUM_THREADS", "TERM"] {
        command.env_remove(name);
    }
    command
}

/// Puts a link to a file or folder, which need not be there, in an empty place. It says whether there now is one: Windows
/// lets administrators and developers make links, and Wine nobody.
#[expect(clippy::print_stdout, reason = "cargo shows it beside the test that needed the link")]
pub(crate) fn link(target: &Path, place: &Path) -> bool {
    #[cfg(unix)]
    let made = std::os::unix::fs::symlink(target, place);
    #[cfg(windows)]
    let made = if target.is_dir() || (target.extension().is_none() && !target.is_file()) {
        std::os::windows::fs::symlink_dir(target, place)
    } else {
        std::os::windows::fs::symlink_file(target, place)
    };
    let is_there = std::fs::symlink_metadata(place).is_ok_and(|there| there.is_symlink());
    assert!(is_there || cfg!(windows), "{} to {}: {made:?}", place.display(), target.display());
    if !is_there {
        println!("skipped: this user may not make links here");
    }
    is_there
}

/// Gives up a lock. Closing the file is not enough: a program that another test is just starting may hold it open a
/// moment longer.
///
/// Rust unlocks twice on Windows, in case there are two locks, and Wine calls the second one another error than Windows
/// does, so what it says is not asked: each test goes on to what needs the lock.
pub(crate) fn unlock(held: &std::fs::File) {
    _ = held.unlock();
}

/// An empty folder of its own, gone when the test ends. Cargo names the place, so that nothing is left elsewhere.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder.
    pub(crate) fn new() -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let name = format!("{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).expect("a folder for a test");
        Self(path)
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed lies in the target folder and does no harm.
        _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A council's folder for one test, gone when the test ends.
pub(crate) struct Project {
    folder: Folder,
}

impl Project {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: Folder::new() }
    }

    /// A council with one report, `r`, on a period and for a meeting, so that nothing is missing.
    pub(crate) fn new() -> Self {
        Self::empty()
            .file("content/_index.md", "---\ncouncil: Test Council\n---\n")
            .file("content/r/_index.md", "---\ntitle: Progress\nperiod: Spring\nto: 2014-03-31\n---\n")
            .file("content/r/s/_index.md", "---\ntitle: Section\nowner: Head of Tests\n---\n")
    }

    /// Writes a file.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.write(path, text.as_bytes());
        self
    }

    /// Writes a file, in the middle of a test.
    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        std::fs::write(path, bytes).expect("the file is written");
    }

    /// Where a file of the project lies.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Runs the program in the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::from(program(self.folder.path()).args(arguments).output().expect("the program starts"))
    }

    /// Builds, and fails the test if the build does.
    pub(crate) fn build(&self) -> Ran {
        let ran = self.run(&["build"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran
    }

    /// A file, as text.
    pub(crate) fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    /// A file, as bytes.
    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.path(path)).unwrap_or_else(|why| panic!("{path}: {why}"))
    }

    /// Every file below a folder, by path, without the program's own hidden ones.
    pub(crate) fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        files(&self.path(folder))
    }
}

/// Every file below a folder, by path with forward slashes, without hidden ones.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files_that(folder, |name| !name.starts_with('.'))
}

/// Every file below a folder, by path with forward slashes.
pub(crate) fn all_files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files_that(folder, |_| true)
}

/// The files whose own name is wanted; of the others none is opened.
fn files_that(folder: &Path, is_wanted: impl Fn(&str) -> bool) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for found in std::fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = found.path();
            if path.is_dir() {
                folders.push(path);
            } else if is_wanted(&found.file_name().to_string_lossy()) {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
                files.insert(name, std::fs::read(&path).expect("readable"));
            }
        }
    }
    files
}

/// What came of a run.
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text").replace("\r\n", "\n");
        Self { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }
}

/// The words of a text: runs of letters and figures, which is what nobody may lose.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The first word of `wanted` that is not found in `there` after the ones before it.
pub(crate) fn first_missing<'a>(wanted: &'a [String], there: &[String]) -> Option<&'a String> {
    let mut rest = there.iter();
    wanted.iter().find(|word| !rest.any(|other| other == *word))
}
