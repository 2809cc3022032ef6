"""Keys that sign: in the platform's store and in a file, alike to whoever checks."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from chalicelib.storage.engine.signing_keys import FileKey, KmsKey, SigningKey
from ops.integrity.signatures import is_signed
from ops.local import engines
from ops.local.data_dir import DataDir
from ops.resources import properties

MESSAGES = [b"", b"awards.example.cn/c\n1\n\n", bytes(100_000)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.Engine]:
    engine = engines.ministack(tmp_path_factory.mktemp("kms"), "kms")
    engine.start()
    try:
        engine.wait()
        yield engine
    finally:
        engine.stop()


def holds(key: SigningKey) -> None:
    for message in MESSAGES:
        signature = key.sign(message)
        assert is_signed(key.public, signature, message)
        assert not is_signed(key.public, signature, message + b"x")


@pytest.mark.engine
def test_the_platforms_store_signs_by_the_key_of_the_template(store: engines.Engine) -> None:
    said = properties("RecordKeyA")
    kms = boto3.client("kms", region_name=engines.REGION, endpoint_url=store.endpoint)
    made = kms.create_key(KeySpec=said["KeySpec"], KeyUsage=said["KeyUsage"])["KeyMetadata"]
    holds(KmsKey(made["Arn"], engines.REGION, store.endpoint))


def test_a_local_run_signs_by_a_file_that_it_keeps(tmp_path: Path) -> None:
    path = DataDir(tmp_path).record_key()
    assert path.stat().st_mode & 0o777 == 0o600
    holds(FileKey(path))
    assert FileKey(DataDir(tmp_path).record_key()).public == FileKey(path).public


def test_a_key_shows_nothing_of_itself(tmp_path: Path) -> None:
    path = DataDir(tmp_path).record_key()
    assert path.read_text() not in repr(FileKey(path))
    assert "PRIVATE" not in repr(vars(FileKey(path)))
