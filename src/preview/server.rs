//! Serves the preview to browsers on this computer, and to no other.
//!
//! The only module that names `typst-kit`'s server, which listens on the loopback address alone.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use typst::foundations::Bytes;
use typst_kit::server::{HttpBody, HttpServer};

use super::{Shelf, Shown};

/// A server that shows what stands on a shelf.
pub struct Server {
    http: HttpServer,
    shelf: Arc<Mutex<Shelf>>,
}

impl Server {
    /// Begins to serve, on `port` or on the first free one of a few.
    ///
    /// # Errors
    ///
    /// Why it cannot, in the library's words.
    pub fn start(port: Option<u16>) -> Result<Self, String> {
        let http = HttpServer::new("the reports", port, true).map_err(|why| why.to_string())?;
        let server = Self { http, shelf: Arc::default() };
        server.reload();
        Ok(server)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.http.addr()
    }

    /// What stands on the shelf.
    pub fn shelf(&self) -> MutexGuard<'_, Shelf> {
        // A shelf that a panic has left behind still holds whole files.
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes every browser that shows a page load it again.
    pub fn reload(&self) {
        let shared = Arc::clone(&self.shelf);
        self.http.set_router(move |address| {
            let shown = shared.lock().unwrap_or_else(PoisonError::into_inner).answer(address)?;
            Some(match shown {
                Shown::Page(page) => HttpBody::Html(page),
                Shown::File(bytes) => HttpBody::Raw(Bytes::new(bytes.to_vec())),
            })
        });
    }
}
