//! Serves the preview to browsers on this computer, and to no other.
//!
//! In: what to show. Out: answers on the loopback address, to requests that name it. Other websites must not be
//! able to read the reports, and a client that reads slowly or sends nonsense must not stop anybody else. It must not
//! know what a report is.
//!
//! This is our own server, for these reasons. The one in `typst-kit` (`tiny_http`) answers any host, serves one reader
//! at a time, takes headers of any length, and panics when a connection is reset. `hyper` is well kept, but answers
//! what it cannot read by itself, without the headers that every answer must have here; and it brings twelve crates, an
//! asynchronous runtime and some fifteen seconds of the first build. With one `GET` on each connection there is little
//! left to write, and `httparse`, the parser in `hyper`, does the part that is easy to get wrong.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

use super::http::{self, Answer, Request, Status, Unread};
use super::page::{self, Page};
use super::shelf::{Shelf, Shown, kind};

/// How long the other side may stay idle while it should send or receive something.
const PATIENCE: Duration = Duration::from_secs(10);

/// The longest pause before a connection is tried again.
const PAUSE: Duration = Duration::from_millis(50);

/// The most connections that are open at the same time; with the next one the oldest is closed. Systems allow a program
/// 256 open files or more.
const MOST_OPEN: usize = 96;

/// A page of the report holds all it needs, and the preview adds one script.
const PAGES: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; \
                     img-src data:; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Anything else loads and runs nothing.
const FILES: &str = "default-src 'none'; frame-ancestors 'none'";

/// Browsers apply the policy of a PDF to their own page around it, which needs styles and scripts.
const PDFS: &str = "frame-ancestors 'none'";

/// A server that shows what is on a shelf, for as long as the program runs.
pub struct Server {
    address: SocketAddr,
    shelf: Arc<Mutex<Shelf>>,
}

impl Server {
    /// Starts serving, on `port` or on the first free one of a few; on any free one if `port` is 0.
    ///
    /// # Errors
    ///
    /// Why it cannot, as the end of a sentence.
    pub fn start(port: Option<u16>) -> Result<Self, String> {
        let listener = listen(port)?;
        let address = listener.local_addr().map_err(|why| why.to_string())?;
        let shelf = Arc::<Mutex<Shelf>>::default();
        let shared = Arc::clone(&shelf);
        thread::Builder::new()
            .spawn(move || accept(&listener, address.port(), &shared))
            .map_err(|why| why.to_string())?;
        Ok(Self { address, shelf })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What is on the shelf. Nobody is answered while it is held.
    pub fn shelf(&self) -> MutexGuard<'_, Shelf> {
        lock(&self.shelf)
    }
}

fn lock(shelf: &Mutex<Shelf>) -> MutexGuard<'_, Shelf> {
    // A shelf that was held during a panic still has whole files.
    shelf.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Listens on the loopback address only.
fn listen(port: Option<u16>) -> Result<TcpListener, String> {
    let ports = port.map_or(3000..=3005, |port| port..=port);
    for port in ports.clone() {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Err(why) if why.kind() == io::ErrorKind::AddrInUse => {}
            tried => return tried.map_err(|why| why.to_string()),
        }
    }
    Err(match port {
        Some(port) => format!("port {port} is already in use"),
        None => format!("ports {} to {} are already in use", ports.start(), ports.end()),
    })
}

/// A connection, which may have to make room for others.
struct Connection {
    stream: TcpStream,
    must_go: AtomicBool,
}

impl Connection {
    fn new(stream: TcpStream) -> io::Result<Self> {
        stream.set_nonblocking(true)?;
        Ok(Self { stream, must_go: AtomicBool::new(false) })
    }

    /// Ends it for the other side at once, and for its thread after the pause that it is in.
    fn close(&self) {
        self.must_go.store(true, Ordering::Relaxed);
        _ = self.stream.shutdown(Shutdown::Both);
    }

    /// Does a step as soon as the other side lets it, within `PATIENCE`.
    ///
    /// It looks again after each pause, and does not leave the waiting to the system: on Windows nothing but closing a
    /// connection wakes a thread that waits for it, and that thread is what keeps it open.
    fn patiently(&self, mut step: impl FnMut(&TcpStream) -> io::Result<usize>) -> io::Result<usize> {
        let (mut waited, mut pause) = (Duration::ZERO, Duration::from_millis(1));
        loop {
            match step(&self.stream) {
                Err(why)
                    if why.kind() == io::ErrorKind::WouldBlock
                        && waited < PATIENCE
                        && !self.must_go.load(Ordering::Relaxed) =>
                {
                    thread::sleep(pause);
                    waited += pause;
                    pause = PAUSE.min(2 * pause);
                }
                done => return done,
            }
        }
    }
}

impl Read for &Connection {
    fn read(&mut self, piece: &mut [u8]) -> io::Result<usize> {
        self.patiently(|mut stream| stream.read(piece))
    }
}

impl Write for &Connection {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.patiently(|mut stream| stream.write(piece))
    }

    fn flush(&mut self) -> io::Result<()> {
        (&self.stream).flush()
    }
}

