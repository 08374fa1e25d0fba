"""What outlives the runs of pages is out of the garbage collector's way, and what was let go since is still found."""

import gc
import weakref

import pytest

from dashboard.server import serve


class _Circle:
    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _thawed():
    yield
    gc.unfreeze()


def test_what_is_kept_is_frozen():
    kept = [_Circle()]
    serve.freeze_again(1)
    assert all(one is not kept[0] for one in gc.get_objects())


def test_what_was_frozen_and_let_go_is_found_at_the_next_thaw():
    circle = _Circle()
    gone = weakref.ref(circle)
    serve.freeze_again(1)
    del circle
    serve.freeze_again(2)
    assert gone() is not None  # frozen: the collector does not look at it
    serve.freeze_again(serve.THAW)
    assert gone() is None
