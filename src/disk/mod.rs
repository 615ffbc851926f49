//! The only room that writes.
//!
//! In: finished files, by path. Out: the disk, with every file whole: published reports, content that returns have
//! changed, and new content. Nothing that the program did not make is overwritten or deleted.

pub mod lock;
pub mod new;
pub mod publish;
pub mod returned;
pub mod whole_file;
