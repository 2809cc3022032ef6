"""Rename keys from letters to words: `S#…`, `0HEAD` becomes `SUBMISSION#…`, `HEAD`.

Every item moves to its new key, index keys included; its content stays as it is. Deploy the functions of this
version only when the migration is done, and let nobody write meanwhile (docs/operate.md).
"""

from chalicelib.storage.engine.table import Item

SUBJECT = {
    "4UPLOAD": "UPLOAD",
    "6EVENT": "EVENT",
    "7TEXT": "EVENT_TEXT",
}
PARTITIONS: dict[str, tuple[str, dict[str, str]]] = {
    "S": (
        "SUBMISSION",
        {
            "0HEAD": "HEAD",
            "1ANSWERS": "ANSWERS",
            "1FILES": "FILES",
            "2ASKS": "RETURN",
            "2DECLINE": "DECLINE",
            "3OPINION": "OPINION",
            "5REV": "REVISION",
            **SUBJECT,
        },
    ),
    "L": ("LIST", {"0LIST": "LIST", "1REPORT": "REPORT", "2SCAN": "SCAN", "3ROWS": "ROWS", **SUBJECT}),
    "M": ("MARKS", {}),
    "U": ("UNIT", {}),
    "F": ("FILING_NUMBER", {"FILING": "SUBMISSION"}),
    "E": ("SETTINGS", {}),
    "CALLS": ("CALLS", {}),
    "C": ("CALL", {"WALK": "DAILY_SCAN"}),
    "A": (
        "ACCOUNT",
        {
            "0ACCOUNT": "ACCOUNT",
            "1DOSSIER": "DOSSIER",
            "2SESSION": "SESSION",
            "3REPEAT": "REQUEST",
            "4PREFERENCES": "PREFERENCES",
            "5MESSAGE": "MESSAGE",
            "6OUTBOX": "OUTBOX",
        },
    ),
    "G": ("REMINDERS", {}),
    "N": ("LOGIN", {}),
    "B": ("IMPORT", {"BATCH": "IMPORT"}),
    "DEMO": ("DEMO", {}),
    "T": ("THROTTLE", {}),
    "V": ("COUNTED", {}),
    "W": ("PROOF", {"SPENT": "PROOF"}),
    "X": ("BACKUP", {}),
    "K": ("COUNTERS", {}),
}
"""Map old words of partitions to new ones.

Each comes with the words of sort keys that change in it.
"""

OWN_INDEX = {"O": "OWNER", "R": "UNREAD", "P": "AREA"}
DESK_INDEX = {"D": "DESK", "Q": "PUSHED", "P": "AUTHORITY", "OUTBOX": "OUTBOXES"}


def migrate(item: Item) -> Item | None:
    """Return the item under its new keys, None if already migrated."""
    letter, _, whose = item["pk"].partition("#")
    if letter == "Y":
        word, sorts = _twofold(item["sk"])
    elif letter in PARTITIONS and not (letter in {"CALLS", "DEMO"} and "#" in item["pk"]):
        word, sorts = PARTITIONS[letter]
    else:
        return None
    moved = {**item, "pk": f"{word}#{whose}", "sk": _renamed(item["sk"], sorts)}
    for name, words in (("own_pk", OWN_INDEX), ("desk_pk", DESK_INDEX)):
        if name in item:
            moved[name] = _renamed(item[name], words)
    return moved


def _twofold(sort: str) -> tuple[str, dict[str, str]]:
    """Return the new words of partition `Y`.

    An account's overview in a call and a migration's progress shared that letter.
    """
    if sort == "STANDING":
        return "OVERVIEW", {"STANDING": "OVERVIEW"}
    return "MIGRATION", {"MIGRATED": "MIGRATION"}


def _renamed(key: str, words: dict[str, str]) -> str:
    word, hash_sign, rest = key.partition("#")
    return words.get(word, word) + hash_sign + rest
