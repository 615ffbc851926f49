//! Walks the content and template folders and reads what is there.
//!
//! In: two paths. Out: a [`Tree`] of folders and files in sorted order, their text in [`Sources`], and
//! faults in names and places. It reads but never parses: it must not know what a file says.

mod decoding;
pub(crate) mod names;
mod reading;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind::NotFound;
use std::path::{Path, PathBuf};

use self::reading::Purpose;
use crate::diag::source::{FileId, Sources};
use crate::diag::{Code, Diagnostic};
use crate::text::{id_from, is_device};

/// Everything that was found in the content folder.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The council's own `_index.md`, at the top.
    pub council: Option<FileId>,
    /// The folder as the person typed it, with forward slashes.
    pub root: String,
    /// One folder for each report, sorted by id.
    pub reports: Vec<ReportFolder>,
    /// Where each picture lies, by its path below the content folder, with forward slashes. It is read when something
    /// shows it.
    pub pictures: BTreeMap<String, PathBuf>,
    /// Files and folders that are there but cannot be used, by their path below the content folder. The reason has been
    /// reported, so what points at them need not be reported too.
    pub unusable: BTreeSet<String>,
}

impl Tree {
    /// The sections of all reports, one report after the other.
    pub fn sections(&self) -> impl Iterator<Item = &SectionFolder> {
        self.reports.iter().flat_map(|report| &report.sections)
    }
}

/// The folder of one report.
#[derive(Debug, Clone)]
pub struct ReportFolder {
    /// The folder's name.
    pub id: String,
    /// Its `_index.md`.
    pub index: FileId,
    /// Its sections, sorted by id.
    pub sections: Vec<SectionFolder>,
}

impl ReportFolder {
    /// Its own file and those of its sections and entries.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        let sections = self.sections.iter().flat_map(|section| {
            std::iter::once(section.index).chain(section.entries.iter().map(|entry| entry.file))
        });
        std::iter::once(self.index).chain(sections)
    }
}

/// The folder of one section.
#[derive(Debug, Clone)]
pub struct SectionFolder {
    /// The folder's name.
    pub id: String,
    /// Its `_index.md`.
    pub index: FileId,
    /// Its entries, sorted by id.
    pub entries: Vec<EntryFile>,
}

/// The file of one entry.
#[derive(Debug, Clone)]
pub struct EntryFile {
    /// The file's name without `.md`.
    pub id: String,
    /// Its text.
    pub file: FileId,
}

/// Files of a council's own template folder, by path below it, with forward slashes.
pub type TemplateFiles = BTreeMap<String, Vec<u8>>;

/// The name of the file in each folder that says what the folder is.
const INDEX: &str = "_index.md";

/// File name extensions of the pictures that both outputs can carry.
pub(crate) const PICTURE_KINDS: [&str; 6] = ["gif", "jpeg", "jpg", "png", "svg", "webp"];

