//! Walks the content and template folders and reads what is there.
//!
//! In: two paths. Out: a [`Tree`] of folders and files in sorted order, their text in [`Sources`], and
//! faults of names and places. It reads and never parses: it must not know what a file says.

mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diag::{Code, Diagnostic};
use crate::source::{FileId, Sources};

/// Everything that was found in the content folder.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// The council's own `_index.md`, at the top.
    pub council: Option<FileId>,
    /// The folder as the person typed it, with forward slashes.
    pub root: String,
    /// One folder for each report, sorted by id.
    pub reports: Vec<ReportFolder>,
    /// Pictures, by their path below the content folder, with forward slashes.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// Files and folders that are there and cannot be used, by their path below the content folder. Why was reported;
    /// whatever points at them need not be reported too.
    pub unusable: BTreeSet<String>,
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

/// What every folder calls the file that says what the folder is.
const INDEX: &str = "_index.md";

/// File name endings of the pictures that both outputs can carry.
pub const PICTURE_KINDS: [&str; 6] = ["gif", "jpeg", "jpg", "png", "svg", "webp"];

/// Reads the content folder.
///
/// A folder that is not there gives an empty tree and a fault.
pub fn content(root: &Path, sources: &mut Sources, diagnostics: &mut Vec<Diagnostic>) -> Tree {
    let mut reader =
        Reader { root, shown_root: shown(root), sources, diagnostics, unusable: BTreeSet::new() };
    let mut tree = reader.tree();
    tree.unusable = reader.unusable;
    tree
}

/// Reads a council's own templates; a folder that is not there holds none.
pub fn templates(root: &Path, diagnostics: &mut Vec<Diagnostic>) -> TemplateFiles {
    if root.is_dir() { read_all(root, &|_| true, diagnostics) } else { TemplateFiles::new() }
}

/// A folder and every folder below it; one that is not there is named all the same.
pub fn folders(root: &Path) -> Vec<PathBuf> {
    let found = walkdir::WalkDir::new(root).min_depth(1).into_iter().flatten();
    let below = found.filter(|found| found.file_type().is_dir()).map(walkdir::DirEntry::into_path);
    std::iter::once(root.to_path_buf()).chain(below).collect()
}

/// Reads every file below `root` that is wanted, by its path there.
fn read_all(
    root: &Path,
    is_wanted: &dyn Fn(&Path) -> bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for found in walkdir::WalkDir::new(root).sort_by_file_name().into_iter().flatten() {
        let path = found.path();
        if !found.file_type().is_file() || !is_wanted(path) {
            continue;
        }
        match read(path) {
            Ok(bytes) => {
                files.insert(below(root, path), bytes);
            }
            Err(why) => diagnostics.push(unreadable(&shown(path), &why)),
        }
    }
    files
}

fn is_picture(path: &Path) -> bool {
    let kind = path.extension().map(|kind| kind.to_string_lossy().to_lowercase());
    kind.is_some_and(|kind| PICTURE_KINDS.contains(&kind.as_str()))
}

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("md"))
}

/// A path as a person should read it: forward slashes everywhere.
pub fn shown(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

fn below(root: &Path, path: &Path) -> String {
    shown(path.strip_prefix(root).unwrap_or(path))
}

#[expect(clippy::disallowed_methods, reason = "this module is the one that reads content and templates")]
fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    std::fs::read(path)
}

fn unreadable(path: &str, why: &std::io::Error) -> Diagnostic {
    Diagnostic::error_at_path(Code::UnreadableFile, path, format!("`{path}` could not be read: {why}"))
        .help("check that the file is there, that you may open it and that no other program holds it")
}

/// One folder's children, already sorted and free of what is skipped.
#[derive(Default)]
struct Children {
    index: Option<PathBuf>,
    entries: Vec<(String, PathBuf)>,
    folders: Vec<(String, PathBuf)>,
    /// What is there and cannot be used; the fault says why.
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
        tree.pictures = read_all(self.root, &is_picture, self.diagnostics);
        // Where a fault has kept a report out, that fault is what must be mended.
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

    /// The folder's `_index.md`; without one, a folder that holds no Markdown is no business of ours.
    fn index_of(&mut self, path: &Path, children: &Children, what: &str) -> Option<FileId> {
        if let Some(index) = &children.index {
            return self.text(index);
        }
        if children.unusable.iter().any(|path| path.file_name().is_some_and(|name| name == INDEX)) {
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
                    format!("`{path}` lies too deep to be part of a report"),
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
                    format!("`{path}` lies outside every section, so it would not be printed"),
                )
                .help(format!("move it into {where_to}, or put `_` before its name to have it left alone")),
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
        let suggestion = slug(id);
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
        let mut fault = Diagnostic::error_at_path(
            Code::BadName,
            self.shown_path(path),
            format!(
                "the {kind} name `{found}` holds something other than small letters, figures and hyphens"
            ),
        )
        .help("the name must last and be the same on every computer: a to z, 0 to 9 and single hyphens");
        let is_taken = path.with_file_name(&meant).exists();
        if !suggestion.is_empty() && !is_taken {
            fault = fault.help(format!("rename it to `{meant}`; the title inside may stay as it is"));
        }
        self.diagnostics.push(fault);
    }

