//! Writes the finished files, whole or not at all.
//!
//! The only module that writes or deletes. In: artifacts that are all rendered. Out: the same files under `output/`.
//! Each is written under a name of its own in the same folder, flushed to the disk and then renamed, so that whoever
//! reads at any moment, or after a power cut, finds a whole file. A manifest lists what the program owns; nothing
//! else is ever overwritten or deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::diag::{Code, Diagnostic};
use crate::discover::shown;
use crate::render::{Artifacts, Fingerprint, Pdf};

/// What the program has made in an output folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The files, by path below the folder, with forward slashes.
    pub files: BTreeSet<String>,
    /// Whether they hold what must not be published.
    pub restricted: bool,
    /// What is known of the PDFs among them, by path.
    pdfs: BTreeMap<String, Record>,
}

/// What is known of a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Record {
    /// What it was made from.
    fingerprint: Fingerprint,
    /// How many pages it has.
    pages: usize,
    /// The file itself, so that a damaged one is not taken for the one that was made.
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
    /// Whether the files hold what must not be published.
    pub restricted: bool,
}

const MANIFEST: &str = ".cabinet-report.json";
const LOCK: &str = ".cabinet-report.lock";
/// How names of unfinished files end. A later build clears them away.
const UNFINISHED: &str = ".cabinet-report-new";
/// The page that leads to all others, and so is written when they are there.
const FRONT: &str = "index.html";