/// Reads the content folder.
///
/// If the folder is not there, the tree is empty and there is a fault.
pub fn content(root: &Path, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> Tree {
    let mut reader =
        Reader { root, shown_root: shown(root), sources, diagnostics, unusable: BTreeSet::new() };
    let mut tree = reader.tree();
    tree.unusable = reader.unusable;
    tree
}

/// Reads a council's own templates. Unless somebody has named the folder, it need not exist; if it exists but
/// cannot be read, that is a fault, since the reports would not look as they should.
pub(crate) fn templates(root: &Path, is_named: bool, diagnostics: &mut Vec<Diagnostic>) -> TemplateFiles {
    let fault = match std::fs::metadata(root) {
        Ok(there) if there.is_dir() => None,
        Ok(_) => is_named.then(|| "it is not a folder".to_owned()),
        // A dangling link does exist, and was meant to lead to something.
        Err(_) if !is_named && std::fs::symlink_metadata(root).is_err_and(|why| why.kind() == NotFound) => {
            None
        }
        Err(why) => Some(why.to_string()),
    };
    if let Some(why) = fault {
        let path = shown(root);
        let message = format!("your own templates in `{path}` could not be read: {why}");
        let fault = Diagnostic::error_at_path(Code::UnreadableFile, path, message);
        diagnostics.push(fault.help(if is_named {
            "check the name after `--templates`, and that you may open the folder"
        } else {
            "check that you may open the folder, or move it away to go back to the built-in templates"
        }));
        return TemplateFiles::new();
    }
    let purpose = |path: &Path| {
        let kind = ending(path);
        Some(if PICTURE_KINDS.contains(&kind.as_str()) {
            Purpose::Picture
        } else if matches!(kind.as_str(), "ttf" | "otf") {
            Purpose::Font
        } else if kind == "docx" {
            Purpose::Document
        } else {
            Purpose::Template
        })
    };
    if !root.is_dir() {
        return TemplateFiles::new();
    }
    for why in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_map(Result::err) {
        let path = shown(why.path().unwrap_or(root));
        let why = why.into_io_error().unwrap_or_else(|| std::io::Error::other("a link leads in a circle"));
        diagnostics.push(reading::unreadable(&path, &why));
    }
    let read = |path: &Path, purpose| reading::read(path, &shown(path), purpose);
    all_files(root, &purpose, read, diagnostics).0
}

/// A folder and every folder below it; the folder itself is included even if it is not there.
pub fn folders(root: &Path) -> Vec<PathBuf> {
    let found = walkdir::WalkDir::new(root).min_depth(1).into_iter().flatten();
    let below = found.filter(|found| found.file_type().is_dir()).map(walkdir::DirEntry::into_path);
    std::iter::once(root.to_path_buf()).chain(below).collect()
}

impl Tree {
    /// Reads the picture at a path below the content folder, if it is there.
    ///
    /// # Errors
    ///
    /// The fault of a file that is too large or cannot be read.
    pub fn picture(&self, path: &str) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
        let Some(file) = self.pictures.get(path) else { return Ok(None) };
        reading::read(file, &format!("{}/{path}", self.root), Purpose::Picture).map(Some)
    }
}

/// Reads every file below `root` that has a purpose, by its path there, as `read` does, and lists those that cannot be
/// used, which it reports as well.
fn all_files<T>(
    root: &Path,
    purpose: &dyn Fn(&Path) -> Option<Purpose>,
    read: impl Fn(&Path, Purpose) -> Result<T, Box<Diagnostic>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (BTreeMap<String, T>, BTreeSet<String>) {
    let mut files = BTreeMap::new();
    let mut unusable = BTreeSet::new();
    for found in walkdir::WalkDir::new(root).min_depth(1).sort_by_file_name().into_iter().flatten() {
        let path = found.path();
        let Some(purpose) = purpose(path).filter(|_| !found.file_type().is_dir()) else { continue };
        if names::is_lock(&found.file_name().to_string_lossy()) {
            continue;
        }
        // Editors leave hidden links beside files that are open in them.
        if !found.file_type().is_file() && found.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let read = if found.path_is_symlink() {
            Err(Box::new(reading::only_a_link(&shown(path))))
        } else {
            read(path, purpose)
        };
        match read {
            Ok(file) => _ = files.insert(below(root, path), file),
            Err(fault) => {
                diagnostics.push(*fault);
                unusable.insert(below(root, path));
            }
        }
    }
    (files, unusable)
}

fn ending(path: &Path) -> String {
    path.extension().map(|kind| kind.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("md"))
}

/// The most bytes that a picture may have.
pub(crate) fn most_bytes_of_picture() -> u64 {
    Purpose::Picture.megabytes() * 1_000_000
}

/// A path as people are shown it: with forward slashes everywhere, but for the one that shells put after a folder.
pub(crate) fn shown(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let trimmed = path.trim_end_matches('/');
    // The top of a disk is a slash, and may have a letter before it.
    if trimmed.is_empty() || trimmed.ends_with(':') { path } else { trimmed.to_owned() }
}

fn below(root: &Path, path: &Path) -> String {
    shown(path.strip_prefix(root).unwrap_or(path))
}

/// One folder's children, already sorted and free of what is skipped.
#[derive(Default)]
struct Children {
    index: Option<PathBuf>,
    entries: Vec<(String, PathBuf)>,
    folders: Vec<(String, PathBuf)>,
    /// What is there but cannot be used; the fault says why.
    unusable: Vec<PathBuf>,
}

struct Reader<'a> {
    root: &'a Path,
    shown_root: String,
    sources: &'a mut Sources,
    diagnostics: &'a mut Vec<Diagnostic>,
    unusable: BTreeSet<String>,
}