    fn text(&mut self, path: &Path) -> Option<FileId> {
        let shown = self.shown_path(path);
        match read(path) {
            Err(why) => {
                self.diagnostics.push(unreadable(&shown, &why));
                self.unusable.insert(below(self.root, path));
                None
            }
            Ok(bytes) => match text::decode(bytes) {
                Ok(text) => Some(self.sources.add(shown, text)),
                Err(fault) => {
                    let message = format!("`{shown}` {}", fault.message);
                    let fault = Diagnostic::error_at_path(Code::NotUtf8, shown, message).help(fault.help);
                    self.diagnostics.push(fault);
                    self.unusable.insert(below(self.root, path));
                    None
                }
            },
        }
    }

    fn shown_path(&self, path: &Path) -> String {
        let below = below(self.root, path);
        if below.is_empty() { self.shown_root.clone() } else { format!("{}/{below}", self.shown_root) }
    }
}

/// Lists one folder: sorted, with what is skipped left out and links reported.
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
                faults.push(unreadable(&shown(folder), &why));
                continue;
            }
        };
        let path = found.path().to_path_buf();
        let name = found.file_name().to_string_lossy().into_owned();
        if name != INDEX && name.eq_ignore_ascii_case(INDEX) {
            faults.push(
                Diagnostic::error_at_path(
                    Code::BadName,
                    shown(&path),
                    format!("`{name}` is written with capital letters"),
                )
                .help(format!(
                    "rename it to `{INDEX}`: on some computers capital letters make another file of it"
                )),
            );
            children.index = Some(path);
            continue;
        }
        if name.starts_with('.') || (name.starts_with('_') && name != INDEX) {
            continue;
        }
        if found.path_is_symlink() {
            children.unusable.push(path.clone());
            let path = shown(&path);
            faults.push(
                Diagnostic::error_at_path(
                    Code::SymbolicLink,
                    path.clone(),
                    format!("`{path}` is only a link to a file or folder somewhere else"),
                )
                .help("put the file itself here: a report must hold everything that it prints"),
            );
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
        if found.file_type().is_dir() {
            children.folders.push((name, path));
        } else if name == INDEX {
            children.index = Some(path);
        } else if is_markdown(&path) {
            let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            children.entries.push((id, path));
        } else if let Some(fault) = forgotten(&name, &shown(&path)) {
            faults.push(fault);
            children.unusable.push(path);
        }
    }
    (children, faults)
}

/// A text that was most likely meant to be an entry and has another ending, which Windows hides.
fn forgotten(name: &str, path: &str) -> Option<Diagnostic> {
    let (stem, kind) = name.rsplit_once('.')?;
    let kind = kind.to_lowercase();
    if !matches!(
        kind.as_str(),
        "txt" | "text" | "markdown" | "mdown" | "mkd" | "doc" | "docx" | "odt" | "rtf" | "pages"
    ) {
        return None;
    }
    let fault = Diagnostic::warning_at_path(
        Code::MisplacedFile,
        path.to_owned(),
        format!("`{name}` is not printed, because its name does not end in `.md`"),
    );
    let stem = slug(stem.strip_suffix(".md").unwrap_or(stem));
    Some(if matches!(kind.as_str(), "doc" | "docx" | "odt" | "rtf" | "pages") {
        fault
            .help("if it is an entry, copy its text into a new text file and save that with the ending `.md`")
    } else {
        fault.help(format!("if it is an entry, rename it to `{stem}.md`; Windows shows endings under View, File name extensions"))
    })
}

/// Turns any name into one that can serve as an id: `Asset Management` becomes `asset-management`.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if let Some(plain) = without_accent(c) {
            slug.push_str(plain);
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '\u{2019}') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The plain letters for one with an accent, Welsh first: `tŷ` is `ty` in a file name.
fn without_accent(c: char) -> Option<&'static str> {
    Some(match c {
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
        'ŷ' | 'ỳ' | 'ý' | 'ÿ' => "y",
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => "a",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => "o",
        'ù' | 'ú' | 'û' | 'ü' => "u",
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_what_an_id_may_be() {
        assert_eq!(slug("Major assets review – King Street"), "major-assets-review-king-street");
        assert_eq!(slug("The council's plan"), "the-councils-plan");
        assert_eq!(slug("2013-14-h2"), "2013-14-h2");
        assert_eq!(slug("--a--b--"), "a-b");
        assert_eq!(slug("Parc tŷ gŵydd"), "parc-ty-gwydd");
        assert_eq!(slug("…"), "");
    }
}
