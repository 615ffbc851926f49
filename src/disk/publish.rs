//! Writes the finished files, whole or not at all.
//!
//! In: artifacts that are all rendered. Out: the same files under `output/`. Each is written under a temporary name in
//! the same folder, flushed to the disk and then renamed, so that a reader finds a whole file at any moment, even after
//! a power cut. A manifest lists what the program owns; nothing else is ever overwritten or deleted.
//!
//! The output folder itself may be a link that somebody has made on purpose, to a shared drive for instance. Below it
//! no link is followed to write, read or delete: what it leads to belongs to somebody else.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::content::discover::shown;
use crate::diag::{Code, Diagnostic};
use crate::disk::lock::{Denied, Lock};
use crate::disk::whole_file::{self, holds, is_absent, remove, unfinished_name};
use crate::outputs::{Artifacts, Fingerprint, LastSource, Pdf};

/// What the program has made in an output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    /// The files, by path below the folder, with forward slashes.
    pub(crate) files: BTreeSet<String>,
    /// Whether they hold what must not be published.
    pub(crate) restricted: bool,
    /// What is known about the PDFs among them, by path.
    pdfs: BTreeMap<String, Record>,
    /// Whether there is a manifest that could not be understood.
    is_spoilt: bool,
}

/// What is known about a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Record {
    /// What it was made from.
    fingerprint: Fingerprint,
    /// How many pages it has.
    pages: usize,
    /// A fingerprint of the file, so that a damaged one is not taken for the one that was made.
    content: Fingerprint,
}

/// What one build puts into the output folder.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    /// The files.
    pub artifacts: Artifacts,
    /// The PDFs among them, by path.
    pub pdfs: BTreeMap<String, Pdf>,
    /// The reports that were built; files of other reports stay. `None` if all were.
    pub only: Option<BTreeSet<String>>,
    /// Reports that its readers must not see; whatever is there of them goes.
    pub withheld: BTreeSet<String>,
    /// Whether the files hold what must not be published.
    pub restricted: bool,
}

const MANIFEST: &str = ".cabinet-report.json";
/// A manifest with more bytes than this was not written by this program, which writes a few lines for each report.
const LARGEST_MANIFEST: u64 = 64_000_000;
/// The page that leads to all others, and so is written last.
const FRONT: &str = "index.html";

