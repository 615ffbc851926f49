//! Reads what was sent back, and writes workbooks and changed files.
//!
//! In: paths that the user named, and files of the content folder with their new texts. Out: files that are whole, or
//! as they were. A workbook never replaces another file, and a file of the content folder is only changed if it still
//! says what was read from it.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::content::discover::shown;
use crate::diag::{Code, Diagnostic};
use crate::disk::whole_file;
use crate::text::all_of;

/// The most bytes of a return. Nobody fills in more by hand, and the reader of tables would refuse it anyway.
const LARGEST: u64 = (64 << 20) + 1;

/// The byte-order mark, which text files on Windows may begin with.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A file of the content folder to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rewrite {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// What was read from it, without a byte-order mark.
    pub(crate) old: String,
    /// Its new text.
    pub(crate) new: String,
}

/// Reads a file that was sent back.
///
/// # Errors
///
/// If it is not there, or the computer cannot read it.
pub fn read(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let read = || -> io::Result<Vec<u8>> {
        // Reading a device or a pipe could go on for ever.
        if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
            return Err(io::Error::other("it is not a file"));
        }
        let mut bytes = Vec::new();
        File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|why| {
        let path = shown(path);
        Box::new(
            Diagnostic::error_at_path(
                Code::UnreadableFile,
                path.clone(),
                format!("`{path}` could not be read: {why}"),
            )
            .help("check the name, and that the file is not open in Excel"),
        )
    })
}

/// Writes new files into a folder, which is made if it is not there.
///
/// # Errors
///
/// If one of the files already exists, and then none is written; or the disk refuses.
pub(crate) fn write_all_new(folder: &Path, files: &[(PathBuf, Vec<u8>)]) -> Result<(), Box<Diagnostic>> {
    if let Some((path, _)) = files.iter().find(|(path, _)| fs::symlink_metadata(path).is_ok()) {
        return Err(Box::new(already_there(&shown(path), "choose another folder with `--to FOLDER`")));
    }
    make_folder(folder).map_err(|why| Box::new(refused(&shown(folder), &why)))?;
    files.iter().try_for_each(|(path, bytes)| write_new(path, bytes))
}

/// Writes a new file whole.
///
/// # Errors
///
/// If the file already exists, or the disk refuses.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Box<Diagnostic>> {
    whole_file::put_new(path, bytes).map_err(|why| {
        let name = shown(path);
        Box::new(if why.kind() == io::ErrorKind::AlreadyExists {
            already_there(&name, "choose another name with `--to FILE`")
        } else {
            refused(&name, &why)
        })
    })
}

/// Puts new files in their places and replaces the old texts with the new ones: all of them, or none.
///
/// # Errors
///
/// If a file is no longer what was read, something is in the place of a new one, or the disk refuses. Everything is as it
/// was then, or the message says what is not.
pub(crate) fn change(new: &[(PathBuf, Vec<u8>)], texts: &[Rewrite]) -> Result<(), Box<Diagnostic>> {
    // All are checked before the first is written, so that hardly anything can stop the work half-way.
    let marks = texts.iter().map(is_unchanged).collect::<Result<Vec<bool>, _>>()?;
    let mut done = Done::default();
    done.put(new, texts, &marks).map_err(|fault| Box::new(done.undo(*fault)))
}

/// What has been written so far.
#[derive(Default)]
struct Done<'a> {
    folders: Vec<&'a Path>,
    made: Vec<&'a Path>,
    /// Texts that have been replaced, each with whether its file begins with a byte-order mark.
    changed: Vec<(&'a Rewrite, bool)>,
}

