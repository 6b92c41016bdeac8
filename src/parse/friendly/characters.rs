//! Characters with a meaning that was not meant.

use granit_parser::ErrorKind;

use super::{Advice, Trouble};

impl Trouble<'_> {
    pub(super) fn character(&self) -> Option<Advice> {
        let here = self.at..self.at + self.width_at(self.at);
        match self.kind {
            ErrorKind::UnexpectedCharacter { character } if character.is_control() => {
                let found = self.text.get(self.at..)?.find(*character)? + self.at;
                let message =
                    format!("the character U+{:04X} cannot stand in YAML", *character as u32);
                Some(Advice::new(message, found..found + character.len_utf8(), "remove it"))
            }
            ErrorKind::UnexpectedCharacter { .. } => Some(self.wrong_start()),
            ErrorKind::UnexpectedEofBlockMapping | ErrorKind::UnexpectedEofBlockSequence
                if !here.is_empty() =>
            {
                Some(self.wrong_start())
            }
            ErrorKind::ExpectedTagBang
            | ErrorKind::InvalidGlobalTagCharacter
            | ErrorKind::InvalidTagEscape
            | ErrorKind::InvalidTagTerminator
            | ErrorKind::MissingTagUri
            | ErrorKind::UnclosedVerbatimTag
            | ErrorKind::UndeclaredTagHandle => Some(Advice::new(
                "`!` begins a tag, and this is none",
                self.rest_of_line(self.at),
                "put a text that begins with `!` in quotes",
            )),
            ErrorKind::BomInsideDocument => Some(Advice::new(
                "a byte order mark stands inside of the document",
                here,
                "remove it; two files were probably joined",
            )),
            ErrorKind::CommentNotSeparated | ErrorKind::CommentInterceptedScalar => {
                Some(Advice::new(
                    "a comment needs a space before its `#`",
                    self.rest_of_line(self.at),
                    "write a space before `#`, or put the value in quotes",
                ))
            }
            ErrorKind::MissingAnchorOrAliasName => Some(Advice::new(
                "`*` and `&` begin the name of an alias or an anchor",
                here,
                "put a text that begins with `*` or `&` in quotes",
            )),
            _ => None,
        }
    }

    fn wrong_start(&self) -> Advice {
        let sign = match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            Some('`') => "a backtick".to_owned(),
            Some(sign) => format!("`{sign}`"),
            None => "nothing".to_owned(),
        };
        let message = format!("a value cannot begin with {sign}");
        Advice::new(message, self.rest_of_line(self.at), "put the value in quotes")
    }
}
