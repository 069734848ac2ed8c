"""The report of a comparison: a page with pictures, and the evidence with its hash."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

import msgspec

from app.comparison.findings import HEADER, Findings, conditions, input_of, remarks, row_of
from app.comparison.guide import Verdict
from app.comparison.plots import plots_of
from app.errors import UnwritableError
from ui.frames import Moment
from ui.generations import LEGACY, NEW

PAGE: Final = "index.html"
EVIDENCE: Final = "compare.json"
_SIGNS: Final = {Verdict.PASS: "✓", Verdict.FAIL: "✗", Verdict.INCONCLUSIVE: "?"}
_SUMMARIES: Final = {
    Verdict.PASS: "Both generations tell the same, and the new one meets every target.",
    Verdict.FAIL: "The new generation does not meet every target.",
    Verdict.INCONCLUSIVE: "Nothing speaks against the new generation, but too little was measured.",
}
_DIFFER: Final = "The generations do not tell the same."
_METHOD: Final = (
    '<p class="quiet">Ratio: new by legacy. Inconclusive: too little was measured for a verdict. Render '
    "time: from the first fact of a batch to its last pixel; the target is for p99. Cell refresh: time "
    "between changes of a cell that follows the price; a price that stands still changes nothing, so the "
    "quickest quarter is held to 500 ms.</p>"
)
_NOISE: Final = (
    "<p>Each generation ran twice. Only where it agrees with itself does its comparison with the other mean "
    "anything. All cells were compared after every fact and every press, the commands after every press.</p>"
)
_STYLE: Final = """
:root { color-scheme: light; }
body {
  margin: 0;
  background: #f4f5f7;
  color: #1a1a1a;
  font: 16px/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif;
}
main { max-width: 1080px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 8px; }
h2 { font-size: 20px; margin: 48px 0 12px; }
h3 { font-size: 16px; margin: 28px 0 8px; }
p, dd { max-width: 75ch; }
.lead { font-size: 18px; margin: 12px 0 16px; }
.lead .verdict { margin-right: 10px; }
.quiet { color: #4a4f57; }
table { border-collapse: collapse; width: 100%; background: #fff; }
table { font-size: 15px; font-variant-numeric: tabular-nums; }
th, td {
  text-align: right;
  padding: 9px 12px;
  border-bottom: 1px solid #d9dce1;
  vertical-align: baseline;
  white-space: nowrap;
}
th { font-size: 13px; color: #4a4f57; border-bottom: 2px solid #9aa0a8; }
th:first-child, td:first-child { text-align: left; }
.wide { overflow-x: auto; }
.verdict {
  display: inline-block;
  min-width: 8.2em;
  text-align: center;
  padding: 1px 10px;
  border-radius: 4px;
  font-weight: 600;
  color: #fff;
}
.pass { background: #0b6b3a; }
.fail { background: #a61b1b; }
.inconclusive { background: #5b5f66; }
img { display: block; width: 100%; height: auto; border: 1px solid #d9dce1; background: #fff; }
figure { margin: 0 0 24px; }
figcaption { font-size: 14px; color: #4a4f57; margin: 6px 0; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
ul.found {
  padding-left: 20px;
  font: 14px/1.5 ui-monospace, "DejaVu Sans Mono", monospace;
  overflow-wrap: anywhere;
}
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0; }
dt { color: #4a4f57; }
dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 720px) { .pair { grid-template-columns: 1fr; } }
@media print { body { background: #fff; } main { padding: 0; } figure, tr { break-inside: avoid; } }
"""


def prepare_folder(folder: Path) -> None:
    """Make the folder of a report, before minutes are spent on measuring for it.

    Raises:
        UnwritableError: It cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PAGE).write_text("<!doctype html><title>Not finished</title>\n", encoding="utf-8")
    except OSError as error:
        raise _unwritable(folder, error) from error


def write_report(folder: Path, found: Findings, moments: Sequence[Moment]) -> None:
    """Write page, pictures and evidence.

    Args:
        folder: Where to; exists.
        found: What the comparison found.
        moments: What both generations showed on the way.

    Raises:
        UnwritableError: Something cannot be written.
    """
    pictures = {
        f"moment-{number}-{generation}.png": image
        for number, moment in enumerate(moments, start=1)
        for generation, image in moment.pictures.items()
    }
    plots = list(plots_of(found))
    evidence = msgspec.json.format(msgspec.json.encode(found), indent=2) + b"\n"
    digest = hashlib.sha256(evidence).hexdigest()
    try:
        for name, image in {**pictures, **{one.name: one.image for one in plots}}.items():
            if not image.save(str(folder / name)):
                raise OSError(0, "the picture was refused", name)  # noqa: TRY301 - told like any other file
        (folder / EVIDENCE).write_bytes(evidence)
        (folder / f"{EVIDENCE}.sha256").write_text(f"{digest}  {EVIDENCE}\n", encoding="ascii")
        captions = {one.name: one.caption for one in plots}
        (folder / PAGE).write_text(page(found, moments, captions, digest), encoding="utf-8")
    except OSError as error:
        raise _unwritable(folder, error) from error


def page(found: Findings, moments: Sequence[Moment], plots: Mapping[str, str], digest: str) -> str:
    """Return the page.

    Args:
        found: What the comparison found.
        moments: What both generations showed; pictures are found by their numbers.
        plots: Captions by the name of the picture.
        digest: SHA-256 of the evidence.
    """
    summary = _DIFFER if _differs(found) else _SUMMARIES[found.verdict]
    parts = [
        "<h1>Legacy and new panels, side by side</h1>",
        f'<p class="lead">{_badge(found.verdict)} {escape(summary)}</p>',
        f'<p class="quiet">{escape(conditions(found))}</p>',
        "<h2>Measured, against the targets</h2>",
        _table(HEADER, [[*map(escape, row_of(one)[:-1]), _badge(one.verdict)] for one in found.metrics]),
        _METHOD,
        "<h2>What they show and ask for</h2>",
        _NOISE,
        _pairs(found),
        *_found(found),
        *_figures("What they cost", plots),
        *_moments(moments),
        "<h2>Conditions</h2>",
        _conditions(found, digest),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Legacy and new panels: {found.verdict.value}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{chr(10).join(parts)}\n</main>\n</body>\n</html>\n"
    )


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table of texts that are HTML already."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in header)
    body = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    whole = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>"
    return f'<div class="wide"><table>\n{whole}\n</table></div>'


def _badge(verdict: Verdict) -> str:
    return f'<span class="verdict {verdict.value}">{_SIGNS[verdict]} {verdict.value}</span>'


def _pairs(found: Findings) -> str:
    rows = [
        [
            escape(pair.pair.replace(" : ", " and ")),
            f"{pair.mismatches:,} of {pair.compared:,}",
            f"{pair.pnl_mismatches:,} of {pair.pnl_compared:,}",
            f"{pair.emitted_mismatches:,} of {pair.emitted_compared:,}",
        ]
        for pair in found.pairs
    ]
    return _table(("pair", "cells that differ", "P&L that differs", "commands that differ"), rows)


def _found(found: Findings) -> Iterator[str]:
    """Yield what differed and what went wrong, if anything did."""
    for title, lines in remarks(found).items():
        items = "\n".join(f"<li>{escape(line)}</li>" for line in lines)
        yield f'<h3>{title}</h3>\n<ul class="found">\n{items}\n</ul>'


def _figures(title: str, plots: Mapping[str, str]) -> Iterator[str]:
    if plots:
        yield f"<h2>{title}</h2>"
    for name, caption in plots.items():
        yield _figure(name, caption)


def _moments(moments: Sequence[Moment]) -> Iterator[str]:
    if moments:
        yield "<h2>What a trader saw</h2>"
    for number, moment in enumerate(moments, start=1):
        pair = "\n".join(_figure(f"moment-{number}-{one}.png", one) for one in (LEGACY, NEW))
        yield f'<h3>After {moment.share:.0%} of the facts</h3>\n<div class="pair">{pair}</div>'


def _figure(name: str, caption: str) -> str:
    """Return a picture that opens in its own size."""
    text = escape(caption)
    picture = f'<a href="{escape(name)}"><img src="{escape(name)}" alt="{text}"></a>'
    return f"<figure>{picture}<figcaption>{text}</figcaption></figure>"


def _conditions(found: Findings, digest: str) -> str:
    facts = {
        "date": f"{found.at:%Y-%m-%d %H:%M:%S} UTC",
        "input": input_of(found),
        "processor cores": str(found.cores),
        **found.versions,
        f"SHA-256 of {EVIDENCE}": digest,
    }
    rows = "\n".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts.items())
    return f"<dl>\n{rows}\n</dl>"


def _differs(found: Findings) -> bool:
    return any(pair.mismatches or pair.emitted_mismatches for pair in found.pairs)


def _unwritable(folder: Path, error: OSError) -> UnwritableError:
    return UnwritableError(
        f"The report cannot be written to {folder}: {error.strerror or error}. Choose another folder."
    )
