"""Putting functions up, and back where they do not run.

What is put up is asked whether it runs. Where it does not, the package that stood before is put back by itself.
"""

from dataclasses import replace

from botocore.exceptions import BotoCoreError, ClientError

from ops.cli import FAILED, Stop, say
from ops.deploying import functions, history, inventory, secret_store, smoke, stacks
from ops.deploying.data_version import known_migrations, refuse_newer_data
from ops.deploying.functions import Package
from ops.deploying.history import Deployment
from ops.deploying.smoke import DoesNotRun
from ops.packaging import gateway_responses
from ops.packaging import release as releases
from ops.stages import Stage, stack_name


def release(stage: Stage, way: str) -> None:
    """Package this checkout, put it up, and check that it runs.

    Raises Stop when AWS refuses it, or it does not run; then what stood before stands again.
    """
    former = history.standing(history.all_of(stage))
    checkout = releases.of_checkout()
    package = functions.upload_package(stage) if way == "template" else functions.deploy_by_chalice(stage)
    now = Deployment(
        at=history.moment(),
        by=_operator(stage),
        version=checkout.version,
        commit=checkout.commit,
        way=way,
        artefact=package.artefact,
        template=package.template,
        values=package.values,
        migrations=known_migrations(),
        secrets_apart=True,
    )
    history.write(stage, now)
    _put_up(stage, now, package)
    _finish(stage, now, former)


def roll_back(stage: Stage, to: Deployment) -> None:
    """Put the functions of an earlier deployment up again.

    With the stage's present table and settings. Raises Stop when a migration has run that they do not know, when
    their package is gone, or they would find no secrets, or when they do not run; then what stood before stands again.
    """
    _refuse_unknown_to(stage, to)
    former = history.standing(history.all_of(stage))
    package = _package_of(stage, to)
    again = replace(
        to,
        at=history.moment(),
        by=_operator(stage),
        of=to.origin,
        template=package.template,
        values=package.values,
        outcome=history.BEGUN,
        why="",
    )
    history.write(stage, again)
    _put_up(stage, again, package)
    _finish(stage, again, former)


def restart(stage: Stage) -> None:
    """Let the functions that stand start anew, with the secrets of now.

    Raises Stop when no deployment is recorded, or they do not run.
    """
    standing = history.standing(history.all_of(stage))
    if standing is None:
        raise Stop(f"no deployment of stage {stage.name} is recorded. python -m ops deploy --stage {stage.name} first.")
    if standing.way == "template":
        _put(stage, _package_of(stage, standing))
    else:
        functions.tell_settings(stage)
    _check(stage, standing)


def check_through_cdn(stage: Stage) -> None:
    """Check that the CDN reaches the functions that stand.

    A local engine's CDN does not reach its gateway, so nothing is checked there. Raises Stop when it does not.
    """
    standing, domain = history.standing(history.all_of(stage)), stage.outputs("cdn").get("DistributionDomain")
    if stage.engine or not standing or not domain:
        return
    try:
        smoke.until_it_runs(f"https://{domain}/api/", standing.release, {})
    except DoesNotRun as fault:
        raise Stop(f"the CDN does not reach the functions: {fault}. See docs/runbooks/site-down.md") from None


def _finish(stage: Stage, now: Deployment, former: Deployment | None) -> None:
    """Check what was put up, and record what became of it.

    Raises Stop when it does not run.
    """
    try:
        smoke.check(stage.refreshed(), now.release)
    except DoesNotRun as fault:
        outcome, words = _go_back(stage.refreshed(), former)
        history.end(stage, now, outcome, str(fault))
        raise Stop(f"{now.version} {now.commit} does not run: {fault}. {words}", FAILED) from None
    history.end(stage, now, history.STANDING)


def _go_back(stage: Stage, former: Deployment | None) -> tuple[str, str]:
    """Put the former deployment up again.

    Returns what became of the one after it, and that in words.
    """
    if former is None:
        return history.FAILED, "There is none before it to go back to. Mend it and deploy again."
    say(f"it does not run; going back to {former.version} {former.commit}")
    try:
        _refuse_unknown_to(stage, former)
        _put(stage, _package_of(stage, former))
        smoke.check(stage.refreshed(), former.release)
    except (Stop, DoesNotRun, BotoCoreError, ClientError) as fault:
        return history.FAILED, f"Going back to {former.version} {former.commit} failed too: {fault}"
    return history.TAKEN_BACK, f"{former.version} {former.commit} stands again, and runs."


def _refuse_unknown_to(stage: Stage, to: Deployment) -> None:
    """Refuse code that does not know the stage's data or secrets.

    Code of before reads one parameter, which functions may read no more once Chalice has told them of the others.
    """
    refuse_newer_data(stage, f"{to.version} {to.commit}", to.migrations)
    moved = to.way == "chalice" and any(one.secrets_apart for one in history.all_of(stage))
    if not to.secrets_apart and (moved or not secret_store.is_to_move(stage)):
        raise Stop(
            f"{to.version} {to.commit} reads its secrets from one parameter,"
            f" {secret_store.name_of(stage, secret_store.ALL_IN_ONE)}, and each has its own now. It is not put back:"
            " mend what is wrong in a new version (docs/operate.md)."
        )


def _check(stage: Stage, standing: Deployment) -> None:
    try:
        smoke.check(stage.refreshed(), standing.release)
    except DoesNotRun as fault:
        raise Stop(f"the functions do not run: {fault}.") from None


def _package_of(stage: Stage, deployment: Deployment) -> Package:
    """Return a deployment's package, with the stage's present values."""
    package = Package(deployment.artefact, deployment.template, deployment.values)
    return functions.rebased(stage, package) if deployment.way == "template" else package


def _put_up(stage: Stage, now: Deployment, package: Package) -> None:
    """Put a deployment's package up; what AWS refuses is recorded as failed."""
    try:
        _put(stage, package)
    except Stop as refused:
        history.end(stage, now, history.FAILED, str(refused))
        raise


def _put(stage: Stage, package: Package) -> None:
    """Deploy a package's template, or its code where Chalice deployed."""
    if package.template:
        body = functions.template_of(stage, package.template)
        stacks.deploy(stage.client("cloudformation"), stack_name(stage.name, "app"), body, {}, stage.poll_seconds)
    else:
        functions.put_code(stage, package)
    if api := inventory.api_of(stage.refreshed()):
        gateway_responses.put(stage.client("apigateway"), api, "api")


def _operator(stage: Stage) -> str:
    return str(stage.client("sts").get_caller_identity()["Arn"])
