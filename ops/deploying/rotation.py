"""The exchange of a secret while the site is used.

The new one is valid before anybody shows it, and the old one until nobody does: functions take `NAME`, `NAME_next`
and `NAME_before` alike. Each step can be begun again.
"""

from ops.cli import Stop, say
from ops.deploying import deployment, releasing, secret_store
from ops.stages import Stage

ROTATED = ("secret", "proxy_secret")
"""Secrets of which functions take two at once."""


def rotate(stage: Stage, name: str) -> None:
    """Exchange a secret.

    Of `secret` the old one stays valid until `retire`, since cookies are sealed with it. Raises Stop when the stage
    has no such secret, or an earlier exchange has not ended.
    """
    stored = secret_store.read_secrets(stage)
    if name not in stored:
        raise Stop(f"stage {stage.name} has no {name}. python -m ops deploy --stage {stage.name} makes what it needs.")
    if f"{name}_before" in stored and f"{name}_next" not in stored:
        raise Stop(f"the {name} of before is still valid. End that first: python -m ops secret retire {name}")
    if name == "proxy_secret" and not stage.outputs("cdn"):
        _begin(stage, name, stored)
        say(
            "the new proxy_secret is valid beside the old one. Let the proxy show it (parameter"
            f" {secret_store.name_of(stage, 'proxy_secret_next')}),"
            f" then: python -m ops secret retire proxy_secret --stage {stage.name}"
        )
        return
    _begin(stage, name, stored)
    _promote(stage, name)
    if name == "proxy_secret":
        retire(stage, name)
    else:
        releasing.restart(stage.refreshed())
        say(
            f"the new {name} is used, and what was signed with the old one holds. When no session of before is left, in"
            f" 7 days, or at once if it is known to somebody: python -m ops secret retire {name} --stage {stage.name}"
        )


def retire(stage: Stage, name: str) -> None:
    """End the validity of a secret that was exchanged.

    Raises Stop when none was.
    """
    stored = secret_store.read_secrets(stage)
    if f"{name}_before" not in stored and f"{name}_next" not in stored:
        raise Stop(f"no {name} of before is valid any more.")
    if f"{name}_next" in stored:
        _promote(stage, name)
    if name == "proxy_secret" and stage.outputs("cdn"):
        deployment.deploy_cdn(stage.refreshed())
    secret_store.forget(stage, f"{name}_before")
    releasing.restart(stage.refreshed())
    say(f"the old {name} is refused from now on")


def _begin(stage: Stage, name: str, stored: dict[str, str]) -> None:
    """Let functions take a new secret beside the old one."""
    if f"{name}_next" not in stored:
        secret_store.store(stage, {**stored, f"{name}_next": secret_store.new_secret()})
    say(f"functions take two of {name}")
    releasing.restart(stage.refreshed())


def _promote(stage: Stage, name: str) -> None:
    """Put the new secret in the old one's place; both stay valid.

    A promotion that was cut off goes on: where the new one is in place already, the old one is no longer there.
    """
    stored = secret_store.read_secrets(stage)
    new = stored.pop(f"{name}_next")
    before = {f"{name}_before": stored[name]} if stored[name] != new else {}
    secret_store.store(stage, {**stored, **before, name: new})
