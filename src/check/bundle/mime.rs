//! User data as a MIME archive, and what Karpenter needs of one.

/// Whether Karpenter takes a text for an archive: by its first header, in exactly this spelling.
#[must_use]
pub fn is_archive(text: &str) -> bool {
    let text = text.trim_start();
    ["MIME-Version:", "Content-Type:"].iter().any(|header| text.starts_with(header))
}

/// Whether a text that is not taken for an archive has the headers of one.
#[must_use]
pub fn has_late_header(text: &str) -> bool {
    let is_header = |line: &str| line.to_ascii_lowercase().starts_with("content-type: multipart/");
    !is_archive(text) && boundary(text).is_some() && text.lines().any(is_header)
}

/// Why an archive cannot be read.
#[must_use]
pub fn fault(text: &str) -> Option<&'static str> {
    let text = text.trim_start();
    let is_header = |line: &&str| !line.trim().is_empty();
    let headers: Vec<&str> = text.lines().take_while(is_header).collect();
    let header = headers.join("\n");
    if !header.to_ascii_lowercase().contains("multipart/") {
        return Some("has the headers of a MIME archive, and is not `multipart/mixed`");
    }
    let Some(boundary) = boundary(&header) else {
        return Some("is a MIME archive that does not name its boundary");
    };
    let separator = format!("--{boundary}");
    let end = format!("--{boundary}--");
    let mut parts = text.lines().map(str::trim_end).skip(headers.len());
    if headers.iter().any(|line| line.starts_with(&separator)) {
        return Some("is a MIME archive without an empty line below its headers");
    }
    if !parts.clone().any(|line| line == separator) {
        return Some("is a MIME archive without a part: no line is its boundary");
    }
    // A boundary with nothing below it ends an archive, too, as Go reads it.
    let is_ended = parts.clone().last() == Some(separator.as_str());
    (!is_ended && !parts.any(|line| line == end)).then_some(
        "is a MIME archive without its last line, the boundary with two dashes at its end",
    )
}

/// The boundary between parts, where the headers name one.
#[must_use]
pub fn boundary(text: &str) -> Option<&str> {
    let after = text.find("boundary=").map(|at| &text[at + "boundary=".len()..])?;
    let boundary = match after.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => after.split([';', '\r', '\n', ' ']).next()?,
    };
    (!boundary.is_empty()).then_some(boundary)
}

/// The parts of an archive, without their headers; `None` if it is none.
#[must_use]
pub fn parts(text: &str) -> Option<Vec<String>> {
    let separator = format!("--{}", boundary(text)?);
    let mut parts: Vec<Vec<&str>> = Vec::new();
    for line in text.lines() {
        if line.trim_end().starts_with(&separator) {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(line);
        }
    }
    let body = |part: &Vec<&str>| {
        let start = part.iter().position(|line| line.trim().is_empty()).unwrap_or(0);
        part[start..].join("\n")
    };
    Some(parts.iter().map(body).filter(|body| !body.trim().is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_archives_have_no_fault() {
        let whole = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"//\"\n\n--//\nContent-Type: text/x-shellscript\n\n#!/bin/sh\n--//--\n";
        assert_eq!(fault(whole), None);
        let folded = "Content-Type: multipart/mixed;\n boundary=\"b\"\nMIME-Version: 1.0\n\n--b\n\necho\n--b--";
        assert_eq!(fault(folded), None);
        assert!(is_archive(whole) && is_archive(folded) && !has_late_header(whole));
        let open =
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\necho\n--x\n";
        assert_eq!(fault(open), None);
    }

    #[test]
    fn each_gap_has_its_words() {
        let head = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"//\"\n";
        let says = |text: &str, word: &str| fault(text).is_some_and(|why| why.contains(word));
        assert!(says("MIME-Version: 1.0\nContent-Type: text/x-shellscript\n\necho", "multipart"));
        assert!(says("Content-Type: multipart/mixed\n\n--a\n", "boundary"));
        assert!(says(&format!("{head}--//\nContent-Type: a/b\n\nx\n--//--"), "empty line"));
        assert!(says(&format!("{head}\n--/\n\nx\n--/--"), "without a part"));
        assert!(says(&format!("{head}\n--//\n\nx\n"), "last line"));
        assert!(has_late_header(&format!("# nodes\n{head}\n--//\n\nx\n--//--")));
    }
}
