//! The right to use a folder, so that runs of the program do not get in one another's way.
//!
//! In: a folder. Out: the right, which ends with the value, or why there is none. The system takes it back from a
//! program that is killed, so a lock file that is left over blocks nobody. Commands that only read content write
//! nothing there, not even a lock file: it may be on a read-only drive.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::content::discover::shown;
use crate::diag::{Code, Diagnostic};
use crate::disk::whole_file::is_absent;

const LOCK: &str = ".cabinet-report.lock";

/// How often, and with what pause, to try again while another run is busy: five seconds, in which most runs end.
const TRIES: usize = 50;
const PAUSE: Duration = Duration::from_millis(100);

/// The right to use a folder.
#[derive(Debug)]
pub struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough: a program just started by this one may hold it open a moment longer.
        // One that cannot be unlocked is unlocked when this program ends.
        _ = self.0.unlock();
    }
}

/// Why there is no right to use a folder.
#[derive(Debug)]
pub enum Denied {
    /// Another run of the program has it.
    Taken,
    /// Somebody else has put something in place of the lock file.
    InTheWay(PathBuf),
    /// The disk refuses.
    Refused(PathBuf, io::Error),
}

impl Lock {
    /// Takes the right to write to a folder, at once or not at all.
    ///
    /// # Errors
    ///
    /// Another run of the program has it, or the lock file cannot be used.
    pub fn to_write(folder: &Path) -> Result<Self, Denied> {
        let path = folder.join(LOCK);
        let file = open(&path).map_err(|why| Denied::Refused(path.clone(), why))?;
        take(file.ok_or(Denied::InTheWay(path))?, File::try_lock).ok_or(Denied::Taken)
    }
}

/// Takes the right to change content; without a folder, or if this user may not write a lock file there, there is
/// nothing that others could see, and none is needed.
///
/// # Errors
///
/// Another run of the program reads or changes the content and has not ended in time, or the lock file cannot be used.
pub fn to_change(content: &Path) -> Result<Option<Lock>, Box<Diagnostic>> {
    if !content.is_dir() {
        return Ok(None);
    }
    let mut tries = 0;
    loop {
        match Lock::to_write(content) {
            Ok(lock) => return Ok(Some(lock)),
            Err(Denied::Taken) if tries < TRIES => {
                tries += 1;
                thread::sleep(PAUSE);
            }
            Err(Denied::Taken) => return Err(busy(content, "reading or changing")),
            Err(Denied::InTheWay(place)) => return Err(in_the_way(&place)),
            Err(Denied::Refused(_, why))
                if matches!(
                    why.kind(),
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
                ) =>
            {
                return Ok(None);
            }
            Err(Denied::Refused(path, why)) => {
                let path = shown(&path);
                let message = format!("`{path}` could not be written: {why}");
                let fault = Diagnostic::error_at_path(Code::DiskRefused, path, message);
                return Err(Box::new(fault.help("check that the disk is not full")));
            }
        }
    }
}

/// Reads content while no other run of the program changes it. If a change began while `read` was at
/// work, its result is dropped and it is called again.
///
/// # Errors
///
/// Another run is changing the content and has not ended in time.
pub fn reading<T>(content: &Path, read: impl Fn() -> T) -> Result<T, Box<Diagnostic>> {
    let path = content.join(LOCK);
    for _ in 0..TRIES {
        // A file of another kind was not made by this program, and there is no waiting for one that may not be read.
        let is_there = fs::symlink_metadata(&path).is_ok_and(|there| there.is_file());
        let Some(file) = is_there.then(|| File::open(&path).ok()).flatten() else {
            let what = read();
            if is_there || !fs::symlink_metadata(&path).is_ok_and(|there| there.is_file()) {
                return Ok(what);
            }
            continue;
        };
        if let Some(_lock) = take(file, File::try_lock_shared) {
            return Ok(read());
        }
        thread::sleep(PAUSE);
    }
    Err(busy(content, "changing"))
}

/// Opens a lock file, and makes it if there is nothing; `None` if something else is in its place.
fn open(path: &Path) -> io::Result<Option<File>> {
    match fs::symlink_metadata(path) {
        // A file can be locked even by somebody who may not change it.
        Ok(there) if there.is_file() => File::options()
            .write(true)
            .open(path)
            .or_else(
                |why| if why.kind() == io::ErrorKind::PermissionDenied { File::open(path) } else { Err(why) },
            )
            .map(Some),
        Ok(_) => Ok(None),
        Err(why) if is_absent(&why) => match File::options().write(true).create_new(true).open(path) {
            // Another run was a moment quicker.
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {
                File::options().write(true).open(path).map(Some)
            }
            made => made.map(Some),
        },
        Err(why) => Err(why),
    }
}

/// Locks a file; `None` if another run of the program has done so.
fn take(file: File, lock: fn(&File) -> Result<(), TryLockError>) -> Option<Lock> {
    match lock(&file) {
        Err(TryLockError::WouldBlock) => None,
        // Some network drives have no locks. Files are still whole there; only two runs at once are not kept apart.
        Ok(()) | Err(TryLockError::Error(_)) => Some(Lock(file)),
    }
}

fn busy(content: &Path, what: &str) -> Box<Diagnostic> {
    let path = shown(content);
    let message = format!("another run of this program is {what} `{path}` at this moment");
    Box::new(
        Diagnostic::error_at_path(Code::Busy, path, message)
            .help("nothing was changed: wait until it has finished and try again"),
    )
}

fn in_the_way(place: &Path) -> Box<Diagnostic> {
    let path = shown(place);
    let message = format!("`{path}` is not the lock file that this program makes there");
    Box::new(
        Diagnostic::error_at_path(Code::NotOurFile, path, message)
            .help("move it away: the program makes the file that it needs"),
    )
}
