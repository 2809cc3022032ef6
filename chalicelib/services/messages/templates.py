"""The words of mail and text messages.

A line a message, in each language of its call.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.call import Call, Words, in_language
from chalicelib.domain.channels import AddressChannel
from chalicelib.domain.message_kinds import KINDS
from chalicelib.domain.messages import Message
from chalicelib.domain.submission import ORGANISER

STOP: Words = {"zh": "。", "en": "."}
TRACK: Words = {"zh": "{track}：", "en": "{track}: "}
UNTITLED: Words = {"zh": "（未命名）", "en": "(untitled)"}
SUBJECT: Words = {"zh": "{call}：{n} 条消息", "en": "{call}: messages ({n})"}
FOOT: Words = {
    "zh": "详情请登录查看：{link}\n不想再收到，可在该页的“提醒方式”中关闭。",
    "en": "Please sign in for details: {link}\nTo stop these, change “Ways to be reached” on that page.",
}
CONFIRM: Words = {
    "zh": "邮箱验证码：{code}。一天内有效。如果不是本人操作，请忽略。",
    "en": "Your code to confirm this address: {code}. It is good for a day. If you did not ask for it, ignore this.",
}
CONFIRM_BY_TEXT: Words = {
    "zh": "桂冠验证码 {code}，一天内有效，非本人操作请忽略。",
    "en": "Laurel code {code}, good for a day.",
}
"""Short: both languages fit the 70 characters that one text message has for Chinese."""
CONFIRM_SUBJECT: Words = {"zh": "邮箱验证码", "en": "Confirm your address"}
LANGUAGES = ("zh", "en")


def subject(call: Call, messages: Sequence[Message]) -> str:
    """Return the subject of a mail, in the call's first language."""
    language = languages(call)[0]
    return SUBJECT[language].format(call=in_language(call.names, language), n=len(messages))


def body(calls: Sequence[Call], messages: Sequence[Message], link: str) -> str:
    """Return all messages in every language of their calls."""
    by_id = {call.id: call for call in calls}
    spoken = [s for s in LANGUAGES if any(s in languages(call) for call in calls)]
    parts = []
    for language in spoken:
        lines = [line(by_id[m.call], m, language) for m in messages if language in languages(by_id[m.call])]
        parts.append("\n".join([*lines, "", FOOT[language].format(link=link)]))
    return "\n\n".join(parts)


def short(call: Call, messages: Sequence[Message], link: str) -> str:
    """Return a text message: the first line, and how many more.

    In the call's first language.
    """
    first = line(call, messages[0], languages(call)[0])
    more = f" (+{len(messages) - 1})" if len(messages) > 1 else ""
    return f"{first}{more} {link}"


def confirmation(channel: AddressChannel, code: str) -> str:
    """Return the words around a code, in every language."""
    words, between = (CONFIRM, "\n\n") if channel == "mail" else (CONFIRM_BY_TEXT, "\n")
    return between.join(words[language].format(code=code) for language in LANGUAGES)


def line(call: Call, message: Message, language: str) -> str:
    """Return one message in one language.

    With its track before it, where the kind needs it.
    """
    row, track = KINDS[message.kind], call.tracks.get(message.track)
    words = row.outside or message.line
    pattern = words.zh if language == "zh" else words.one if words.one and message.n == 1 else words.en
    begin = TRACK[language].format(track=in_language(track.names, language)) if track and row.names_track else ""
    text = pattern.format(
        name=_inner(message.name) or UNTITLED[language],
        desk=_desk(call, message.desk, language),
        n=message.n,
        at=_at(call, message.until) if message.until else "",
        stage=_stage(call, message, language),
    )
    return f"{begin}{text}{STOP[language]}"


def languages(call: Call) -> list[str]:
    """Return the call's languages that there are templates for."""
    return [language for language in call.languages if language in LANGUAGES] or ["en"]


def _inner(name: str) -> str:
    """Return a name with its own quotation marks made single."""
    return name.replace("“", "‘").replace("”", "’")


def _desk(call: Call, code: str, language: str) -> str:
    if code == ORGANISER:
        return in_language(call.authority.names, language)
    return in_language(call.desks[code].names, language) if code in call.desks else code


def _stage(call: Call, message: Message, language: str) -> str:
    track = call.tracks.get(message.track)
    names = {stage.id: stage.names for stage in track.stages} if track else {}
    return in_language(names[message.stage], language) if message.stage in names else message.stage


def _at(call: Call, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(call.zone)):%Y-%m-%d %H:%M} ({call.zone})"
