//! Brackets and the commas in them.

use std::ops::Range;

use granit_parser::ErrorKind;

use super::{Advice, Trouble};

impl Trouble<'_> {
    pub(super) fn bracket(&self) -> Option<Advice> {
        let here = self.at..self.at + self.width_at(self.at);
        match self.kind {
            ErrorKind::MisplacedFlowCollectionEnd => {
                let message = format!("nothing is open that {} could close", self.shown(&here));
                Some(Advice::new(message, here, "remove it"))
            }
            ErrorKind::MismatchedFlowCollectionEnd { open, close } => Some(Advice::new(
                format!("`{open}` is closed by `{close}`"),
                here,
                format!("close it with `{}`", if *open == '[' { ']' } else { '}' }),
            )),
            ErrorKind::UnclosedFlowCollection { .. } => Some(self.unclosed_bracket(self.at)),
            ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator
            | ErrorKind::InvalidColonPlacement
            | ErrorKind::UnexpectedEofFlowMapping
            | ErrorKind::UnexpectedEofFlowSequence
            | ErrorKind::UnexpectedEofImplicitFlowMapping
            | ErrorKind::InvalidFlowScalarIndent
            | ErrorKind::BlockEntryInFlowCollection => Some(self.in_brackets(here)),
            _ => None,
        }
    }

    fn in_brackets(&self, here: Range<usize>) -> Advice {
        if self.text.get(here.clone()) == Some(",") {
            return Advice::new("there is no value before this `,`", here, "remove the comma");
        }
        match self.bracket {
            Some(bracket) if self.spans_lines(bracket) => self.unclosed_bracket(bracket),
            _ => Advice::new("a `,` is missing before this", here, "write `,` between two entries"),
        }
    }

    fn unclosed_bracket(&self, bracket: usize) -> Advice {
        let range = bracket..bracket + self.width_at(bracket);
        let open = self.shown(&range);
        let close = if open == "`{`" { '}' } else { ']' };
        Advice::new(
            format!("{open} is not closed, or a `,` is missing in it"),
            range,
            format!("close it with `{close}`"),
        )
    }

    fn spans_lines(&self, bracket: usize) -> bool {
        self.text.get(bracket..self.at).is_some_and(|inside| inside.contains('\n'))
    }
}
