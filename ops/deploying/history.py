"""The stage's deployments, and what became of each.

Each is a file of the state bucket, beside the package that it names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from chalicelib.release import Release
from ops.cli import Stop
from ops.stages import Stage

FOLDER = "deployments/"
BEGUN, STANDING, TAKEN_BACK, FAILED = "begun", "standing", "taken back", "failed"


@dataclass(frozen=True)
class Deployment:
    """A deployment of the functions, or a rollback to one.

    `artefact` and `template` are files of the state bucket; `template` is empty where Chalice deployed. `values` are
    what was filled into the template. `migrations` are those that its code knows; `secrets_apart` is False of one whose
    code reads all secrets from one parameter. `of` is the deployment that a
    rollback went back to, by its `at`. `outcome` says what became of it.
    """

    at: str
    by: str
    version: str
    commit: str
    way: str
    artefact: str
    template: str
    values: Mapping[str, str]
    migrations: Sequence[str]
    of: str = ""
    outcome: str = BEGUN
    why: str = ""
    secrets_apart: bool = False

    @property
    def release(self) -> Release:
        """The release that its functions run."""
        return Release(self.version, self.commit)

    @property
    def origin(self) -> str:
        """When its package was deployed first, also where this is a rollback."""
        return self.of or self.at

    def __str__(self) -> str:
        back = f", back to {self.of}" if self.of else ""
        why = f": {self.why}" if self.why else ""
        return f"{self.at}  {self.version} {self.commit}  {self.by}  {self.outcome}{back}{why}"


def moment() -> str:
    """Return now as deployments are named, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def write(stage: Stage, deployment: Deployment) -> None:
    """Record a deployment, or what has become of it."""
    stage.state_bucket.write_json(f"{FOLDER}{deployment.at}.json", asdict(deployment))


def end(stage: Stage, deployment: Deployment, outcome: str, why: str = "") -> None:
    """Record what became of a deployment."""
    write(stage, replace(deployment, outcome=outcome, why=why))


def all_of(stage: Stage) -> list[Deployment]:
    """List the stage's deployments, the oldest first."""
    files = stage.state_bucket
    names = [name for name in files.list_files(FOLDER) if name.removeprefix(FOLDER)[:1].isdigit()]
    return [_parse(files.read_json(name)) for name in sorted(names)]


def standing(deployments: Sequence[Deployment]) -> Deployment | None:
    """Return the deployment whose functions run, None without one."""
    return next((one for one in reversed(deployments) if one.outcome == STANDING), None)


def before(deployments: Sequence[Deployment]) -> Deployment:
    """Return the deployment to go back to: the last with another package.

    After a rollback that is one older still. Raises Stop when there is none.
    """
    now = standing(deployments)
    older = [
        one
        for one in deployments
        if now and one.outcome == STANDING and one.origin < now.origin and one.artefact != now.artefact
    ]
    if not older:
        raise Stop("no deployment of before is recorded. Check out the version to go back to, and ops deploy it.")
    return max(older, key=lambda one: one.origin)


def of_commit(deployments: Sequence[Deployment], commit: str) -> Deployment:
    """Return the last deployment of a commit that stood.

    Raises Stop when there is none.
    """
    standing_once = [one for one in deployments if one.outcome == STANDING and one.commit.startswith(commit)]
    if not standing_once:
        raise Stop(f"no deployment of {commit} has stood here. --list names those that have.")
    return standing_once[-1]


def _parse(content: Mapping[str, Any]) -> Deployment:
    """Read a record, also one that a newer version wrote."""
    known = {name: content[name] for name in Deployment.__dataclass_fields__ if name in content}
    return Deployment(**known)
