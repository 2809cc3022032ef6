"""Start of the product: engines, bundle and app, then the server.

The first three start in parallel. Acknowledged writes are on disk at once, so that they survive however the run
ends.
"""

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from ops.local import engines
from ops.local.data_dir import DataDir
from ops.site import bundle

if TYPE_CHECKING:
    from chalicelib.wiring import Wiring


def serve(data_dir: DataDir, port: int, fill: "Callable[[Wiring], None]") -> None:
    """Serve until interrupted.

    `fill` puts calls and demo data into the table before the first request.
    """
    with _engines(data_dir) as (table, bucket):
        bundle.build()
        from ops.local.product import Product  # here, so that it is imported while the engines come up

        product = Product(data_dir, f"http://{engines.HOST}:{port}", table, bucket, fill)
        with product.open() as server:
            print(f"laurel: running on {product.origin}, stop with Ctrl-C", flush=True)
            server.serve_forever()


@contextlib.contextmanager
def _engines(data_dir: DataDir) -> Iterator[tuple[engines.Engine, engines.Engine]]:
    """Yield DynamoDB Local and ministack's S3, stopped at the end.

    They are started but may not be ready yet. They use the ports of the last run, if these are free.
    """
    ports = data_dir.running().get("ports", {})
    data, logs = data_dir.root, data_dir.root / "logs"
    table = engines.dynamodb_local(logs, data / "dynamodb", ports.get("table", 0))
    bucket = engines.ministack(logs, "s3", data / "objects", ports.get("bucket", 0))
    started = (table, bucket)
    try:
        for engine in started:
            engine.start()
            data_dir.note_engine(engine)
        data_dir.note(ports={"table": table.port, "bucket": bucket.port})
        yield table, bucket
    finally:
        for engine in reversed(started):
            engine.stop()
