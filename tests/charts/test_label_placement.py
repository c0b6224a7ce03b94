"""Labels and their lines: as wide as they are allowed to be, clear of each other and of points."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from report_helpers.charts.toolkit.label_placement import Anchor, Obstacles, Side, place
from report_helpers.charts.toolkit.text_width import lines_of, text_width
from report_helpers.claims.wording import END_ISOLATE, ISOLATE, isolated

SIGNS = dict.fromkeys(map(ord, ISOLATE + END_ISOLATE))
WIDTHS, RIGHT, HEIGHT = (560, 700), 120, 340
Boxes = list[tuple[float, float, float, float]]


@given(text=st.text(), pixels=st.integers(60, 400), bold=st.booleans())
def test_lines_fit_and_keep_every_letter(*, text: str, pixels: int, bold: bool) -> None:
    """Lines are as narrow as asked for and hold all of the text, unless they are limited."""
    lines = lines_of(text, pixels, bold=bold)
    assert all(text_width(line, bold=bold) <= pixels for line in lines)
    assert plain("".join(lines)) == plain(text)
    assert len(lines_of(text, pixels, 2, bold=bold)) <= 2


def plain(text: str) -> str:
    """Return a text without spaces and without the signs that isolate names."""
    return "".join(text.split()).translate(SIGNS)


def test_chinese_names_break_without_spaces() -> None:
    """Their characters are wide, and a line may end between any two."""
    lines = lines_of("\u4e2d\u56fd\u5e02\u573a\u7814\u7a76\u9662" * 3, 80)
    assert len(lines) > 2
    assert text_width("\u4e2d") > 1.5 * text_width("n")


def test_each_line_of_an_isolated_name_is_isolated() -> None:
    """A right-to-left name over two lines opens and closes its isolate in both."""
    lines = lines_of(isolated("\u05d2\u05dc\u05d5\u05d1\u05e1 " * 9), 80)
    assert len(lines) > 1
    assert all(line.count(ISOLATE) == line.count(END_ISOLATE) == 1 for line in lines)


def boxes(anchors: list[Anchor], sides: list[Side | None], width: int) -> Boxes:
    """Return the rectangles of the placed labels in a plot of a width."""
    found = []
    for anchor, side in zip(anchors, sides, strict=True):
        if side:
            wide, tall = text_width(anchor.text), 16
            left = anchor.x * width + side.xshift
            left += {"left": 0, "center": -0.5, "right": -1}[side.xanchor] * wide
            bottom = anchor.y + side.yshift
            bottom += {"bottom": 0, "middle": -0.5, "top": -1}[side.yanchor] * tall
            found.append((left, bottom, left + wide, bottom + tall))
    return found


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, HEIGHT)), min_size=1, max_size=14))
def test_labels_meet_neither_each_other_nor_points(points: list[tuple[float, float]]) -> None:
    """At every width, labels are apart, clear of all points and inside the chart."""
    anchors = [Anchor(x, y, f"label number {number}") for number, (x, y) in enumerate(points)]
    sides = place(anchors, Obstacles(points, []), WIDTHS, RIGHT, HEIGHT)
    for width in WIDTHS:
        placed = boxes(anchors, sides, width)
        for one, other in combinations(placed, 2):
            beside = one[2] <= other[0] or other[2] <= one[0]
            assert beside or one[3] <= other[1] or other[3] <= one[1]
        for left, bottom, right, top in placed:
            assert left >= 0
            assert bottom >= 0
            assert right <= width + RIGHT
            assert top <= HEIGHT + 16
            assert not any(left < x * width < right and bottom < y < top for x, y in points)


def test_a_label_without_room_is_left_out() -> None:
    """Of many points in one place, some labels have no clear side: the key names them."""
    anchors = [Anchor(0.5, 170, f"label number {number}") for number in range(30)]
    sides = place(anchors, Obstacles([(0.5, 170)], []), WIDTHS, RIGHT, HEIGHT)
    assert None in sides
    assert sides[0] is not None


def test_a_label_prefers_its_point() -> None:
    """A label with room is next to its point, without a leader."""
    placed = place([Anchor(0.2, 100, "one")], Obstacles([], []), WIDTHS, RIGHT, HEIGHT)
    assert placed == [Side("left", "middle", 9.0, 0)]