impl<'a> Done<'a> {
    fn put(
        &mut self,
        new: &'a [(PathBuf, Vec<u8>)],
        texts: &'a [Rewrite],
        marks: &[bool],
    ) -> Result<(), Box<Diagnostic>> {
        for (path, bytes) in new {
            if let Some(folder) = path.parent().filter(|folder| !folder.exists()) {
                make_folder(folder).map_err(|why| refused(&shown(folder), &why))?;
                self.folders.push(folder);
            }
            whole_file::put_new(path, bytes).map_err(|why| match why.kind() {
                io::ErrorKind::AlreadyExists => already_there(&shown(path), "give it another name"),
                _ => refused(&shown(path), &why),
            })?;
            self.made.push(path);
        }
        for (file, mark) in texts.iter().zip(marks) {
            write_whole(&file.path, &marked(&file.new, *mark))
                .map_err(|why| refused(&shown(&file.path), &why))?;
            self.changed.push((file, *mark));
        }
        Ok(())
    }

    /// Puts everything back, and says what could not be.
    fn undo(&self, fault: Diagnostic) -> Diagnostic {
        let texts = self.changed.iter().rev();
        let texts = texts.filter(|(file, mark)| write_whole(&file.path, &marked(&file.old, *mark)).is_err());
        let files = self.made.iter().filter(|path| whole_file::remove(path).is_err());
        let left: Vec<String> = texts
            .map(|(file, _)| file.path.as_path())
            .chain(files.copied())
            .map(|path| format!("`{}`", shown(path)))
            .collect();
        for folder in &self.folders {
            // One that is not empty any more is somebody else's.
            _ = remove_folder(folder);
        }
        match left.as_slice() {
            [] if self.changed.is_empty() && self.made.is_empty() => fault,
            [] => fault.help("what was written before is as it was again: import the same file again"),
            left => fault.help(format!(
                "{} could not be put back as they were: import the same file again",
                all_of(left)
            )),
        }
    }
}

fn marked(text: &str, has_mark: bool) -> Vec<u8> {
    [if has_mark { MARK } else { b"" }, text.as_bytes()].concat()
}

/// Whether the file begins with a byte-order mark, if it is still what was read.
fn is_unchanged(file: &Rewrite) -> Result<bool, Box<Diagnostic>> {
    let name = shown(&file.path);
    let kind = fs::symlink_metadata(&file.path).map_err(|why| refused(&name, &why))?;
    let found = if kind.is_file() { fs_read(&file.path) } else { Ok(Vec::new()) };
    let found = found.map_err(|why| refused(&name, &why))?;
    let (mark, text) = match found.strip_prefix(MARK) {
        Some(text) => (true, text),
        None => (false, found.as_slice()),
    };
    if text != file.old.as_bytes() || !kind.is_file() {
        return Err(Box::new(
            Diagnostic::error_at_path(
                Code::Busy,
                name.clone(),
                format!("`{name}` has just been changed by somebody else"),
            )
            .help("nothing was written: import again when they have finished"),
        ));
    }
    if kind.permissions().readonly() {
        return Err(Box::new(refused(&name, &io::Error::other("it is write-protected"))));
    }
    Ok(mark)
}

/// Puts a file in its place, and keeps its permissions.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    whole_file::put(path, bytes, Some(fs::metadata(path)?.permissions()))
}

#[expect(clippy::disallowed_methods, reason = "a file is checked again before its text is replaced")]
fn fs_read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

fn remove_folder(folder: &Path) -> io::Result<()> {
    fs::remove_dir(folder)
}

#[expect(clippy::disallowed_methods, reason = "this folder writes, and a folder that is there is kept")]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

fn already_there(name: &str, instead: &str) -> Diagnostic {
    let message = format!("`{name}` already exists, and nothing is overwritten");
    Diagnostic::error_at_path(Code::AlreadyThere, name.to_owned(), message)
        .help(format!("move the file away, or {instead}"))
}

fn refused(path: &str, why: &io::Error) -> Diagnostic {
    Diagnostic::error_at_path(Code::DiskRefused, path, format!("`{path}` could not be written: {why}")).help(
        "check that the folder is there, that you may write to it, and that no other program has the file open",
    )
}
