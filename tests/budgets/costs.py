"""What a season costs in requests and units: acts measured one by one, how often each is done, and both put together.

`python -m tests.budgets.costs` writes the tables of docs/costs.md anew; a test holds the page to them.
"""

import json
import random
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from statistics import mean

import boto3
import pytest

from chalicelib.domain.call import Call
from chalicelib.jobs import stream
from ops.bootstrap import ROOT
from ops.calls import compile_call
from ops.local import engines
from ops.local.stream import StreamReader
from ops.seed.answers import answers
from ops.seed.season_file import SeasonFile
from tests.budgets.meter import metered
from tests.conftest import IN_PROCESS, Place, a_bucket, a_table
from tests.web.asking import prepared
from tests.web.conftest import serve
from tests.web.stage import Stage, photographed, put_back, stage

PAGE = ROOT / "docs/costs.md"
APPLICANTS, SUBMISSIONS = 5_000, 3_000
TIMES = 100


@dataclass(frozen=True)
class Act:
    """Something people do: the request, on what, by whom; how often in a season, for each applicant (`each` a) or
    each submission (s); and the units that each KB of the form adds to reading and to writing."""

    name: str
    method: str
    path: str
    on: str
    who: str
    often: float
    each: str
    kb_read: float = 0
    kb_written: float = 0


@dataclass(frozen=True)
class Units:
    """Of one act: read and written by the request, and by the jobs that follow from it."""

    read: float
    written: float
    job_read: float
    job_written: float


LIST = "/calls/{call}/desks/{desk}/lists/{track}"
ACTS = (
    Act("look at one's submissions", "GET", "/submissions", "", "owner", 12, "a"),
    Act("start a submission", "POST", "/submissions", "", "owner", 1, "s"),
    Act("open the form", "GET", "/submissions/{submission}", "draft", "owner", 10, "s", 0.25),
    Act(
        "save, with what lists show",
        "PUT",
        "/submissions/{submission}/answers",
        "draft",
        "owner",
        60,
        "s",
        0,
        2,
    ),
    Act("begin an attachment", "POST", "/submissions/{submission}/attachments", "draft", "owner", 6, "s"),
    Act(
        "complete it",
        "POST",
        "/submissions/{submission}/attachments/{attachment}/complete",
        "draft:arriving",
        "owner",
        6,
        "s",
    ),
    Act("push", "POST", "/submissions/{submission}/push", "draft", "owner", 1.15, "s", 0.25, 2),
    Act(
        "see a desk's list, 50 rows",
        "GET",
        "/calls/{call}/desks/{desk}/submissions",
        "county",
        "own",
        15,
        "s",
    ),
    Act("read an entry", "GET", "/submissions/{submission}", "pushed", "own", 8, "s", 0.25),
    Act("return", "POST", "/submissions/{submission}/return", "pushed", "own", 0.15, "s"),
    Act("recommend", "POST", "/submissions/{submission}/recommend", "pushed", "own", 1.3, "s"),
    Act("see a ranked list", "GET", LIST, "county", "own", 3, "s"),
    Act("reorder it", "PUT", LIST, "county", "own", 0.5, "s"),
    Act("report it", "POST", LIST + "/report", "county", "own", 0.16, "s"),
    Act("see the progress", "GET", "/calls/{call}/progress", "", "org", 1, "s"),
)


def measured(engine: engines.Engine) -> dict[str, Units]:
    """The units of every act, by name, with the form of the tests, which is under 1 KB."""
    with IN_PROCESS, pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        made = a_table(engine, streams=True)
        table = next(made)
        patch.setattr("secrets.choice", random.Random(1).choice)  # what ids sort first decides how much one act reads
        here = stage(table, a_bucket(None))
        serve(here.world, patch)
        patch.setattr(here.world.tools.calls, "_clock", lambda: 0.0)  # a look at the list of calls is no act's cost
        found = dict(_measured(here, table, Path(folder)))
        made.close()
    return found


