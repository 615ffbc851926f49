//! Writes new content: all of it or nothing, and never over existing files.
//!
//! In: the files of a new report, section or entry. Out: the disk, or why not. The named folder may be a link that
//! somebody has made on purpose; below it no link is followed.
//!
//! Each new piece is a file in an existing folder or, with everything in it, the topmost folder that does not exist
//! yet. It is written beside its place under a hidden name, flushed, and then renamed in one step once the others are
//! ready too. A run that is killed therefore leaves whole folders and files, and perhaps a hidden one, which the next
//! run clears away. If there are several pieces, the one with the first file comes last; running the same command again
//! makes what is still missing, since a file that is the same to the byte counts as made.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::content::discover::shown;
use crate::content::new::NewFile;
use crate::diag::{Code, Diagnostic};
use crate::disk::whole_file::{self, is_absent, unfinished_name};

/// A folder, and the files to make in it, by their path below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFiles {
    /// The folder, which is made if it does not exist.
    pub folder: PathBuf,
    /// The files.
    pub files: Vec<NewFile>,
}

/// What to make in one place: a file, or a folder with everything in it.
struct Piece<'a> {
    place: PathBuf,
    /// What is in the files, by their path below the place, which is empty for a file that is the place itself.
    files: Vec<(PathBuf, &'a [u8])>,
}

/// Writes the files, if none of them exists yet.
///
/// # Errors
///
/// A file that already exists, a link in the way, or a disk that refuses.
pub fn write(wanted: &[NewFiles]) -> Result<(), Box<Diagnostic>> {
    let pieces = pieces(wanted)?;
    let written = make(&pieces);
    if written.is_err() {
        for piece in &pieces {
            // The failure itself matters; a message that its remains could not be removed either would only hide it.
            _ = clear(&unfinished_name(&piece.place));
        }
    }
    written
}

/// What to make where, beginning with the first file.
fn pieces(wanted: &[NewFiles]) -> Result<Vec<Piece<'_>>, Box<Diagnostic>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut made = None;
    for (folder, file) in wanted.iter().flat_map(|new| new.files.iter().map(|file| (&new.folder, file))) {
        let path = folder.join(&file.path);
        let Some(place) = place(folder, file)? else {
            made.get_or_insert(path);
            continue;
        };
        let below = path.strip_prefix(&place).unwrap_or(Path::new("")).to_path_buf();
        match pieces.iter_mut().find(|piece| piece.place == place) {
            Some(piece) => piece.files.push((below, file.bytes.as_slice())),
            None => pieces.push(Piece { place, files: vec![(below, file.bytes.as_slice())] }),
        }
    }
    match made {
        Some(made) if pieces.is_empty() => Err(already_there(&made)),
        _ => Ok(pieces),
    }
}

/// Writes every piece under its hidden name and, once all are ready, gives them their own.
fn make(pieces: &[Piece<'_>]) -> Result<(), Box<Diagnostic>> {
    for Piece { place, files } in pieces {
        let unfinished = unfinished_name(place);
        clear(&unfinished).map_err(|why| refused(place, &why))?;
        for (below, bytes) in files {
            let written = if below.as_os_str().is_empty() {
                write_flushed(&unfinished, bytes)
            } else {
                let path = unfinished.join(below);
                make_folders(path.parent().unwrap_or(&unfinished)).and_then(|()| write_flushed(&path, bytes))
            };
            written.map_err(|why| refused(place, &why))?;
        }
    }
    for Piece { place, .. } in pieces.iter().rev() {
        name(&unfinished_name(place), place).map_err(|why| match why.kind() {
            io::ErrorKind::AlreadyExists
            | io::ErrorKind::DirectoryNotEmpty
            | io::ErrorKind::NotADirectory => already_there(place),
            _ => refused(place, &why),
        })?;
    }
    Ok(())
}

/// Where the new piece begins that a file is in; `None` if the file exists and says the same.
fn place(folder: &Path, file: &NewFile) -> Result<Option<PathBuf>, Box<Diagnostic>> {
    let is_there = |path: &Path| match fs::symlink_metadata(path) {
        Ok(there) => Ok(Some(there)),
        Err(why) if is_absent(&why) => Ok(None),
        Err(why) => Err(refused(path, &why)),
    };
    // An empty path is the folder in which the program was called.
    let above: Vec<&Path> = folder.ancestors().filter(|above| !above.as_os_str().is_empty()).collect();
    for above in above.into_iter().rev() {
        if is_there(above)?.is_none() {
            return Ok(Some(above.to_path_buf()));
        }
        if !above.is_dir() {
            return Err(in_the_way(above));
        }
    }
    let mut place = folder.to_path_buf();
    let mut parts = Path::new(&file.path).components().peekable();
    while let Some(part) = parts.next() {
        place.push(part);
        let Some(there) = is_there(&place)? else { return Ok(Some(place)) };
        if parts.peek().is_some() && !there.is_dir() {
            return Err(in_the_way(&place));
        }
        if parts.peek().is_none() && !(there.is_file() && whole_file::holds(&place, &file.bytes)) {
            return Err(already_there(&place));
        }
    }
    Ok(None)
}

/// Writes a file and has it flushed to the disk.
fn write_flushed(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::options().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Gives a finished file or folder its name, if nothing has it.
fn name(unfinished: &Path, place: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(unfinished)?.is_dir() {
        return whole_file::name_new(unfinished, place);
    }
    // A folder that has anything in it, a file and a link are never replaced by one.
    for _ in 0..20 {
        match whole_file::rename(unfinished, place) {
            // On Windows a program that scans new files, such as a virus scanner, holds up their folder for a moment.
            Err(why) if why.kind() == io::ErrorKind::PermissionDenied => {
                thread::sleep(Duration::from_millis(50));
            }
            named => return named,
        }
    }
    whole_file::rename(unfinished, place)
}

/// Removes what a killed run has left under its hidden name.
#[expect(clippy::disallowed_methods, reason = "the name is one that only this program gives")]
fn clear(unfinished: &Path) -> io::Result<()> {
    if fs::symlink_metadata(unfinished).is_ok_and(|there| there.is_dir()) {
        fs::remove_dir_all(unfinished)
    } else {
        whole_file::remove(unfinished)
    }
}

#[expect(clippy::disallowed_methods, reason = "new content may need new folders")]
fn make_folders(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

fn already_there(path: &Path) -> Box<Diagnostic> {
    if fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink()) {
        return in_the_way(path);
    }
    let path = shown(path);
    let message = format!("`{path}` already exists, and nothing is overwritten");
    Box::new(
        Diagnostic::error_at_path(Code::AlreadyThere, path, message)
            .help("choose another name, or move the file away"),
    )
}

/// The fault of something that is where a folder would have to be.
fn in_the_way(path: &Path) -> Box<Diagnostic> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink());
    let path = shown(path);
    let (message, help) = if is_link {
        (
            format!("`{path}` is only a link to somewhere else, and nothing is written through it"),
            "move the link away, or choose another name",
        )
    } else {
        (
            format!("`{path}` is a file, so nothing can be made in it"),
            "move the file away, or choose another name",
        )
    };
    Box::new(Diagnostic::error_at_path(Code::AlreadyThere, path, message).help(help))
}

fn refused(path: &Path, why: &io::Error) -> Box<Diagnostic> {
    let path = shown(path);
    let message = format!("`{path}` could not be written: {why}");
    Box::new(
        Diagnostic::error_at_path(Code::DiskRefused, path, message)
            .help("check that you may write to this folder and that the disk is not full"),
    )
}
