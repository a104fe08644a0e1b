"""Draws of each widget only the lines that changed and that nothing in front of it hides.

Textual's compositor lets every widget draw all of its lines for one that changed: most of what a key costs. Where it no
longer has the method that is overridden here, screens keep the compositor that they come with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

_HOOK = "_render_chops"


class SparingCompositor(Compositor):
    """The same picture as the compositor of Textual, with less drawing."""

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        """The strips of each line, by the column at which they begin; None where nothing was asked for."""
        chops: list[dict[int, Strip | None]] = [dict.fromkeys(cuts[:-1]) for cuts in self.cuts]
        asked = [y for y in crop.line_range if y < len(chops) and is_rendered_line(y)]
        for widget, (region, clip) in self.visible_widgets.items():  # those in front come first
            seen = region.intersection(clip)
            left, right = seen.column_span
            bare = [
                y
                for y in asked
                if seen.y <= y < seen.bottom
                and any(left <= cut < right and strip is None for cut, strip in chops[y].items())
            ]
            if not bare:
                continue
            first = bare[0]
            drawn = widget.render_lines(Region(left - region.x, first - region.y, seen.width, bare[-1] - first + 1))
            for y in bare:
                cuts = [cut for cut in self.cuts[y] if left <= cut <= right]
                for cut, strip in zip(cuts, drawn[y - first].divide([cut - left for cut in cuts[1:]]), strict=False):
                    if chops[y][cut] is None:
                        chops[y][cut] = strip
        return cast("Sequence[Mapping[int, Strip]]", chops)


def spare(screen: Screen[Any]) -> None:
    """Let a screen that has not been shown yet draw no more than it must."""
    if type(screen._compositor) is Compositor and hasattr(Compositor, _HOOK):
        screen._compositor = SparingCompositor()