impl Manifest {
    /// Reads the manifest of an output folder; one that is missing or damaged owns nothing.
    ///
    /// # Errors
    ///
    /// A manifest that is there but cannot be read, or something else in its place. Treating it as empty would disown
    /// all the program's files.
    pub(crate) fn read(output: &Path) -> Result<Self, Box<Diagnostic>> {
        let path = output.join(MANIFEST);
        let unreadable = |why: &io::Error| {
            let path = shown(&path);
            let message =
                format!("`{path}`, the list of what this program has made, could not be read: {why}");
            Diagnostic::error_at_path(Code::UnreadableFile, path, message)
                .help("check that you may open it; without it, the program cannot tell its own files from other people's")
        };
        match look(output, MANIFEST).map_err(|why| unreadable(&why))? {
            Found::Nothing => return Ok(Self::default()),
            Found::InTheWay(place) => return Err(Box::new(not_ours(&place))),
            Found::File => {}
        }
        let mut bytes = Vec::new();
        File::open(&path)
            .and_then(|file| file.take(LARGEST_MANIFEST).read_to_end(&mut bytes))
            .map_err(|why| unreadable(&why))?;
        let Some(value) = serde_json::from_slice::<Value>(&bytes).ok().filter(Value::is_object) else {
            return Ok(Self { is_spoilt: true, ..Self::default() });
        };
        let files = value["files"].as_array().into_iter().flatten().filter_map(Value::as_str);
        Ok(Self {
            // A path that leads out of the folder was not written by this program.
            files: files.filter(|path| is_below(path)).map(str::to_owned).collect(),
            restricted: value["restricted"].as_bool().unwrap_or(false),
            pdfs: value["pdfs"]
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(path, record)| Some((path.clone(), Record::read(record)?)))
                .collect(),
            is_spoilt: false,
        })
    }

    /// The PDFs that are still as they were made, by report, so that they need not be made again.
    pub(crate) fn pdfs(&self, output: &Path) -> BTreeMap<String, Pdf> {
        let listed = self.pdfs.iter().filter(|(path, _)| self.files.contains(*path));
        listed
            .filter_map(|(path, record)| {
                if !matches!(look(output, path), Ok(Found::File)) {
                    return None;
                }
                let bytes = read(&output.join(path)).ok()?;
                let (report, _) = path.split_once('/')?;
                let Record { fingerprint, pages, content } = *record;
                (Fingerprint::of_bytes(&bytes) == content).then(|| {
                    (
                        report.to_owned(),
                        Pdf {
                            bytes: Arc::new(bytes),
                            pages,
                            fingerprint,
                            last_source: LastSource::default(),
                        },
                    )
                })
            })
            .collect()
    }

    /// The reports whose pages are there.
    pub(crate) fn reports(&self) -> BTreeSet<String> {
        self.files.iter().filter_map(|path| path.strip_suffix("/index.html")).map(str::to_owned).collect()
    }

    fn bytes(&self) -> Vec<u8> {
        let value = json!({
            "about": "Files that cabinet-report made here. It overwrites and deletes these and no others.",
            "restricted": self.restricted,
            "files": self.files,
            "pdfs": self.pdfs.iter().map(|(path, record)| (path.clone(), record.json())).collect::<Map<_, _>>(),
        });
        let mut bytes = serde_json::to_vec_pretty(&value).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

impl Record {
    fn of(pdf: &Pdf) -> Self {
        Self { fingerprint: pdf.fingerprint, pages: pdf.pages, content: Fingerprint::of_bytes(&pdf.bytes) }
    }

    fn read(value: &Value) -> Option<Self> {
        let fingerprint = |name: &str| value[name].as_str()?.parse().ok();
        Some(Self {
            fingerprint: fingerprint("made_from")?,
            pages: value["pages"].as_u64()?.try_into().ok()?,
            content: fingerprint("content")?,
        })
    }

    fn json(&self) -> Value {
        json!({
            "made_from": self.fingerprint.to_string(),
            "pages": self.pages,
            "content": self.content.to_string(),
        })
    }
}

/// Publishes `edition` in the folder `output`.
///
/// # Errors
///
/// Other people's files in the way, another build running, or a disk that refuses. Files that were there stay whole.
pub fn publish(output: &Path, edition: &Edition) -> Result<(), Vec<Diagnostic>> {
    make_folder(output).map_err(|why| vec![refused(output, &why)])?;
    let _lock = lock(output)?;
    let old = Manifest::read(output).map_err(|fault| vec![*fault])?;
    in_the_way(output, edition, &old)?;
    let write = |path: &str, bytes: &[u8]| {
        let path = output.join(path);
        write_whole(&path, bytes).map_err(|why| vec![refused(&path, &why)])
    };

    let stale = stale(edition, &old);
    none_is_held(output, edition, &stale)?;

    // Claimed before it is written: the next build recognises whatever a killed build leaves behind as its own.
    let mut claimed = old.clone();
    claimed.files.extend(edition.artifacts.keys().cloned());
    claimed.restricted |= edition.restricted;
    write(MANIFEST, &claimed.bytes())?;
    clear_unfinished(output, &claimed);

    // Files that are no longer part of the report go before the new ones come: what must no longer be published
    // should not survive a build that fails half-way.
    for path in &stale {
        delete(output, path).map_err(|why| vec![refused(&output.join(path), &why)])?;
    }
    for (path, bytes) in edition.artifacts.iter().filter(|(path, _)| *path != FRONT) {
        write(path, bytes)?;
    }
    if let Some(bytes) = edition.artifacts.get(FRONT) {
        write(FRONT, bytes)?;
    }
    let files: BTreeSet<String> = claimed.files.difference(&stale).cloned().collect();
    let mut pdfs = claimed.pdfs;
    pdfs.retain(|path, _| files.contains(path));
    pdfs.extend(edition.pdfs.iter().map(|(path, pdf)| (path.clone(), Record::of(pdf))));
    write(MANIFEST, &Manifest { files, restricted: edition.restricted, pdfs, is_spoilt: false }.bytes())
}

/// The files that this edition no longer has.
fn stale(edition: &Edition, old: &Manifest) -> BTreeSet<String> {
    let is_gone = |path: &&String| !edition.artifacts.contains_key(*path);
    let of_this_edition = |path: &&String| match &edition.only {
        // A public edition must not be beside restricted pages of another report, nor the other way round.
        Some(only) if old.restricted == edition.restricted => {
            let is_here = |report: &str| only.contains(report) || edition.withheld.contains(report);
            path.split_once('/').is_some_and(|(report, _)| is_here(report))
        }
        _ => true,
    };
    old.files.iter().filter(is_gone).filter(of_this_edition).cloned().collect()
}

/// What is at a place below the output folder.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    /// Nothing: there is room for a file.
    Nothing,
    /// A plain file.
    File,
    /// Something that the program never makes there, at this path: a link, a folder in place of a file, or a file in
    /// place of a folder.
    InTheWay(PathBuf),
}

/// Finds out what is at `path` below `output`, without following any link on the way there.
fn look(output: &Path, path: &str) -> io::Result<Found> {
    let mut place = output.to_path_buf();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let there = match fs::symlink_metadata(&place) {
            Err(why) if is_absent(&why) => return Ok(Found::Nothing),
            there => there?,
        };
        let is_ours = if parts.peek().is_some() { there.is_dir() } else { there.is_file() };
        if !is_ours {
            return Ok(Found::InTheWay(place));
        }
    }
    Ok(Found::File)
}

