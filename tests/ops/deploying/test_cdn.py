"""The CDN gives pages, files and their headers as the local server does, where the emulated one goes: it finds the
site's bucket, and has no name for the API."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import requests

from ops.deploying import stacks
from ops.local.site_files import security_headers
from ops.packaging import templates
from ops.rehearsal.rehearsal import STAGE, Rehearsal, rehearse

pytestmark = pytest.mark.engine

PAGE, SCRIPT = b"<!doctype html><p>the page", b"export {}"


@dataclass(frozen=True)
class Edge:
    """A deployed CDN."""

    stage: Rehearsal
    domain: str

    def get(self, path: str, *, scheme: str = "https") -> requests.Response:
        """The answer to somebody who asks the CDN."""
        told = {"Host": self.domain, "X-Forwarded-Proto": scheme}
        return requests.get(self.stage.engine.endpoint + path, headers=told, timeout=30, allow_redirects=False)


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    with rehearse(tmp_path_factory.mktemp("cdn"), "us-east-1") as stage:
        beside = stage.outputs["edge"]
        known = {name: beside[name] for name in ("SiteBucketName", "SiteBucketArn", "SiteBucketDomain")}
        known |= {"Stage": STAGE, "ApiId": stage.outputs["app"]["RestAPIId"]}
        public = ("PublicBucketName", "PublicBucketArn", "PublicBucketDomain")
        known |= {name: stage.data[name] for name in public}
        known |= {"AccessLogsDomain": stage.data["AccessLogsDomain"]}
        known |= {"BucketOrigin": stage.engine.endpoint, "OriginSecret": "what the CDN shows the API"}
        body = stacks.body((templates.TEMPLATES / "cdn.yaml").read_text())
        made = stacks.deploy(stage.client("cloudformation"), f"laurel-cdn-{STAGE}", body, known, every=1)
        for key, content, kind in (
            ("index.html", PAGE, "text/html"),
            ("assets/a.js", SCRIPT, "text/javascript"),
        ):
            stage.client("s3").put_object(Bucket=beside["SiteBucketName"], Key=key, Body=content, ContentType=kind)
        opened = stage.data["PublicBucketName"]
        stage.client("s3").put_object(
            Bucket=opened, Key="open/a/index.json", Body=b"{}", ContentType="application/json"
        )
        yield Edge(stage, made["DistributionDomain"])


@pytest.mark.parametrize("path", ["/", "/sign-in", "/submissions/shandong-2021.scenario.abc", "/calls/a/desks/b.c"])
def test_a_path_that_names_no_file_is_a_page(edge: Edge, path: str) -> None:
    answer = edge.get(path)
    assert (answer.status_code, answer.content) == (200, PAGE)


def test_a_file_is_given_as_it_is(edge: Edge) -> None:
    answer = edge.get("/assets/a.js")
    assert (answer.status_code, answer.content) == (200, SCRIPT)


def test_what_everybody_may_read_comes_from_its_own_bucket(edge: Edge) -> None:
    answer = edge.get("/open/a/index.json")
    assert (answer.status_code, answer.content) == (200, b"{}")


@pytest.mark.parametrize("path", ["/assets/gone.js", "/gone.svg", "/open/a/gone.html"])
def test_a_file_that_is_not_there_is_not_a_page(edge: Edge, path: str) -> None:
    """404 where the bucket may be listed, which the emulated one does not look at."""
    assert edge.get(path).status_code in {403, 404}


def test_every_answer_carries_the_security_headers(edge: Edge) -> None:
    told = edge.get("/").headers
    expected = dict(security_headers(edge.stage.engine.endpoint))
    assert {name: told.get(name) for name in expected} == expected
    assert told["Strict-Transport-Security"].lower() == "max-age=31536000; includesubdomains"


def test_plain_http_is_sent_to_https(edge: Edge) -> None:
    answer = edge.get("/", scheme="http")
    assert answer.status_code in {301, 302, 307, 308}
    assert answer.headers["Location"].startswith("https://")