impl Reader<'_> {
    fn tree(&mut self) -> Tree {
        let mut tree = Tree { root: self.shown_root.clone(), ..Tree::default() };
        if !self.root.is_dir() {
            let path = &self.shown_root;
            self.diagnostics.push(
                Diagnostic::error_at_path(
                    Code::NothingToBuild,
                    path.clone(),
                    format!("there is no content folder `{path}` here"),
                )
                .help(
                    "run the program in the folder that holds `content`, or name it with `--content FOLDER`",
                ),
            );
            return tree;
        }
        let top = self.children(self.root);
        tree.council = top.index.as_deref().and_then(|path| self.text(path));
        self.misplaced(&top.entries, "the folder of a section: content/<report>/<section>/");
        for (id, path) in top.folders {
            self.report(id, &path, &mut tree);
        }
        let purpose =
            |path: &Path| PICTURE_KINDS.contains(&ending(path).as_str()).then_some(Purpose::Picture);
        let place = |path: &Path, _| Ok(path.to_path_buf());
        let (pictures, unusable) = all_files(self.root, &purpose, place, self.diagnostics);
        tree.pictures = pictures;
        self.unusable.extend(unusable);
        // If a fault has kept a report out, that fault is the one to mend.
        if tree.reports.is_empty() && self.diagnostics.is_empty() {
            let path = &self.shown_root;
            self.diagnostics.push(
                Diagnostic::error_at_path(
                    Code::NothingToBuild,
                    path.clone(),
                    format!("there is no report in `{path}`"),
                )
                .help(format!(
                    "make a folder for the report, and in it a file `{INDEX}` that gives its title"
                )),
            );
        }
        tree
    }

    fn report(&mut self, id: String, path: &Path, tree: &mut Tree) {
        let children = self.children(path);
        let Some(index) = self.index_of(path, &children, "report") else { return };
        self.check_name(&id, path, "report");
        self.misplaced(&children.entries, "the folder of a section");
        let mut sections = Vec::new();
        for (id, path) in children.folders {
            let children = self.children(&path);
            let Some(index) = self.index_of(&path, &children, "section") else { continue };
            self.check_name(&id, &path, "section");
            for (_, folder) in &children.folders {
                self.too_deep(folder);
            }
            let mut entries = Vec::new();
            for (id, path) in children.entries {
                self.check_name(&id, &path, "entry");
                if let Some(file) = self.text(&path) {
                    entries.push(EntryFile { id, file });
                }
            }
            sections.push(SectionFolder { id, index, entries });
        }
        tree.reports.push(ReportFolder { id, index, sections });
    }

    /// The folder's `_index.md`; a folder without one and without any Markdown is not the program's business.
    fn index_of(&mut self, path: &Path, children: &Children, what: &str) -> Option<FileId> {
        if let Some(index) = &children.index {
            return self.text(index);
        }
        let is_index = |path: &PathBuf| {
            path.file_name()
                .is_some_and(|name| names::as_seen(&name.to_string_lossy()).eq_ignore_ascii_case(INDEX))
        };
        if children.unusable.iter().any(is_index) {
            return None;
        }
        let holds_text = !children.entries.is_empty()
            || children.folders.iter().any(|(_, folder)| {
                let inner = self.children_quietly(folder);
                inner.index.is_some() || !inner.entries.is_empty()
            });
        if holds_text {
            let path = self.shown_path(path);
            let fault = Diagnostic::error_at_path(
                Code::MissingIndex,
                path.clone(),
                format!("the folder `{path}` has no `{INDEX}`, so nothing in it can be reported"),
            );
            let meant = children.entries.iter().find(|(id, _)| id.eq_ignore_ascii_case("index"));
            self.diagnostics.push(match meant {
                Some((id, _)) => {
                    fault.help(format!("rename `{id}.md` to `{INDEX}`, if it says what this {what} is"))
                }
                None => fault.help(format!(
                    "add `{path}/{INDEX}` with at least `title: …` for this {what} between two `---` lines"
                )),
            });
        }
        None
    }

    fn too_deep(&mut self, folder: &Path) {
        let found = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
        let texts = found.filter(|found| found.file_type().is_file() && is_markdown(found.path()));
        for path in texts.map(walkdir::DirEntry::into_path) {
            self.unusable.insert(below(self.root, &path));
            let path = self.shown_path(&path);
            self.diagnostics.push(
                Diagnostic::error_at_path(
                    Code::MisplacedFile,
                    path.clone(),
                    format!("`{path}` is nested too deeply to be part of a report"),
                )
                .help("move it up into the folder of its section: content/<report>/<section>/"),
            );
        }
    }

    fn misplaced(&mut self, entries: &[(String, PathBuf)], where_to: &str) {
        for (_, path) in entries {
            self.unusable.insert(below(self.root, path));
            let path = self.shown_path(path);
            self.diagnostics.push(
                Diagnostic::error_at_path(
                    Code::MisplacedFile,
                    path.clone(),
                    format!("`{path}` is outside every section, so it would not be printed"),
                )
                .help(format!("move it into {where_to}, or put `_` before its name to have it ignored")),
            );
        }
    }

    fn children(&mut self, folder: &Path) -> Children {
        let (children, mut faults) = list(folder, &|path| self.shown_path(path));
        self.diagnostics.append(&mut faults);
        self.unusable.extend(children.unusable.iter().map(|path| below(self.root, path)));
        children
    }

    fn children_quietly(&self, folder: &Path) -> Children {
        list(folder, &|path| self.shown_path(path)).0
    }

    fn check_name(&mut self, id: &str, path: &Path, what: &str) {
        let suggestion = id_from(id, what);
        if id == suggestion {
            return;
        }
        let is_file = what == "entry";
        let (found, meant) = if is_file {
            (format!("{id}.md"), format!("{suggestion}.md"))
        } else {
            (id.to_owned(), suggestion.clone())
        };
        let kind = if is_file { "file" } else { "folder" };
        let (wrong, rule) = if is_device(id) {
            (
                "is one that Windows reserves for a device",
                "no computer with Windows can hold a file or folder of this name",
            )
        } else {
            (
                "has something other than small letters, digits and hyphens",
                "the name must stay the same on every computer: use a to z, 0 to 9 and single hyphens",
            )
        };
        let message = format!("the {kind} name `{found}` {wrong}");
        let original = names::original_of_copy(id).map(|original| id_from(&original, what));
        let original = original.map(|id| if is_file { format!("{id}.md") } else { id });
        if let Some(original) = original.filter(|original| path.with_file_name(original).exists()) {
            let fault = Diagnostic::error_at_path(
                Code::BadName,
                self.shown_path(path),
                format!("`{found}` looks like a copy of `{original}`, and both would be printed"),
            );
            self.diagnostics.push(fault.help(format!(
                "compare the two, move what is missing into `{original}`, and delete `{found}`"
            )));
            return;
        }
        let mut fault = Diagnostic::error_at_path(Code::BadName, self.shown_path(path), message).help(rule);
        // Where capitals do not count, the file itself answers to the name that is meant.
        let is_itself = meant.eq_ignore_ascii_case(&found);
        let is_taken = !is_itself && path.with_file_name(&meant).exists();
        if !suggestion.is_empty() && !is_taken {
            fault = fault.help(format!("rename it to `{meant}`; the title inside may stay as it is"));
        }
        self.diagnostics.push(fault);
    }

    fn text(&mut self, path: &Path) -> Option<FileId> {
        let shown = self.shown_path(path);
        let fault = match reading::read(path, &shown, Purpose::Text) {
            Err(fault) => *fault,
            Ok(bytes) => match decoding::decode(bytes) {
                Ok(text) => return Some(self.sources.add(shown, text)),
                Err(fault) => {
                    let message = format!("`{shown}` {}", fault.message);
                    Diagnostic::error_at_path(Code::NotUtf8, shown, message).help(fault.help)
                }
            },
        };
        self.diagnostics.push(fault);
        self.unusable.insert(below(self.root, path));
        None
    }

    fn shown_path(&self, path: &Path) -> String {
        let below = below(self.root, path);
        if below.is_empty() { self.shown_root.clone() } else { format!("{}/{below}", self.shown_root) }
    }
}