/// Finds files of other people where this edition wants to write.
fn in_the_way(output: &Path, edition: &Edition, old: &Manifest) -> Result<(), Vec<Diagnostic>> {
    let mut places = BTreeSet::new();
    for (path, bytes) in &edition.artifacts {
        match look(output, path) {
            // If it cannot even be looked at, writing will be refused with the reason.
            Ok(Found::Nothing) | Err(_) => {}
            Ok(Found::InTheWay(place)) => _ = places.insert(place),
            Ok(Found::File) => {
                let place = output.join(path);
                if !old.files.contains(path) && !holds(&place, bytes) {
                    places.insert(place);
                }
            }
        }
    }
    let faults: Vec<Diagnostic> = places
        .into_iter()
        .map(|place| {
            let fault = not_ours(&place);
            if !old.is_spoilt {
                return fault;
            }
            let manifest = shown(&output.join(MANIFEST));
            fault.help(format!(
                "`{manifest}`, the list of what this program has made, is damaged; if nothing in the folder is yours, delete the \
                 folder and build again"
            ))
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Finds the files that another program holds, before any is changed: a paper that is open in a reader must not leave
/// the reports of two builds side by side.
fn none_is_held(output: &Path, edition: &Edition, stale: &BTreeSet<String>) -> Result<(), Vec<Diagnostic>> {
    let written = edition.artifacts.iter().map(|(path, bytes)| (path, Some(bytes)));
    let faults: Vec<Diagnostic> = written
        .chain(stale.iter().map(|path| (path, None)))
        .filter(|(path, _)| matches!(look(output, path), Ok(Found::File)))
        .filter_map(|(path, bytes)| {
            let place = output.join(path);
            let why = whole_file::held(&place)?;
            // A file that would not change may stay open.
            (!bytes.is_some_and(|bytes| holds(&place, bytes))).then(|| refused(&place, &why))
        })
        .collect();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn not_ours(place: &Path) -> Diagnostic {
    let path = shown(place);
    let (what, kind) = match fs::symlink_metadata(place) {
        Ok(there) if there.is_symlink() => {
            ("is only a link to somewhere else, which this program did not make", "link")
        }
        _ => ("was not made by this program", "file or folder"),
    };
    Diagnostic::error_at_path(
        Code::NotOurFile,
        path.clone(),
        format!("`{path}` {what}, so it is not overwritten"),
    )
    .help(format!("move the {kind} away, or choose another folder with `--output FOLDER`"))
}

/// Takes the right to write to the output folder, which one build has at a time.
fn lock(output: &Path) -> Result<Lock, Vec<Diagnostic>> {
    Lock::to_write(output).map_err(|denied| {
        vec![match denied {
            Denied::Taken => {
                let folder = shown(output);
                let message = format!("another build is writing to `{folder}` at this moment");
                Diagnostic::error_at_path(Code::Busy, folder, message)
                    .help("wait until it has finished and try again")
            }
            Denied::InTheWay(place) => not_ours(&place),
            Denied::Refused(path, why) => refused(&path, &why),
        }]
    })
}

/// Writes a file so that it is whole or, if anything fails, as it was before.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if holds(path, bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    whole_file::put(path, bytes, None)
}

/// Removes what a killed build left unfinished beside the files that the program owns.
fn clear_unfinished(output: &Path, owned: &Manifest) {
    for path in owned.files.iter().map(String::as_str).chain([MANIFEST]) {
        // What a link leads to are other people's files, whatever their names.
        if !matches!(look(output, path), Ok(Found::Nothing | Found::File)) {
            continue;
        }
        let unfinished = unfinished_name(&output.join(path));
        // Nobody reads these; the next build tries again to remove one that cannot be removed now.
        _ = remove(&unfinished);
        remove_folder_if_empty(&unfinished);
    }
}

/// Deletes one of the program's own files and, if that empties it, its folder.
///
/// Anything that has since replaced the file or its folder belongs to somebody else: the file is gone, and that is all
/// that was wanted.
fn delete(output: &Path, path: &str) -> io::Result<()> {
    let place = output.join(path);
    match look(output, path)? {
        Found::InTheWay(_) => return Ok(()),
        Found::File => remove(&place)?,
        Found::Nothing => {}
    }
    remove_folder_if_empty(&place);
    Ok(())
}

/// Removes the folder that a file was in, if nothing else is in it.
fn remove_folder_if_empty(path: &Path) {
    if let Some(folder) = path.parent()
        && fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
    {
        // It is empty, so it does no harm if it stays.
        _ = fs::remove_dir(folder);
    }
}

#[expect(clippy::disallowed_methods, reason = "this module writes the output folder")]
fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[expect(clippy::disallowed_methods, reason = "the existing file is compared before it is replaced")]
fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

fn is_below(path: &str) -> bool {
    !path.is_empty()
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
        && !path.contains(['\\', ':'])
}

fn refused(path: &Path, why: &io::Error) -> Diagnostic {
    let path = shown(path);
    Diagnostic::error_at_path(Code::DiskRefused, path.clone(), format!("`{path}` could not be written: {why}"))
        .help("close programs that show the file (a PDF reader keeps it locked on Windows), check that the disk is not full, and try again")
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn a_spoilt_manifest_cannot_lead_out_of_the_folder() {
        for path in ["../x", "/etc/passwd", "a//b", "a/../../x", "C:/x", "a\\b", ""] {
            assert!(!is_below(path), "{path}");
        }
        assert!(is_below("2013-14-h2/index.html"));
    }
}
