"""`python -m ops local`: the whole product on this machine, on one origin, until Ctrl-C.

What was acknowledged is on disk at once, so that the next start has it whatever ended this one.
"""

import argparse
import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from ops import bootstrap
from ops.local import engines, site_build
from ops.local.home import Home


def run(options: argparse.Namespace) -> int:
    """Runs until it is stopped. `PORT` and `FRESH` of the environment stand for the options of the same name."""
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, _interrupt)
    home = Home(options.data.resolve())
    with home.hold(), contextlib.suppress(KeyboardInterrupt):
        _clear_the_way(home, options)
        _run(home, options.port)
    print("\nlaurel: stopped")
    return 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--fresh", action="store_true", default=bool(os.environ.get("FRESH")))
    parser.add_argument("--data", type=Path, default=bootstrap.ROOT / ".local/data")


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _clear_the_way(home: Home, options: argparse.Namespace) -> None:
    """Nothing left over of a killed run, the port free, and no data where a fresh start is wanted."""
    home.end_left_over()
    if not engines.is_free(options.port):
        bootstrap.stop(f"port {options.port} is taken by another program. Choose another: make run PORT=8010")
    if options.fresh:
        home.wipe()


def _run(home: Home, port: int) -> None:
    """Engines come up while the site is built and the app imported; then all of it is put together."""
    with _engines(home) as (table, bucket):
        site_build.build()
        from ops.local.product import Product  # here, so that it is read while the engines come up

        product = Product(home, f"http://{engines.HOST}:{port}", table, bucket)
        with product.open() as server:
            print(f"laurel: running on {product.origin}, stop with Ctrl-C", flush=True)
            server.serve_forever()


@contextlib.contextmanager
def _engines(home: Home) -> Iterator[tuple[engines.Engine, engines.Engine]]:
    """DynamoDB Local and ministack's S3, started but perhaps not up yet; where they were last, if it is free."""
    ports = home.running().get("ports", {})
    data, logs = home.root, home.root / "logs"
    table = engines.dynamodb_local(logs, data / "dynamodb", ports.get("table", 0))
    bucket = engines.ministack(logs, "s3", data / "objects", ports.get("bucket", 0))
    started = (table, bucket)
    try:
        for engine in started:
            engine.start()
            home.started(engine)
        home.note(ports={"table": table.port, "bucket": bucket.port})
        yield table, bucket
    finally:
        for engine in reversed(started):
            engine.stop()