impl Manifest {
    /// Reads the manifest of an output folder; one that is missing or spoilt owns nothing.
    pub fn read(output: &Path) -> Self {
        let value: Option<Value> =
            read(&output.join(MANIFEST)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let Some(value) = value else { return Self::default() };
        let files = value["files"].as_array().into_iter().flatten().filter_map(Value::as_str);
        Self {
            // A path that leads out of the folder was not written by this program.
            files: files.filter(|path| is_below(path)).map(str::to_owned).collect(),
            restricted: value["restricted"].as_bool().unwrap_or(false),
            pdfs: value["pdfs"]
                .as_object()
                .into_iter()
                .flatten()
                .filter_map(|(path, record)| Some((path.clone(), Record::read(record)?)))
                .collect(),
        }
    }

    /// The PDFs that are there as they were made, by report, so that the same ones need not be made again.
    pub fn pdfs(&self, output: &Path) -> BTreeMap<String, Pdf> {
        let listed = self.pdfs.iter().filter(|(path, _)| self.files.contains(*path));
        listed
            .filter_map(|(path, record)| {
                let bytes = read(&output.join(path)).ok()?;
                let (report, _) = path.split_once('/')?;
                let Record { fingerprint, pages, content } = *record;
                (Fingerprint::of_bytes(&bytes) == content)
                    .then(|| (report.to_owned(), Pdf { bytes: Arc::new(bytes), pages, fingerprint }))
            })
            .collect()
    }

    /// The reports whose pages are there.
    pub fn reports(&self) -> BTreeSet<String> {
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
/// Files of others in the way, another build at work, or a disk that refuses. Files that were there are still whole.
pub fn publish(output: &Path, edition: &Edition) -> Result<(), Vec<Diagnostic>> {
    make_folder(output).map_err(|why| vec![refused(output, &why)])?;
    let _lock = lock(output)?;
    let old = Manifest::read(output);
    in_the_way(output, edition, &old)?;
    let write = |path: &str, bytes: &[u8]| {
        let path = output.join(path);
        write_whole(&path, bytes).map_err(|why| vec![refused(&path, &why)])
    };

    // Claimed before it is written: whatever a killed build leaves behind is known to the next one as its own.
    let stale = stale(edition, &old);
    let mut claimed = old.clone();
    claimed.files.extend(edition.artifacts.keys().cloned());
    claimed.restricted |= edition.restricted;
    write(MANIFEST, &claimed.bytes())?;
    clear_unfinished(output, &claimed);

    // Files that are no longer part of the report go before the new ones come: what must not be published any more
    // should not outlast a build that fails half-way.
    for path in &stale {
        let path = output.join(path);
        delete(&path).map_err(|why| vec![refused(&path, &why)])?;
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
    write(MANIFEST, &Manifest { files, restricted: edition.restricted, pdfs }.bytes())
}

/// The files that this edition no longer has.
fn stale(edition: &Edition, old: &Manifest) -> BTreeSet<String> {
    let is_gone = |path: &&String| !edition.artifacts.contains_key(*path);
    let of_this_edition = |path: &&String| match &edition.only {
        // An edition for the public must not stand beside restricted pages of another report, nor the other way round.
        Some(only) if old.restricted == edition.restricted => {
            path.split_once('/').is_some_and(|(report, _)| only.contains(report))
        }
        _ => true,
    };
    old.files.iter().filter(is_gone).filter(of_this_edition).cloned().collect()
}

/// Finds files that somebody else made where this edition wants to write.
fn in_the_way(output: &Path, edition: &Edition, old: &Manifest) -> Result<(), Vec<Diagnostic>> {
    let mut faults = Vec::new();
    for (path, bytes) in &edition.artifacts {
        let full = output.join(path);
        let is_foreign = match fs::symlink_metadata(&full) {
            Err(_) => false,
            Ok(found) if !found.is_file() => true,
            Ok(_) => !old.files.contains(path) && read(&full).map_or(true, |there| there != **bytes),
        };
        if is_foreign {
            let full = shown(&full);
            faults.push(
                Diagnostic::error_at_path(
                    Code::NotOurFile,
                    full.clone(),
                    format!("`{full}` was not made by this program, so it is not overwritten"),
                )
                .help("move it away, or choose another folder with `--output FOLDER`"),
            );
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn lock(output: &Path) -> Result<File, Vec<Diagnostic>> {
    let path = output.join(LOCK);
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|why| vec![refused(&path, &why)])?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            let folder = shown(output);
            Err(vec![
                Diagnostic::error_at_path(
                    Code::Busy,
                    folder.clone(),
                    format!("another build is writing to `{folder}` at this moment"),
                )
                .help("wait until it has finished and try again"),
            ])
        }
        // Some network drives know no locks. Whole files are still whole there; only two builds at once are not told apart.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// Writes a file so that it is there whole or, if anything fails, as it was before.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        make_folder(folder)?;
    }
    let unfinished = unfinished_name(path);
    let written = (|| {
        let mut file = File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        rename(&unfinished, path)
    })();
    if written.is_err() {
        // What failed is the news; that its remains could not be removed as well would only hide it.
        _ = delete(&unfinished);
    }
    written
}

fn unfinished_name(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}{UNFINISHED}"))
}

/// Removes what a killed build left unfinished beside the files that the program owns.
fn clear_unfinished(output: &Path, owned: &Manifest) {
    for path in owned.files.iter().map(String::as_str).chain([MANIFEST]) {
        // Nobody reads these; one that cannot be removed now is tried again by the next build.
        _ = delete(&unfinished_name(&output.join(path)));
    }
}

/// Deletes a file and, where that empties it, its folder.
#[expect(
    clippy::disallowed_methods,
    reason = "this module is the one that deletes, and only what the manifest lists"
)]
fn delete(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(why) if why.kind() != io::ErrorKind::NotFound => return Err(why),
        _ => {}
    }
    if let Some(folder) = path.parent()
        && fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
    {
        // It holds nothing; that it stays is no harm.
        _ = fs::remove_dir(folder);
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this module is the one that writes")]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

#[expect(clippy::disallowed_methods, reason = "this module is the one that writes")]
fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[expect(clippy::disallowed_methods, reason = "what is there already is compared before it is replaced")]
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
        .help("close programs that show the file (a PDF reader keeps it locked on Windows), see that the disk is not full, and try again")
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
