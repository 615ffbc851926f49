//! As much HTTP as the preview needs: reads one request and writes one answer.
//!
//! In: what a browser sends. Out: what it asks for, and the bytes of the answer. `httparse` parses the
//! headers. This module must not know what is shown, nor that there are other connections.

use std::io::{self, Read, Write};
use std::sync::Arc;

/// The most that a request may take, in bytes. Browsers send less than a tenth of it.
const LONGEST: usize = 16 * 1024;

/// The most pieces that a request may come in, so that nobody can send it byte by byte for hours.
const MOST_PIECES: usize = 64;

/// The most pieces that are read after the answer.
const MOST_LEFT_OVER: usize = 256;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    /// The method, such as `GET`.
    pub(super) method: String,
    /// What is asked for, such as `/2013-14-h2/index.html?query`.
    pub(super) target: String,
    /// Every `Host` that the request names; there should be one.
    pub(super) hosts: Vec<String>,
}

/// Why there is no request to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// The other side has closed the connection, or sends nothing.
    Gone,
    /// This is not HTTP.
    NotHttp,
    /// It is longer than any browser's.
    TooLong,
}

/// How a request is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Ok,
    BadRequest,
    NotFound,
    MethodNotAllowed,
    MisdirectedRequest,
    HeadersTooLarge,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// The status.
    pub(super) status: Status,
    /// The media type of the body.
    pub(super) media_type: &'static str,
    /// What a browser may do with the body.
    pub(super) policy: &'static str,
    /// The mark of a page's present state.
    pub(super) mark: Option<String>,
    /// The body, shared by everyone who reads it.
    pub(super) body: Arc<Vec<u8>>,
}

/// Reads a request as far as it matters.
///
/// # Errors
///
/// Why there is none.
pub(super) fn read(from: &mut impl Read) -> Result<Request, Unread> {
    let mut head = Vec::new();
    for _ in 0..MOST_PIECES {
        let mut piece = [0; 4096];
        let length = match from.read(&mut piece) {
            Ok(length @ 1..) => length,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
            Ok(0) | Err(_) => return Err(Unread::Gone),
        };
        head.extend_from_slice(&piece[..length]);
        let mut headers = [httparse::EMPTY_HEADER; 100];
        let mut parsed = httparse::Request::new(&mut headers);
        match parsed.parse(&head) {
            Ok(httparse::Status::Complete(length)) if length <= LONGEST => return Ok(request(&parsed)),
            Ok(httparse::Status::Partial) if head.len() < LONGEST => {}
            Ok(_) | Err(httparse::Error::TooManyHeaders) => return Err(Unread::TooLong),
            Err(_) => return Err(Unread::NotHttp),
        }
    }
    Err(Unread::Gone)
}

fn request(parsed: &httparse::Request<'_, '_>) -> Request {
    let hosts = parsed.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("host"));
    Request {
        method: parsed.method.unwrap_or_default().to_owned(),
        target: parsed.path.unwrap_or_default().to_owned(),
        hosts: hosts.map(|host| String::from_utf8_lossy(host.value).trim().to_owned()).collect(),
    }
}

/// Writes an answer, without its body if the method was `HEAD`.
///
/// # Errors
///
/// Why the other side did not receive it.
pub(super) fn write(to: &mut impl Write, answer: &Answer, with_body: bool) -> io::Result<()> {
    let Answer { status, media_type, policy, mark, body } = answer;
    let allow = if *status == Status::MethodNotAllowed { "Allow: GET, HEAD\r\n" } else { "" };
    let mark = mark.as_ref().map_or_else(String::new, |mark| format!("ETag: \"{mark}\"\r\n"));
    let head = format!(
        "HTTP/1.1 {status}\r\n{allow}{mark}\
         Content-Type: {media_type}\r\n\
         Content-Length: {length}\r\n\
         Content-Security-Policy: {policy}\r\n\
         X-Content-Type-Options: nosniff\r\n\
         Cross-Origin-Resource-Policy: same-origin\r\n\
         Referrer-Policy: no-referrer\r\n\
         Cache-Control: no-store\r\n\
         Connection: close\r\n\r\n",
        status = status.line(),
        length = body.len(),
    );
    to.write_all(head.as_bytes())?;
    if with_body { to.write_all(body) } else { Ok(()) }
}

/// Reads what is sent after the request: if the connection were closed before, the answer would be lost.
pub(super) fn read_left_over(from: &mut impl Read) {
    let mut piece = [0; 4096];
    for _ in 0..MOST_LEFT_OVER {
        if !from.read(&mut piece).is_ok_and(|length| length > 0) {
            break;
        }
    }
}

impl Status {
    fn line(self) -> &'static str {
        match self {
            Self::Ok => "200 OK",
            Self::BadRequest => "400 Bad Request",
            Self::NotFound => "404 Not Found",
            Self::MethodNotAllowed => "405 Method Not Allowed",
            Self::MisdirectedRequest => "421 Misdirected Request",
            Self::HeadersTooLarge => "431 Request Header Fields Too Large",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends a request in pieces.
    struct Pieces<'a>(Vec<&'a [u8]>);

    impl Read for Pieces<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                return Ok(0);
            }
            let piece = self.0.remove(0);
            into[..piece.len()].copy_from_slice(piece);
            Ok(piece.len())
        }
    }

    #[test]
    fn a_request_may_come_in_pieces_and_names_every_host() {
        let mut pieces =
            Pieces(vec![b"GET /r/?a H", b"TTP/1.1\r\nhost: a\r\nHo", b"st:  b:1 \r\nX: y\r\n\r", b"\n"]);
        let wanted = Request {
            method: "GET".to_owned(),
            target: "/r/?a".to_owned(),
            hosts: vec!["a".to_owned(), "b:1".to_owned()],
        };
        assert_eq!(read(&mut pieces), Ok(wanted));
    }

    #[test]
    fn what_is_not_a_request_is_told_from_what_is_too_long() {
        let cases: [(&[u8], Unread); 5] = [
            (b"", Unread::Gone),
            (b"GET / HTTP/1.1\r\nHost: a\r\n", Unread::Gone),
            (b"\x16\x03\x01\x02\x00\x01\x00", Unread::NotHttp),
            (b"GET / HTTP/3.0\r\n\r\n", Unread::NotHttp),
            (b"GET /\r\n\r\n", Unread::NotHttp),
        ];
        for (sent, why) in cases {
            assert_eq!(read(&mut &*sent), Err(why), "{}", String::from_utf8_lossy(sent));
        }
        // "GET / HTTP/1.1\r\nX: " and "\r\n\r\n" are 23 bytes.
        let of = |length: usize| format!("GET / HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(length - 23));
        assert!(read(&mut of(16_384).as_bytes()).is_ok());
        assert_eq!(read(&mut of(16_385).as_bytes()), Err(Unread::TooLong));
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(101));
        assert_eq!(read(&mut many.as_bytes()), Err(Unread::TooLong));
        assert_eq!(read(&mut Pieces(vec![b"\n"; 100])), Err(Unread::Gone));
    }
}
