"""What the tests of charts share: data with rows changed or left out, and the marks of a plot."""

from dataclasses import replace


def changed(data, fits, **values):
    """Return the data with some columns of the shown and known rows that fit set anew."""
    frames = {}
    for name in ("shown", "known"):
        frame = getattr(data, name).copy()
        rows = fits(frame)
        for column, value in values.items():
            frame.loc[rows, column] = value(frame.loc[rows, column]) if callable(value) else value
        frames[name] = frame
    return replace(data, **frames)


def only(data, fits):
    """Return the data with nothing but the rows that fit."""
    return replace(data, shown=data.shown[fits(data.shown)], known=data.known[fits(data.known)])


def without(data, fits):
    """Return the data without the rows that fit."""
    return only(data, lambda frame: ~fits(frame))


def marks(plot, kind):
    """Return every mark of a kind, over all panels."""
    return [mark for panel in plot.panels for mark in panel.marks if isinstance(mark, kind)]


def cells(plot):
    """Return every cell of a plot's matrices."""
    from dashboard.exhibits.plot import Cells

    return [cell for mark in marks(plot, Cells) for cell in mark.cells]


def value(table, column="shown", **where):
    """Return the one value of a table's rows that fit."""
    rows = table
    for name, wanted in where.items():
        rows = rows[rows[name] == wanted]
    assert len(rows) == 1, rows
    return float(rows[column].iloc[0])


def every_choice(chart):
    """Return the picks that differ from the usual in one place, for every offered value of every pick."""
    return [{pick.name: option} for pick in chart.PICKS for option, _ in pick.options if option != pick.default]


SPOILS = {
    "nothing": lambda data: only(data, lambda frame: frame["value"] != frame["value"]),
    "one row": lambda data: only(data, lambda frame: frame.index == frame.index[0]),
    "gaps only": lambda data: changed(data, lambda frame: frame["value"] == frame["value"], value=float("nan")),
}
