"""Running a published draw again, from what is published alone."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from chalicelib.domain.evaluation.jury import JuryState
from chalicelib.domain.evaluation.published_draw import (
    Fault,
    PublicDraw,
    draw_digest,
    pool_digest,
    published,
    run_again,
)
from chalicelib.domain.evaluation.seals import Seal, is_whole
from chalicelib.domain.subjects import JuryId
from chalicelib.services.context import Tools
from chalicelib.storage import juries
from chalicelib.storage.engine.reads import fetch
from ops.cli import Stop

SAID: Mapping[Fault, str] = {
    "code": "SHA-256 of the code is not the commitment",
    "secret": "the code does not come from the secret",
    "order": "the order is another one",
    "drawn": "other experts are drawn",
    "skips": "others are passed over, or for other reasons",
    "replacements": "other experts take the seats of those who left",
    "seated": "other experts have the seats in the end",
}


def read_file(path: Path) -> PublicDraw:
    """Read a draw from what the API answers.

    Or from the part `draw` of it. Raises Stop.
    """
    try:
        document: Any = TypeAdapter(Any).validate_json(path.read_bytes())
        inner = document["draw"] if isinstance(document, dict) and "draw" in document else document
        return TypeAdapter(PublicDraw).validate_python(inner)
    except OSError as error:
        raise Stop(f"cannot read {path}: {error.strerror}") from None
    except ValidationError:
        raise Stop(f"{path} is no published draw: save what GET …/draw answers") from None


def read_stage(tools: Tools, id: JuryId) -> tuple[PublicDraw, list[Seal]]:
    """Read a draw and the call's seals from a stage's table.

    Raises Stop.
    """
    jury, draw, seals = fetch(tools.table, juries.jury(id), juries.draw(id), juries.seals(id.call))
    if draw is None:
        raise Stop(f"nothing was drawn for {id.track}, {id.stage} in {id.call}")
    return published(draw, jury.rules, ended=jury.state is JuryState.SELECTED), seals


def faults(public: PublicDraw, seals: list[Seal] | None = None) -> list[str]:
    """List what does not come out again, or was not sealed.

    Without `seals` they are not looked at.
    """
    return [*(SAID[one] for one in run_again(public)), *(_seal_faults(public, seals) if seals is not None else ())]


def _seal_faults(public: PublicDraw, seals: list[Seal]) -> Iterator[str]:
    if not is_whole(seals):
        yield "the seals of the call are not whole"
    about = f"{public.track}/{public.stage}"
    last = {seal.what: seal.leaves for seal in seals if seal.about == about}
    if not public.named and pool_digest(public) not in last.get("pool", ()):
        yield "the pool is not the one that was sealed"
    if public.revealed and not public.named and draw_digest(public) not in last.get("draw", ()):
        yield "the draw is not the one that was sealed"


def report_lines(public: PublicDraw, wrong: list[str]) -> list[str]:
    """Return lines on what was run, and what came out."""
    lines = [f"{public.call}, {public.track}, {public.stage}: {len(public.pool)} experts in the pool"]
    if public.named:
        return [*lines, "the jury was named, there is nothing to run"]
    lines += [f"commitment {public.commitment}", f"pool       {pool_digest(public)}"]
    if not public.revealed:
        return [*lines, f"not revealed before {public.numbers_on}", *wrong]
    lines += [f"numbers    {public.randomness}", f"draw       {draw_digest(public)}"]
    seats = f"{len(public.seated)} seats, {len(public.skips)} passed over, {len(public.replacements)} replaced"
    return [*lines, *wrong] if wrong else [*lines, f"comes out the same: {len(public.order)} in order, {seats}"]
