//! The preview: shows the reports to browsers on this computer while they are being written.
//!
//! In: what the pipeline has made, and what is wrong. Out: what a browser is shown, and word of any change.
//! Everything is kept in memory and nothing is written. It must not know the clock or the terminal.

mod http;
mod page;
mod server;
mod shelf;
mod watcher;

pub use page::Page;
pub use server::Server;
pub use shelf::{Shelf, Shown};
pub(crate) use watcher::Watch;
