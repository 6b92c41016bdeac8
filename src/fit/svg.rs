//! A picture of how pods pack: for each instance type a lane of CPU and one of memory, with one
//! segment a pod and what stays idle in grey.

use std::fmt::Write as _;

use super::text::amount;
use super::{Fit, PoolFit, Row, TypeFit, title};

const WIDTH: u32 = 1040;
const LEFT: u32 = 270;
const LANE: u32 = 460;
const LINE: u32 = 24;
/// How many instance types of a pool are drawn.
const SHOWN: usize = 8;
/// More segments than this would be thinner than the gaps between them.
const SEGMENTS: u64 = 80;

const CPU: &str = "#2f6fde";
const MEMORY: &str = "#1f9d73";
const IDLE: &str = "#e9eaee";
const TEXT: &str = "#1d1f24";
const QUIET: &str = "#666b76";
const FAULT: &str = "#b00020";

/// The picture, self-contained.
#[must_use]
pub fn svg(fit: &Fit) -> String {
    let mut picture = Picture { body: String::new(), y: 34 };
    picture.legend();
    for row in &fit.rows {
        picture.row(row);
    }
    let Picture { body, y } = picture;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {y}\" width=\"{WIDTH}\" \
         height=\"{y}\" font-family=\"system-ui, sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n{body}</svg>\n"
    )
}

/// What has been drawn, and where the next line stands.
struct Picture {
    body: String,
    y: u32,
}

impl Picture {
    fn legend(&mut self) {
        let mut x = 16;
        for (colour, words) in
            [(CPU, "CPU, a segment a pod"), (MEMORY, "memory"), (IDLE, "idle on a full node")]
        {
            self.bar(f64::from(x), self.y - 9, 14.0, 10, colour);
            self.words(x + 20, QUIET, "normal", words);
            x += 190;
        }
        self.y += LINE + LINE / 2;
    }

    fn row(&mut self, row: &Row) {
        let _ = writeln!(
            self.body,
            "<line x1=\"16\" x2=\"{}\" y1=\"{}\" y2=\"{}\" stroke=\"{IDLE}\"/>",
            WIDTH - 16,
            self.y - 20,
            self.y - 20
        );
        self.words(16, TEXT, "bold", &title(row));
        self.y += 18;
        self.words(16, QUIET, "normal", &format!("asks for {}", amount(&row.request)));
        self.y += LINE;
        row.pools.iter().for_each(|pool| self.pool(pool));
        if row.pools.is_empty() {
            self.misses(row);
        }
        if let Some(better) = &row.suggestion {
            let words = format!("one more would fit on every node with {}", amount(better));
            self.words(28, QUIET, "normal", &words);
            self.y += LINE;
        }
        self.y += LINE;
    }

    fn misses(&mut self, row: &Row) {
        self.words(28, FAULT, "bold", "no pool takes it");
        self.y += LINE;
        for miss in &row.misses {
            let words = format!("not {}: {}", miss.pool, miss.reasons.join("; "));
            self.words(40, FAULT, "normal", &words);
            self.y += LINE;
        }
    }

    fn pool(&mut self, pool: &PoolFit) {
        let words = format!("{} ({})", pool.pool, pool.capacity.join(", "));
        self.words(28, TEXT, "normal", &words);
        self.y += LINE;
        pool.types.iter().take(SHOWN).for_each(|one| self.instance_type(one));
        if pool.types.len() > SHOWN {
            let more = format!("and {} more instance types", pool.types.len() - SHOWN);
            self.words(40, QUIET, "normal", &more);
            self.y += LINE;
        }
    }

    fn instance_type(&mut self, one: &TypeFit) {
        self.words(40, TEXT, "normal", one.name);
        self.words(138, QUIET, "normal", &format!("{} vCPU, {} GiB", one.vcpus, one.memory_gib));
        self.lane(self.y - 12, one.pods, one.cpu_waste, CPU);
        self.lane(self.y - 3, one.pods, one.memory_waste, MEMORY);
        let (colour, words) = match one.pods {
            0 => (FAULT, format!("too small: not enough {}", one.bound)),
            pods => (TEXT, format!("{pods} fit, then {} is full", one.bound)),
        };
        self.words(LEFT + LANE + 14, colour, "normal", &words);
        self.y += LINE;
    }

    /// A lane: `pods` segments, and what is idle.
    fn lane(&mut self, y: u32, pods: u64, idle: f64, colour: &str) {
        let (left, lane) = (f64::from(LEFT), f64::from(LANE));
        self.bar(left, y, lane, 7, IDLE);
        if pods == 0 {
            return;
        }
        let used = (100.0 - idle).clamp(0.0, 100.0) / 100.0 * lane;
        let segments = if pods > SEGMENTS { 1 } else { u32::try_from(pods).unwrap_or(1) };
        let width = used / f64::from(segments);
        let gap = if segments > 1 { 1.0 } else { 0.0 };
        for segment in 0..segments {
            let x = left + width * f64::from(segment);
            self.bar(x, y, (width - gap).max(0.5), 7, colour);
        }
    }

    fn bar(&mut self, x: f64, y: u32, width: f64, height: u32, colour: &str) {
        let _ = writeln!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y}\" width=\"{width:.1}\" height=\"{height}\" fill=\"{colour}\"/>"
        );
    }

    fn words(&mut self, x: u32, colour: &str, weight: &str, words: &str) {
        let _ = writeln!(
            self.body,
            "<text x=\"{x}\" y=\"{}\" fill=\"{colour}\" font-weight=\"{weight}\">{}</text>",
            self.y,
            escape(words)
        );
    }
}

/// Text as it may stand in XML.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::super::{Amount, Miss};
    use super::*;

    fn picture(pods: u64, pools: bool) -> String {
        let one = TypeFit {
            name: "c5d.xlarge",
            vcpus: 4,
            memory_gib: 8.0,
            pods,
            bound: "memory",
            cpu_waste: 72.0,
            memory_waste: 10.0,
        };
        let pool = PoolFit { pool: "etl".to_owned(), capacity: vec!["spot"], types: vec![one] };
        let miss = Miss { pool: "<gpu>".to_owned(), reasons: vec!["taint `gpu`".to_owned()] };
        let row = Row {
            pods: vec!["the driver of job `a&b`".to_owned()],
            role: "driver",
            request: Amount { cpu_millis: 1100, memory_mib: 2048, ephemeral_mib: 0 },
            pools: if pools { vec![pool] } else { Vec::new() },
            misses: vec![miss],
            suggestion: None,
        };
        svg(&Fit { rows: vec![row], unknown: Vec::new() })
    }

    #[test]
    fn a_pod_is_a_segment_of_each_lane() {
        let count = |text: &str| text.matches(CPU).count();
        let none = count(&picture(0, true));
        assert_eq!(count(&picture(3, true)) - none, 3);
        assert_eq!(count(&picture(1000, true)) - none, 1);
        assert!(picture(0, true).contains("too small: not enough memory"));
    }

    #[test]
    fn names_are_escaped_and_misses_are_told() {
        let picture = picture(1, false);
        assert!(picture.contains("job `a&amp;b`"));
        assert!(picture.contains("not &lt;gpu&gt;: taint `gpu`"));
    }
}
