//! Makes PNGs.

/// A chunk of a PNG.
pub(crate) fn chunk(kind: &str, data: &[u8]) -> Vec<u8> {
    let inside = [kind.as_bytes(), data].concat();
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], &inside, &crc32fast::hash(&inside).to_be_bytes()].concat()
}
