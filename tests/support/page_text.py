"""What a run of a page wrote, for the tests of pages."""


def text(view) -> str:
    """Return all markup that a page wrote, in order."""
    return "\n".join(str(one.proto.body) for one in view.get("html"))


def failures(view) -> list[str]:
    """Return what went wrong in a run: exceptions, and the words that stand for one."""
    said = [one.value for one in view.exception]
    return said + [
        line for line in text(view).split("<p>") if "give whoever keeps this installation the reference" in line
    ]
