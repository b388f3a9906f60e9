"""The few SVG elements the report draws with. Colours are the style sheet's, by class."""

from __future__ import annotations

from html import escape

CHARACTER_WIDTH = 6.4  # pixels at the labels' font size, on average


def text(x: float, y: float, content: str, css: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{css}" text-anchor="{anchor}">'
        f"{escape(content)}</text>"
    )


def text_within(x: float, y: float, content: str, css: str, right: float) -> str:
    """Text about `x`, moved as far as it takes to lie whole between 0 and `right`."""
    half = len(content) * CHARACTER_WIDTH / 2
    return text(min(max(x, half), right - half), y, content, css, "middle")


def bar(x: float, y: float, width: float, height: float, css: str, label: str, hint: str) -> str:
    """A rectangle; its label is written into it where it fits, and is always in the hint."""
    fits = width > len(label) * CHARACTER_WIDTH + 8 and height >= 14
    written = text(x + 6, y + height / 2 + 4, label, "in-bar") if fits else ""
    return (
        f'<g><title>{escape(hint)}</title><rect x="{x:.1f}" y="{y:.1f}" '
        f'width="{max(width, 1.5):.1f}" height="{height:.1f}" rx="3" class="bar {css}"/>'
        f"{written}</g>"
    )


def dot(x: float, y: float, css: str, hint: str) -> str:
    return (
        f'<g><title>{escape(hint)}</title><circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" '
        f'class="dot {css}"/></g>'
    )


def upright(x: float, top: float, bottom: float, css: str) -> str:
    return f'<line x1="{x:.1f}" y1="{top:.1f}" x2="{x:.1f}" y2="{bottom:.1f}" class="{css}"/>'


def level(y: float, left: float, right: float, css: str) -> str:
    return f'<line x1="{left:.1f}" y1="{y:.1f}" x2="{right:.1f}" y2="{y:.1f}" class="{css}"/>'


def picture(width: float, height: float, parts: list[str], described: str) -> str:
    return (
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" '
        f'aria-label="{escape(described)}">{"".join(parts)}</svg>'
    )
