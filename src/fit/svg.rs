//! A picture of how pods pack: for each row and pool one bar an instance type, filled by the share
//! of the node that its pods use.

use std::fmt::Write as _;

use super::{Fit, PoolFit, Row, TypeFit, title};

const WIDTH: usize = 960;
const LEFT: usize = 220;
const BAR: usize = 520;
const LINE: usize = 22;
/// How many instance types of a pool are drawn.
const SHOWN: usize = 8;

/// The picture, self-contained.
#[must_use]
pub fn svg(fit: &Fit) -> String {
    let mut body = String::new();
    let mut y = 30;
    for row in &fit.rows {
        y = draw_row(&mut body, row, y);
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {y}\" width=\"{WIDTH}\" \
         height=\"{y}\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n"
    )
}

fn draw_row(out: &mut String, row: &Row, mut y: usize) -> usize {
    label(out, 12, y, "#111111", "bold", &title(row));
    y += LINE;
    for pool in &row.pools {
        y = draw_pool(out, pool, y);
    }
    if row.pools.is_empty() {
        label(out, 24, y, "#b00020", "normal", "no pool takes it");
        y += LINE;
    }
    y + LINE / 2
}

fn draw_pool(out: &mut String, pool: &PoolFit, mut y: usize) -> usize {
    let words = format!("{} ({})", pool.pool, pool.capacity.join(", "));
    label(out, 24, y, "#444444", "normal", &words);
    y += LINE;
    for one in pool.types.iter().take(SHOWN) {
        draw_type(out, one, y);
        y += LINE;
    }
    if pool.types.len() > SHOWN {
        let more = format!("and {} more", pool.types.len() - SHOWN);
        label(out, 36, y, "#777777", "normal", &more);
        y += LINE;
    }
    y
}

/// Two bars one above the other: CPU and memory in use; a mark for each pod.
fn draw_type(out: &mut String, one: &TypeFit, y: usize) {
    label(out, 36, y, "#222222", "normal", one.name);
    for (index, (waste, colour)) in
        [(one.cpu_waste, "#2f6fde"), (one.memory_waste, "#1f9d73")].into_iter().enumerate()
    {
        let top = y - 11 + index * 7;
        let used = if one.pods == 0 { 0.0 } else { (100.0 - waste).clamp(0.0, 100.0) };
        let width = used / 100.0 * f64::from(u32::try_from(BAR).unwrap_or(0));
        let _ = writeln!(
            out,
            "<rect x=\"{LEFT}\" y=\"{top}\" width=\"{BAR}\" height=\"6\" fill=\"#eeeeee\"/>\
             <rect x=\"{LEFT}\" y=\"{top}\" width=\"{width:.1}\" height=\"6\" fill=\"{colour}\"/>"
        );
    }
    let words = match one.pods {
        0 => format!("does not fit: {}", one.bound),
        count => format!("{count} fit, then out of {}", one.bound),
    };
    let colour = if one.pods == 0 { "#b00020" } else { "#222222" };
    label(out, LEFT + BAR + 12, y, colour, "normal", &words);
}

fn label(out: &mut String, x: usize, y: usize, colour: &str, weight: &str, words: &str) {
    let words = escape(words);
    let _ = writeln!(
        out,
        "<text x=\"{x}\" y=\"{y}\" fill=\"{colour}\" font-weight=\"{weight}\">{words}</text>"
    );
}

/// Text as it may stand in XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
