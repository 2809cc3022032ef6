"""The table as a whole: page by page, and its backups.

For the job of the night alone; no request scans.
"""

from datetime import datetime
from typing import Any

from chalicelib.frozen import dataclass
from chalicelib.storage.engine.table import Item, Key, plain

AT_A_TIME = 500
"""Most items of a page, so that what follows from one takes seconds."""


@dataclass(frozen=True)
class ScannedPage:
    """Some items, and the key after which the next page begins."""

    items: list[Item]
    last: Key | None


class WholeTable:
    """One DynamoDB table, through a botocore client."""

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name

    def page(self, after: Key | None) -> ScannedPage:
        """Return one page of all items, read consistently."""
        start = {"ExclusiveStartKey": {"pk": {"S": after.pk}, "sk": {"S": after.sk}}} if after else {}
        answer = self._client.scan(TableName=self._name, ConsistentRead=True, Limit=AT_A_TIME, **start)
        last = answer.get("LastEvaluatedKey")
        items = [plain(item) for item in answer["Items"]]
        return ScannedPage(items, Key(last["pk"]["S"], last["sk"]["S"]) if last else None)

    def back_up(self, name: str) -> None:
        """Begin a backup; a moment later it is ready."""
        self._client.create_backup(TableName=self._name, BackupName=name)

    def newest_backup(self) -> datetime | None:
        """Return when the newest backup that is ready was made."""
        ages, more = list[datetime](), dict[str, Any]()
        while True:
            answer = self._client.list_backups(TableName=self._name, **more)
            ready = [one for one in answer["BackupSummaries"] if one["BackupStatus"] == "AVAILABLE"]
            ages += [one["BackupCreationDateTime"] for one in ready]
            last = answer.get("LastEvaluatedBackupArn")
            if not last:
                return max(ages, default=None)
            more = {"ExclusiveStartBackupArn": last}