/// Lists one folder in sorted order, leaving out what is skipped and reporting links.
fn list(folder: &Path, shown: &dyn Fn(&Path) -> String) -> (Children, Vec<Diagnostic>) {
    let mut children = Children::default();
    let mut faults = Vec::new();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for found in walkdir::WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name() {
        let found = match found {
            Ok(found) => found,
            Err(why) => {
                let why =
                    why.into_io_error().unwrap_or_else(|| std::io::Error::other("a link leads in a circle"));
                faults.push(reading::unreadable(&shown(folder), &why));
                continue;
            }
        };
        let path = found.path().to_path_buf();
        let name = found.file_name().to_string_lossy().into_owned();
        // A file with the special name in another spelling must not be skipped like a note.
        let is_index = names::as_seen(&name).eq_ignore_ascii_case(INDEX);
        if name.starts_with('.') || (name.starts_with('_') && !is_index) || names::is_lock(&name) {
            continue;
        }
        // Checked before anything else: a link may lead to any file on this computer, and a pipe has no end.
        let is_dir = found.file_type().is_dir();
        if !is_dir && !found.file_type().is_file() {
            let fault = if found.path_is_symlink() { reading::only_a_link } else { reading::not_plain };
            faults.push(fault(&shown(&path)));
            children.unusable.push(path);
            continue;
        }
        if is_index && name != INDEX && !is_dir {
            if let Some(fault) = names::false_ending(&name, &shown(&path)) {
                faults.push(fault);
                children.unusable.push(path);
                continue;
            }
            faults.push(
                Diagnostic::error_at_path(
                    Code::BadName,
                    shown(&path),
                    format!("`{name}` is written with capital letters"),
                )
                .help(format!(
                    "rename it to `{INDEX}`: on some computers capital letters make it a different file"
                )),
            );
            children.index = Some(path);
            continue;
        }
        if let Some(other) = seen.insert(name.to_lowercase(), name.clone()) {
            faults.push(
                Diagnostic::error_at_path(
                    Code::NameClash,
                    shown(&path),
                    format!("`{other}` and `{name}` differ only in capital letters"),
                )
                .help("Windows cannot keep both: rename one of them"),
            );
        }
        if is_dir {
            children.folders.push((name, path));
        } else if name == INDEX {
            children.index = Some(path);
        } else if is_markdown(&path) {
            let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            children.entries.push((id, path));
        } else if let Some(fault) = names::forgotten(&name, &shown(&path)) {
            faults.push(fault);
            children.unusable.push(path);
        }
    }
    (children, faults)
}
