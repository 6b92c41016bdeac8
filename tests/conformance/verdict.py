"""What an oracle says of one document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """One oracle's judgement: accepted, refused, or (None) skipped; the message says why."""

    document: str
    accepted: bool | None
    message: str = ""


def accept(document: str) -> Verdict:
    """The real thing takes the document."""
    return Verdict(document, True)


def refuse(document: str, message: object) -> Verdict:
    """The real thing refuses the document, in these words."""
    return Verdict(document, False, " ".join(str(message).split()))


def skip(document: str, reason: str) -> Verdict:
    """The document could not be judged here, for this reason."""
    return Verdict(document, None, reason)


def settle(document: str, findings: list[str]) -> Verdict:
    """Refuse with every finding, or accept where there is none."""
    return refuse(document, "; ".join(findings)) if findings else accept(document)