/// Gives every connection its own thread. If there are too many, the oldest make room.
fn accept(listener: &TcpListener, port: u16, shelf: &Arc<Mutex<Shelf>>) {
    let mut open: Vec<Weak<Connection>> = Vec::new();
    for stream in listener.incoming() {
        let Ok(connection) = stream.and_then(Connection::new) else {
            // The system has no room for another connection; one that ends makes some.
            thread::sleep(Duration::from_millis(20));
            continue;
        };
        open.retain(|connection| connection.strong_count() > 0);
        if let Some(too_old) = open.len().checked_sub(MOST_OPEN).and_then(|place| open[place].upgrade()) {
            too_old.close();
        }
        // Those that had to make room take a moment to do so.
        while open.len() >= 2 * MOST_OPEN {
            thread::sleep(PAUSE / 5);
            open.retain(|connection| connection.strong_count() > 0);
        }
        let connection = Arc::new(connection);
        let shelf = Arc::clone(shelf);
        open.push(Arc::downgrade(&connection));
        // A connection that gets no thread is closed, and the browser tries again.
        _ = thread::Builder::new().spawn(move || converse(&connection, port, &shelf));
    }
}

/// Answers one request. Whatever goes wrong concerns only the other side.
fn converse(connection: &Connection, port: u16, shelf: &Mutex<Shelf>) -> io::Result<()> {
    let (mut from, mut to) = (connection, connection);
    let (answer, with_body) = match http::read(&mut from) {
        Ok(request) => (answer(&request, port, shelf), request.method != "HEAD"),
        Err(Unread::Gone) => return Ok(()),
        Err(Unread::NotHttp) => (say(Status::BadRequest, "This is not a request for a page.\n"), true),
        Err(Unread::TooLong) => (say(Status::HeadersTooLarge, "The request is too long.\n"), true),
    };
    http::write(&mut to, &answer, with_body)?;
    connection.stream.shutdown(Shutdown::Write)?;
    http::read_left_over(&mut from);
    Ok(())
}

/// The answer to a request that came in on `port`.
fn answer(request: &Request, port: u16, shelf: &Mutex<Shelf>) -> Answer {
    if !matches!(request.hosts.as_slice(), [host] if is_own(host, port)) {
        let sentence = format!("The preview answers only at http://127.0.0.1:{port}/, on this computer.\n");
        return say(Status::MisdirectedRequest, &sentence);
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return say(Status::MethodNotAllowed, "The preview can only be read.\n");
    }
    let address = request.target.split('?').next().unwrap_or_default();
    if !address.starts_with('/') {
        return say(Status::BadRequest, "This is not an address of the preview.\n");
    }
    if address == page::SCRIPT_PATH {
        return file(address, Arc::new(page::SCRIPT.as_bytes().to_vec()));
    }
    // The shelf is released before anything is sent.
    let shown = lock(shelf).answer(address);
    match shown {
        Shown::Page(page) => html(Status::Ok, page),
        Shown::Nothing(page) => html(Status::NotFound, page),
        Shown::File(bytes) => file(address, bytes),
    }
}

/// Whether a request that names this host is meant for this server. Another name that leads here belongs to a
/// website that wants to read the reports through the reader's browser.
fn is_own(host: &str, port: u16) -> bool {
    ["127.0.0.1", "localhost", "[::1]"].into_iter().any(|own| {
        let rest = host.get(own.len()..).filter(|_| host[..own.len()].eq_ignore_ascii_case(own));
        rest.is_some_and(|rest| rest.is_empty() || rest == format!(":{port}"))
    })
}

/// The media type of a file, by the end of its path alone. Data is never a page.
fn media_type(kind: &str) -> &'static str {
    match kind {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "csv" => "text/csv; charset=utf-8",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// A page, with its mark for the script to compare.
fn html(status: Status, page: Page) -> Answer {
    Answer { status, media_type: media_type("html"), policy: PAGES, mark: Some(page.mark), body: page.html }
}

fn file(address: &str, body: Arc<Vec<u8>>) -> Answer {
    let policy = if kind(address) == "pdf" { PDFS } else { FILES };
    Answer { status: Status::Ok, media_type: media_type(kind(address)), policy, mark: None, body }
}

/// An answer in one sentence.
fn say(status: Status, sentence: &str) -> Answer {
    let body = Arc::new(sentence.as_bytes().to_vec());
    Answer { status, media_type: "text/plain; charset=utf-8", policy: FILES, mark: None, body }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_names_of_this_computer_with_the_right_port_are_own() {
        for own in ["127.0.0.1:3000", "localhost:3000", "[::1]:3000", "127.0.0.1", "LocalHost", "[::1]"] {
            assert!(is_own(own, 3000), "{own}");
        }
        let others = [
            "",
            "evil.example",
            "evil.example:3000",
            "127.0.0.1:3001",
            "127.0.0.1:",
            "127.0.0.1:03000",
            "127.0.0.1:3000:3000",
            "127.0.0.1.evil.example:3000",
            "127.0.0.10:3000",
            "localhost.:3000",
            "evil.localhost:3000",
            "me@localhost:3000",
            "localhost:3000@evil.example",
            "[::1:3000",
            "::1",
            "\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        ];
        for other in others {
            assert!(!is_own(other, 3000), "{other}");
        }
    }
}
