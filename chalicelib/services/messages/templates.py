"""What leaves the site in words: a line a message, in each language of its call. The site words its own pages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.domain.call import Call, Words, in_language
from chalicelib.domain.messages import Kind, Message
from chalicelib.domain.submission import ORGANISER

LINES: Mapping[Kind, Words] = {
    Kind.PUSHED: {
        "zh": "“{name}”已推送给{desk}。",
        "en": "“{name}” has been pushed to {desk}.",
    },
    Kind.ARRIVED: {
        "zh": "{track}：{desk}收到推送 {n} 项。",
        "en": "{track}: pushed to {desk}, {n} in all.",
    },
    Kind.ASKED_BACK: {
        "zh": "{track}：有申报用户申请退回“{name}”。",
        "en": "{track}: the applicant asks for “{name}” back.",
    },
    Kind.RETURNED: {
        "zh": "“{name}”已被{desk}退回，请登录查看理由和修改要求。{until}",
        "en": "“{name}” was returned by {desk}. Please sign in to read why and what to change.{until}",
    },
    Kind.RECOMMENDED: {
        "zh": "“{name}”已获{desk}推荐。",
        "en": "“{name}” is recommended by {desk}.",
    },
    Kind.DECLINED: {
        "zh": "“{name}”未获{desk}推荐，理由请登录查看。",
        "en": "“{name}” is not recommended by {desk}. Please sign in to read why.",
    },
    Kind.SENT_BACK: {
        "zh": "{track}：{desk}退回了“{name}”，名单已重新开放。",
        "en": "{track}: {desk} sent “{name}” back; the list is open again.",
    },
    Kind.REPORTED: {
        "zh": "{track}：{desk}的推荐名单已上报，共 {n} 项。",
        "en": "{track}: {desk} has reported its list, {n} in all.",
    },
    Kind.REPORTED_AT_CLOSE: {
        "zh": "{track}：{desk}推荐时间已到，名单按当时次序自动上报，共 {n} 项。",
        "en": "{track}: time ended at {desk}; its list was reported as it stood, {n} in all.",
    },
    Kind.REOPENED: {
        "zh": "{track}：{desk}的推荐名单已重新开放。",
        "en": "{track}: the list of {desk} is open again.",
    },
    Kind.CLOSING: {
        "zh": "“{name}”还没有推送。{until}",
        "en": "“{name}” has not been pushed yet.{until}",
    },
    Kind.REMINDER: {
        "zh": "{desk}提醒：请尽快完成申报并推送。",
        "en": "A reminder from {desk}: please finish your submission and push it.",
    },
    Kind.LATE_PASS: {
        "zh": "{desk}准予“{name}”逾期申报。{until}",
        "en": "{desk} gives “{name}” more time.{until}",
    },
    Kind.HANDED_OUT: {
        "zh": "为你开通了账户，请用一次性密码登录并修改密码。",
        "en": "An account was set up for you. Please sign in with the one-time password and change it.",
    },
}

UNTIL: Words = {"zh": "截止时间：{at}。", "en": " Deadline: {at}."}
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
CONFIRM_SUBJECT: Words = {"zh": "邮箱验证码", "en": "Confirm your address"}
LANGUAGES = ("zh", "en")


def subject(call: Call, messages: Sequence[Message]) -> str:
    """The subject of a mail, in the call's first language."""
    language = languages(call)[0]
    return SUBJECT[language].format(call=in_language(call.names, language), n=len(messages))


def body(calls: Sequence[Call], messages: Sequence[Message], link: str) -> str:
    """All messages in every language of their calls, one language after the other."""
    by_id = {call.id: call for call in calls}
    spoken = [s for s in LANGUAGES if any(s in languages(call) for call in calls)]
    parts = []
    for language in spoken:
        lines = [line(by_id[m.call], m, language) for m in messages if language in languages(by_id[m.call])]
        parts.append("\n".join([*lines, "", FOOT[language].format(link=link)]))
    return "\n\n".join(parts)


def short(call: Call, messages: Sequence[Message], link: str) -> str:
    """A text message: the first line and how many more, in the call's first language."""
    first = line(call, messages[0], languages(call)[0])
    more = f" (+{len(messages) - 1})" if len(messages) > 1 else ""
    return f"{first}{more} {link}"


def line(call: Call, message: Message, language: str) -> str:
    """One message in one language."""
    track = call.tracks.get(message.track)
    return LINES[message.kind][language].format(
        name=_inner(message.name) or UNTITLED[language],
        desk=_desk(call, message.desk, language),
        track=in_language(track.names, language) if track else "",
        n=message.n,
        until=UNTIL[language].format(at=_at(call, message.until)) if message.until else "",
    )


def languages(call: Call) -> list[str]:
    """The languages that a call's messages leave in: its own, as far as there are templates."""
    return [language for language in call.languages if language in LANGUAGES] or ["en"]


def _inner(name: str) -> str:
    """A name that holds quotation marks itself, as it stands between others."""
    return name.replace("“", "‘").replace("”", "’")


def _desk(call: Call, code: str, language: str) -> str:
    if code == ORGANISER:
        return in_language(call.authority.names, language)
    return in_language(call.desks[code].names, language) if code in call.desks else code


def _at(call: Call, moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(call.zone)):%Y-%m-%d %H:%M} ({call.zone})"
