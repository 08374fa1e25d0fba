"""What stands around a figure, as the rules that make a claim of it take it; and how they say that there is none."""

from __future__ import annotations

from dataclasses import dataclass

from etl.draft.frames import Frame

Line = dict[str, str]
GOODS, ARMS = "all_goods", "arms"
MIRROR = {"import": "export", "export": "import"}


class NotUnderstood(ValueError):
    """A figure has no claim; the message says why."""


@dataclass(frozen=True)
class Heard:
    """What stands around a figure: the words before and after it in its clause, and what they and the text before say."""

    before: str
    after: str
    ahead: Frame  # what stands before it
    behind: Frame  # what stands after it
    frame: Frame  # both, over what was said earlier
