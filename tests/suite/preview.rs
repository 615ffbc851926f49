//! The preview as a stranger meets it: other hosts, other methods, slow readers, floods and broken connections.
//!
//! Most of these tests put files on the shelf themselves and talk to the server through sockets of their own. Waiting
//! has an end only so that a server which hangs fails the test.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use cabinet_report::diag::source::Sources;
use cabinet_report::outputs::Artifacts;
use cabinet_report::pipeline::HeldUp;
use cabinet_report::preview::Server;

use crate::support::{Project, program};

/// How long a test waits before it calls the server hung.
const PATIENCE: Duration = Duration::from_mins(1);

/// More than both ends of a connection keep for somebody who does not read.
const LARGE: usize = 32 * 1024 * 1024;

/// What every answer says, whatever was asked.
const ALWAYS: [&str; 6] = [
    "content-security-policy: ",
    "x-content-type-options: nosniff",
    "cross-origin-resource-policy: same-origin",
    "referrer-policy: no-referrer",
    "cache-control: no-store",
    "content-type: ",
];

fn files(files: &[(&str, &str)]) -> Artifacts {
    files.iter().map(|(path, text)| ((*path).to_owned(), Arc::new(text.as_bytes().to_vec()))).collect()
}

/// A server that shows one report, with a script in its data.
fn server() -> Server {
    let server = Server::start(Some(0)).expect("the preview starts");
    let page = "<html><head><meta content=\"default-src 'none'\"></head><body>The words.</body></html>";
    let data = "<script>alert(1)</script>";
    let shown = [
        ("index.html", page),
        ("r/index.html", page),
        ("r/r.pdf", "%PDF-1.7"),
        ("r/report.json", data),
        ("r/ratings.csv", data),
        ("r/else.xyz", data),
    ];
    server.shelf().show(&files(&shown));
    server
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect_timeout(&address, PATIENCE).expect("the preview listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("set");
    stream.set_write_timeout(Some(PATIENCE)).expect("set");
    stream
}

/// An answer: its first line, its headers in small letters, and its body.
#[derive(Debug)]
struct Answer {
    status: String,
    headers: Vec<String>,
    body: Vec<u8>,
}

impl Answer {
    fn says(&self, header: &str) -> bool {
        self.headers.iter().any(|line| line == header)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Reads until the server closes the connection.
fn read(mut stream: TcpStream) -> Answer {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("an answer");
    let end = bytes.windows(4).position(|end| end == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8(bytes[..end].to_vec()).expect("text");
    let mut lines = head.lines();
    Answer {
        status: lines.next().expect("a first line").to_owned(),
        headers: lines.map(str::to_lowercase).collect(),
        body: bytes.split_off(end + 4),
    }
}

/// Sends these bytes and reads the answer.
fn send(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = connect(address);
    stream.write_all(request).expect("sent");
    read(stream)
}

/// What a request for a target gets.
fn ask(address: SocketAddr, method: &str, target: &str) -> Answer {
    send(address, format!("{method} {target} HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes())
}

fn get(address: SocketAddr, target: &str) -> Answer {
    ask(address, "GET", target)
}

#[test]
fn only_the_names_of_this_computer_are_answered() {
    let server = server();
    let (address, port) = (server.address(), server.address().port());
    let with = |hosts: &str| send(address, format!("GET /r/ HTTP/1.1\r\n{hosts}\r\n").as_bytes());
    for own in ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"] {
        for host in [own.to_owned(), format!("{own}:{port}")] {
            let answer = with(&format!("Host: {host}\r\n"));
            assert_eq!(answer.status, "HTTP/1.1 200 OK", "{host}");
            assert!(answer.text().contains("The words."), "{host}");
        }
    }
    let refused = [
        "Host: evil.example\r\n".to_owned(),
        format!("Host: evil.example:{port}\r\n"),
        format!("Host: 127.0.0.1.evil.example:{port}\r\n"),
        format!("Host: localhost:{}\r\n", port ^ 1),
        format!("Host: localhost:{port}@evil.example\r\n"),
        format!("Host: localhost:{port}\r\nHost: evil.example\r\n"),
        "Host: \r\n".to_owned(),
        String::new(),
    ];
    for hosts in &refused {
        let answer = with(hosts);
        assert_eq!(answer.status, "HTTP/1.1 421 Misdirected Request", "{hosts}");
        assert!(!answer.text().contains("The words."), "{hosts}");
    }
    // An address with a host of its own takes the place of the header.
    let other = send(address, format!("GET http://evil/r/ HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes());
    assert_eq!(other.status, "HTTP/1.1 400 Bad Request");
}

#[test]
fn it_can_only_be_read() {
    let server = server();
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT", "get", "X"] {
        let answer = ask(server.address(), method, "/r/index.html");
        assert_eq!(answer.status, "HTTP/1.1 405 Method Not Allowed", "{method}");
        assert!(answer.says("allow: get, head"), "{method}: {:?}", answer.headers);
        assert!(!answer.text().contains("The words."), "{method}");
    }
    let body = "POST /r/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n".to_owned()
        + &"x".repeat(100_000);
    assert_eq!(send(server.address(), body.as_bytes()).status, "HTTP/1.1 405 Method Not Allowed");
}

#[test]
fn a_head_has_the_headers_of_the_page_and_no_body() {
    let server = server();
    for target in ["/", "/r/index.html", "/r/report.json", "/r/r.pdf", "/nothing"] {
        let (head, whole) = (ask(server.address(), "HEAD", target), get(server.address(), target));
        assert_eq!((&head.status, &head.headers), (&whole.status, &whole.headers), "{target}");
        assert!(head.body.is_empty() && !whole.body.is_empty(), "{target}");
        assert!(head.says(&format!("content-length: {}", whole.body.len())), "{target}");
    }
}

#[test]
fn the_type_comes_from_the_path_alone() {
    let server = server();
    let types = [
        ("/", "text/html; charset=utf-8"),
        ("/r/index.html", "text/html; charset=utf-8"),
        ("/r/", "text/html; charset=utf-8"),
        ("/r/report.json", "application/json"),
        ("/r/ratings.csv", "text/csv; charset=utf-8"),
        ("/r/r.pdf", "application/pdf"),
        ("/r/else.xyz", "application/octet-stream"),
        ("/_preview/reload.js", "text/javascript; charset=utf-8"),
    ];
    for (path, wanted) in types {
        for query in ["", "?.html", "?a=.svg", "?/x.html", "?.json"] {
            let answer = get(server.address(), &format!("{path}{query}"));
            assert_eq!(answer.status, "HTTP/1.1 200 OK", "{path}{query}");
            assert!(answer.says(&format!("content-type: {wanted}")), "{path}{query}: {:?}", answer.headers);
        }
    }
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    let server = server();
    let address = server.address();
    let long = format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(20_000));
    let answers = [
        ("200", get(address, "/r/index.html")),
        ("200", get(address, "/r/r.pdf")),
        ("200", get(address, "/r/report.json?.html")),
        ("200", get(address, "/_preview/reload.js")),
        ("404", get(address, "/r/nothing.html")),
        ("404", get(address, "/../content/_index.md")),
        ("404", get(address, "/_preview/other.js")),
        ("405", ask(address, "POST", "/r/index.html")),
        ("421", send(address, b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n")),
        ("400", send(address, b"\x16\x03\x01\x02\x00\x01\x00\x01")),
        ("400", ask(address, "GET", "*")),
        ("431", send(address, long.as_bytes())),
    ];
    for (status, answer) in answers {
        assert!(answer.status.starts_with(&format!("HTTP/1.1 {status} ")), "{answer:?}");
        for header in ALWAYS {
            let count = answer.headers.iter().filter(|line| line.starts_with(header)).count();
            assert_eq!(count, 1, "{header} of {status}: {:?}", answer.headers);
        }
        let policy = answer.headers.iter().find(|line| line.starts_with(ALWAYS[0])).expect("a policy");
        assert!(policy.contains("frame-ancestors 'none'"), "{status}: {policy}");
        assert!(!policy.contains("script-src 'unsafe") && !policy.contains('*'), "{status}: {policy}");
    }
}

#[test]
fn pages_may_run_the_script_of_the_preview_and_data_none() {
    let server = server();
    let policy = |target: &str| {
        let answer = get(server.address(), target);
        answer.headers.into_iter().find(|line| line.starts_with(ALWAYS[0])).expect("a policy")
    };
    for page in ["/r/index.html", "/nothing"] {
        let policy = policy(page);
        assert!(policy.contains("default-src 'none'; script-src 'self'; connect-src 'self';"), "{policy}");
    }
    for data in ["/r/report.json", "/r/ratings.csv", "/_preview/reload.js"] {
        assert_eq!(policy(data), "content-security-policy: default-src 'none'; frame-ancestors 'none'");
    }
    let page = get(server.address(), "/r/index.html").text();
    assert!(page.contains("default-src 'none'; script-src 'self'; connect-src 'self'"), "{page}");
    assert!(page.contains("<script src=\"/_preview/reload.js\" data-shown=\""), "{page}");
    assert!(get(server.address(), "/_preview/reload.js").text().contains("location.reload()"));
}

/// What the script of a page compares: the mark that came with the page, and the one that its address has now.
fn marks(page: &Answer, now: &Answer) -> (String, Option<String>) {
    let text = page.text();
    let shown = text.split("data-shown=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a mark");
    let now = now.headers.iter().find_map(|line| line.strip_prefix("etag: ")).map(str::to_owned);
    (format!("\"{shown}\""), now)
}

#[test]
fn a_page_knows_when_its_address_shows_something_else() {
    let server = server();
    let address = server.address();
    let look = |target: &str| ask(address, "HEAD", target);
    let is_same = |page: &Answer, target: &str| {
        let (shown, now) = marks(page, &look(target));
        now == Some(shown)
    };
    let pages =
        ["/", "/r/index.html", "/s/index.html", "/r/other.pdf"].map(|target| (target, get(address, target)));
    for (target, page) in &pages {
        assert!(is_same(page, target), "{target} has not changed");
    }
    // A change of one page, a page that is back, and a PDF that somebody waits for.
    let new =
        [("r/index.html", "<body>Others."), ("s/index.html", "<body>Back."), ("r/other.pdf", "%PDF-1.7")];
    let edition = server.shelf().edition();
    server.shelf().add(&files(&new), edition);
    let changed: Vec<&str> =
        pages.iter().filter(|(target, page)| !is_same(page, target)).map(|(target, _)| *target).collect();
    assert_eq!(changed, ["/r/index.html", "/s/index.html", "/r/other.pdf"]);
    // A fault changes every page.
    let good = get(address, "/");
    server.shelf().blame(&[], &Sources::default(), HeldUp::Everything, &Artifacts::new());
    assert!(!is_same(&good, "/"));
}

#[test]
fn a_slow_reader_stops_neither_others_nor_a_save() {
    let server = server();
    let address = server.address();
    let large = Artifacts::from([("r/large.pdf".to_owned(), Arc::new(vec![b'x'; LARGE]))]);
    server.shelf().add(&large, 1);
    let mut slow: Vec<TcpStream> = (0..5)
        .map(|_| {
            let mut stream = connect(address);
            stream.write_all(b"GET /r/large.pdf HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("sent");
            // The answer is on its way.
            stream.read_exact(&mut [0; 100]).expect("the beginning");
            stream
        })
        .collect();
    assert!(get(address, "/r/").text().contains("The words."));
    server.shelf().show(&files(&[("r/index.html", "<body>Saved meanwhile.")]));
    assert!(get(address, "/r/").text().contains("Saved meanwhile."));
    // Whoever goes on to read gets all of what was there, too.
    let mut rest = Vec::new();
    slow.remove(0).read_to_end(&mut rest).expect("the rest");
    assert!(rest.len() > LARGE - 100 && rest.ends_with(b"xxxx"), "{}", rest.len());
}

#[test]
fn a_flood_of_headers_is_refused_before_it_is_read() {
    let server = server();
    let address = server.address();
    let one_line = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}", "x".repeat(64 * 1024));
    let many_lines = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}", "X: y\r\n".repeat(5000));
    let address_alone = format!("GET /{}", "x".repeat(64 * 1024));
    for flood in [one_line, many_lines, address_alone] {
        let answer = send(address, flood.as_bytes());
        assert_eq!(answer.status, "HTTP/1.1 431 Request Header Fields Too Large");
    }
    // Of a line that never ends, the server takes a little and closes the connection.
    let mut stream = connect(address);
    let piece = vec![b'x'; 1024 * 1024];
    stream.write_all(b"GET / HTTP/1.1\r\nX: ").expect("sent");
    let taken = (0..300).take_while(|_| stream.write_all(&piece).is_ok()).count();
    assert!(taken < 100, "the server took {taken} MB");
    assert_eq!(get(address, "/r/").status, "HTTP/1.1 200 OK");
}

#[test]
fn connections_that_never_end_their_request_stop_nobody_and_are_not_kept() {
    let server = server();
    let address = server.address();
    let half: Vec<TcpStream> = (0..300)
        .map(|number| {
            let mut stream = connect(address);
            if number % 2 == 0 {
                stream.write_all(b"GET /r/ HTTP/1.1\r\nHost: loc").expect("sent");
            }
            stream
        })
        .collect();
    assert!(get(address, "/r/").text().contains("The words."));
    server.shelf().show(&files(&[("r/index.html", "<body>Saved meanwhile.")]));
    assert!(get(address, "/r/").text().contains("Saved meanwhile."));
    let is_open = |stream: &&TcpStream| {
        stream.set_nonblocking(true).expect("set");
        stream.peek(&mut [0]).is_err_and(|why| why.kind() == ErrorKind::WouldBlock)
    };
    let open = half.iter().filter(is_open).count();
    assert!(open < 200, "{open} of 300 are kept");
    // The oldest ones make room.
    let mut old = half.iter().take(100).filter(is_open);
    assert!(old.next().is_none(), "an old one is kept");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let server = server();
    let port = server.address().port();
    let why = Server::start(Some(port)).err();
    assert_eq!(why, Some(format!("port {port} is already in use")));
}

#[test]
fn what_is_wrong_is_shown_on_pages_that_never_were() {
    let server = server();
    server.shelf().blame(&[], &Sources::default(), HeldUp::Everything, &Artifacts::new());
    let answer = get(server.address(), "/t/index.html");
    assert!(answer.text().contains("role=\"alert\""), "{}", answer.text());
}

/// The program itself, with everything that it says on standard error.
#[test]
fn serve_prints_its_real_port_and_nothing_of_broken_connections() {
    let project =
        Project::new().file("content/r/s/e.md", "---\ntitle: Entry\nrating: green\n---\nThe words.\n");
    let mut child = program(&project.path(""))
        .args(["serve", "--port", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut said = std::io::BufReader::new(child.stdout.take().expect("a pipe"));
    let mut line = String::new();
    std::io::BufRead::read_line(&mut said, &mut line).expect("text");
    let address = line.strip_prefix("The preview is at http://").and_then(|rest| rest.split('/').next());
    let address: SocketAddr = address.and_then(|address| address.parse().ok()).expect("an address");
    assert_ne!(address.port(), 0);
    assert!(address.ip().is_loopback());
    while !line.starts_with("PDFs: ") {
        line.clear();
        assert!(
            std::io::BufRead::read_line(&mut said, &mut line).expect("text") > 0,
            "the program has ended"
        );
    }
    let requests: [&[u8]; 5] = [
        b"GET /r/index.html HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /r/progress-spring.pdf HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /r/index.html HTTP/1.1\r\nHost: loc",
        b"\xff\x00\r\n\r\n",
        b"",
    ];
    for round in 0..400 {
        let mut stream = connect(address);
        stream.write_all(requests[round % requests.len()]).expect("sent");
        // Closing before everything has been read resets the connection.
        if round % 2 == 0 {
            _ = stream.shutdown(Shutdown::Write);
            _ = stream.read(&mut [0; 10]);
        }
    }
    assert!(get(address, "/r/index.html").text().contains("The words."));
    _ = child.kill();
    let printed = child.wait_with_output().expect("the program has ended").stderr;
    assert_eq!(String::from_utf8_lossy(&printed), "", "nobody is told of other people's connections");
}