def _measured(here: Stage, table: Place, folder: Path) -> Iterator[tuple[str, Units]]:
    before, pump = photographed(table), _pump(table, folder)
    for act in ACTS:
        pump.handle = lambda records: None
        pump.drain()
        send = prepared(here, act.method, act.path, act.on, act.who)
        here.world.tools.calls._latest = (float("-inf"), {})
        here.world.tools.calls.ids()
        here.world.tools.table._gate_seen = (float("-inf"), None)
        here.world.tools.table.closed()
        with metered(here.world, table) as front:
            answer = send()
        assert answer.status < 400, (act.name, answer.status)
        pump.handle = lambda records: stream.handle(records, here.world.wiring)
        with metered(here.world, table) as back:
            pump.drain()
        yield act.name, Units(front.read, front.written, back.read, back.written)
        put_back(table, before)


def _pump(table: Place, folder: Path) -> StreamReader:
    client = boto3.client("dynamodbstreams", region_name=engines.REGION, endpoint_url=table.endpoint)
    arn = table.client.describe_table(TableName=table.name)["Table"]["LatestStreamArn"]
    return StreamReader(client, arn, lambda records: None, folder / "place.json", folder / "failed.jsonl")


def form_kb() -> float:
    """Mean size of a whole form of the 2021 call, in KB as it is stored: of the samples of the local season."""
    script, parsed = SeasonFile("shandong-2021"), Call.from_dict(compile_call(ROOT / "calls/shandong-2021"))
    whole = [answers(script, parsed, one) for one in script.samples if one.fill == 1.0]
    return round(mean(len(json.dumps(a, ensure_ascii=False, separators=(",", ":")).encode()) for a in whole) / 1024, 1)


def count(act: Act, times: int = 1) -> int:
    """How often an act is done in a season, or in one so many times as large."""
    return ceil(act.often * (APPLICANTS if act.each == "a" else SUBMISSIONS)) * times


def totals(units: dict[str, Units], kb: float, times: int = 1) -> tuple[int, int, int]:
    """(requests, read units, write units) of a season, jobs included."""
    requests, read, written = 0, 0.0, 0.0
    for act in ACTS:
        often, one = count(act, times), units[act.name]
        requests += often
        read += often * (one.read + one.job_read + act.kb_read * kb)
        written += often * (one.written + one.job_written + act.kb_written * kb)
    return requests, round(read), round(written)


def acts_table(units: dict[str, Units]) -> str:
    """Each act with its units, as Markdown."""
    lines = [
        "| act | often, in a season | read | written | jobs read | jobs write | each KB of the form reads | writes |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for act in ACTS:
        one = units[act.name]
        figures = (one.read, one.written, one.job_read, one.job_written, act.kb_read, act.kb_written)
        lines.append(f"| {act.name} | {count(act):,} | " + " | ".join(f"{f:g}" for f in figures) + " |")
    return "\n".join(lines)


def totals_table(units: dict[str, Units], kb: float) -> str:
    """Both seasons, as Markdown."""
    lines = [
        f"| with a form of {kb:g} KB | requests | read units | write units |",
        "|---|---:|---:|---:|",
    ]
    for name, times in (("a season of 16 cities", 1), (f"{TIMES} times as large", TIMES)):
        lines.append(f"| {name} | " + " | ".join(f"{f:,}" for f in totals(units, kb, times)) + " |")
    return "\n".join(lines)


def block(name: str) -> str:
    """What stands in the page between the marks of a table."""
    found = re.search(rf"<!-- {name} -->\n(.*?)\n<!-- end -->", PAGE.read_text("utf-8"), re.DOTALL)
    assert found, f"docs/costs.md has no table {name}"
    return found[1]


def _write(name: str, text: str) -> None:
    pattern = rf"(<!-- {name} -->\n).*?(\n<!-- end -->)"
    page = PAGE.read_text("utf-8")
    PAGE.write_text(re.sub(pattern, lambda m: m[1] + text + m[2], page, flags=re.DOTALL), "utf-8")


def main() -> None:
    """Measure, and write the tables anew."""
    with tempfile.TemporaryDirectory() as work:
        engine = engines.dynamodb_local(Path(work))
        engine.start()
        try:
            engine.wait()
            units = measured(engine)
        finally:
            engine.stop()
    _write("acts", acts_table(units))
    _write("totals", totals_table(units, form_kb()))


if __name__ == "__main__":
    main()
