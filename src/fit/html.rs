//! The report of `emrgen fit` as one page that needs nothing else: the picture, and the table.

use super::svg::{escape, svg};
use super::{Fit, text};

/// The page.
#[must_use]
pub fn html(fit: &Fit) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>emrgen fit</title>\n<style>\n\
         body {{ font-family: system-ui, sans-serif; margin: 2rem; color: #222; }}\n\
         pre {{ background: #f6f6f6; padding: 1rem; overflow-x: auto; }}\n\
         .cpu {{ color: #2f6fde; }} .memory {{ color: #1f9d73; }}\n\
         </style>\n</head>\n<body>\n<h1>Where pods land, and how well</h1>\n\
         <p>Each instance type has two lanes: its <span class=\"cpu\">CPU</span> and its \
         <span class=\"memory\">memory</span> for pods, when as many as fit are on it.</p>\n\
         {}<h2>In figures</h2>\n<pre>{}</pre>\n</body>\n</html>\n",
        svg(fit),
        escape(&text(fit)),
    )
}
