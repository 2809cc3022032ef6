"""Kinds of messages: whose turn it is, retention, and words.

The site's words are made of these (`ops/site/message_words.py`), and so are those of mail and text messages.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from chalicelib.frozen import dataclass

HALF_A_YEAR = timedelta(days=180)
A_MONTH = timedelta(days=30)


class Kind(StrEnum):
    """What a message is about."""

    PUSHED = "pushed"
    ARRIVED = "arrived"
    ASKED_BACK = "asked_back"
    RETURNED = "returned"
    RECOMMENDED = "recommended"
    DECLINED = "declined"
    SENT_BACK = "sent_back"
    REPORTED = "reported"
    REPORTED_AT_CLOSE = "reported_at_close"
    REOPENED = "reopened"
    CLOSING = "closing"
    REMINDER = "reminder"
    CALL_CHANGED = "call_changed"
    DRAFT_ENDS = "draft_ends"
    LATE_PASS = "late_pass"
    HANDED_OUT = "handed_out"
    LINK_REQUEST = "link_request"
    CORRECTION = "correction"
    CORRECTED = "corrected"
    ADMITTED = "admitted"
    NOT_ADMITTED = "not_admitted"
    NOTICED = "noticed"
    AWARDED = "awarded"
    NOT_SELECTED = "not_selected"
    REVOKED = "revoked"
    OBJECTION_FILED = "objection_filed"
    OBJECTION_TAKEN = "objection_taken"
    OBJECTION_TO_ANSWER = "objection_to_answer"
    OBJECTION_ANSWERED = "objection_answered"
    OBJECTION_RULED = "objection_ruled"
    EXCLUDED = "excluded"
    ROLL_FROZEN = "roll_frozen"
    PASSWORD_RESET = "password_reset"
    DISABLED = "disabled"
    ENABLED = "enabled"
    JURY_STEP = "jury_step"
    SECOND_PERSON = "second_person"
    EXPERT_DECLINED = "expert_declined"
    REVIEWS_OPENED = "reviews_opened"
    REVIEWS_ADDED = "reviews_added"
    REVIEWS_MOVED = "reviews_moved"
    RELIEVED = "relieved"
    SHEET_REOPENED = "sheet_reopened"
    RECONSIDER = "reconsider"
    REVIEWS_CLOSING = "reviews_closing"
    REVIEW_REMINDER = "review_reminder"


class Asks(StrEnum):
    """Whose turn it is after a message."""

    NOBODY = "nobody"
    OWNER = "owner"
    DESK = "desk"
    ABOVE = "above"
    """The level above the desk that the message names."""
    READER = "reader"
    """Whoever gets it: an office or an expert of the evaluation."""


@dataclass(frozen=True)
class Line:
    """One sentence in both languages, without its full stop.

    Holes: `{name}` of the entry, `{desk}`, `{n}` entries, `{at}` the deadline, `{stage}` of the evaluation. `one` is
    the English for n = 1.
    """

    zh: str
    en: str
    one: str = ""


@dataclass(frozen=True)
class KindRow:
    """All that is known of a kind of message, its receivers apart.

    Receivers stand in the rows of the workflow.

    `lines` by variant, the usual one first: "", `until` where the message has a deadline, the reader's standing, or a
    jury's step.
    `confirms`: goes to whoever did it, too. `names_track`: outside the site, the track goes before the line.
    `outside`: the line where it leaves the site, if another. `is_alert`: it leaves at once, read or not, since
    whoever read it may be somebody else; also to an account that is disabled.
    """

    lines: Mapping[str, Line]
    asks: Asks = Asks.NOBODY
    kept: timedelta = HALF_A_YEAR
    confirms: bool = False
    names_track: bool = False
    outside: Line | None = None
    is_alert: bool = False


def _row(zh: str, en: str, one: str = "", /, **facts: object) -> KindRow:
    return KindRow({"": Line(zh, en, one)}, **facts)  # type: ignore[arg-type]


KINDS: Mapping[Kind, KindRow] = {
    Kind.PUSHED: _row("“{name}”已推送给{desk}", "“{name}” has been pushed to {desk}", confirms=True),
    Kind.ARRIVED: _row(
        "{desk}收到推送 {n} 项",
        "{n} entries pushed to {desk}",
        "{n} entry pushed to {desk}",
        kept=A_MONTH,
        names_track=True,
    ),
    Kind.ASKED_BACK: _row(
        "申报用户申请退回“{name}”", "The applicant asks for “{name}” back", asks=Asks.DESK, names_track=True
    ),
    Kind.RETURNED: KindRow(
        {
            "": Line(
                "{desk}退回了“{name}”，请按要求修改后再次推送",
                "{desk} returned “{name}”: please change what is asked and push it again",
            ),
            "until": Line(
                "{desk}退回了“{name}”，请按要求修改，{at} 前再次推送",
                "{desk} returned “{name}”: please change what is asked and push it again by {at}",
            ),
        },
        asks=Asks.OWNER,
    ),
    Kind.RECOMMENDED: _row("“{name}”已获{desk}推荐", "“{name}” is recommended by {desk}"),
    Kind.DECLINED: _row("“{name}”未获{desk}推荐", "“{name}” is not recommended by {desk}"),
    Kind.SENT_BACK: _row(
        "{desk}退回了“{name}”，推荐名单已重新开放",
        "{desk} sent “{name}” back; the ranked list is open again",
        asks=Asks.DESK,
        names_track=True,
    ),
    Kind.REPORTED: _row(
        "{desk}的推荐名单已上报，共 {n} 项",
        "{desk} has reported its list of {n} entries",
        "{desk} has reported its list of {n} entry",
        asks=Asks.ABOVE,
        names_track=True,
    ),
    Kind.REPORTED_AT_CLOSE: _row(
        "{desk}推荐时间已到，名单按当时次序自动上报，共 {n} 项",
        "Time ended at {desk}: its list of {n} entries was reported as it stood",
        "Time ended at {desk}: its list of {n} entry was reported as it stood",
        asks=Asks.ABOVE,
        names_track=True,
    ),
    Kind.REOPENED: _row(
        "{desk}的推荐名单已重新开放，可以继续推荐后再次上报",
        "The list of {desk} is open again: go on recommending, then report it anew",
        asks=Asks.DESK,
        names_track=True,
    ),
    Kind.CLOSING: KindRow(
        {
            "draft": Line("“{name}”还没有推送，{at} 截止", "“{name}” has not been pushed yet; the deadline is {at}"),
            "returned": Line(
                "“{name}”退回后还没有再次推送，{at} 截止",
                "“{name}” was returned and has not been pushed again; the deadline is {at}",
            ),
        },
        asks=Asks.OWNER,
        kept=A_MONTH,
    ),
    Kind.REMINDER: KindRow(
        {
            "draft": Line(
                "{desk}提醒：你有 {n} 项草稿还没有推送",
                "A reminder from {desk}: {n} drafts of yours have not been pushed",
                "A reminder from {desk}: {n} draft of yours has not been pushed",
            ),
            "nothing": Line(
                "{desk}提醒：你已注册，还没有新建申报",
                "A reminder from {desk}: you have registered and not begun a submission",
            ),
            "returned": Line(
                "{desk}提醒：你有 {n} 项申报被退回，还没有再次推送",
                "A reminder from {desk}: {n} returned entries have not been pushed again",
                "A reminder from {desk}: {n} returned entry has not been pushed again",
            ),
        },
        asks=Asks.OWNER,
        kept=A_MONTH,
    ),
    Kind.CALL_CHANGED: _row(
        "申报要求有调整，请重新核对你尚未推送的 {n} 项申报",
        "What the call asks has changed: please look again at your {n} entries that are still to be pushed",
        "What the call asks has changed: please look again at your entry that is still to be pushed",
        asks=Asks.OWNER,
    ),
    Kind.DRAFT_ENDS: _row(
        "草稿“{name}”没有推送过，{at} 后删除，需要的内容请先下载",
        "The draft “{name}” was never pushed and is deleted after {at}: please save what you need of it",
        kept=A_MONTH,
    ),
    Kind.LATE_PASS: _row("{desk}准予“{name}”逾期申报，{at} 前推送", "{desk} gives “{name}” more time: push it by {at}"),
    Kind.LINK_REQUEST: _row(
        "有一项申报请求关联“{name}”，请核对后确认",
        "A submission asks to be linked to “{name}”: please look and confirm",
        asks=Asks.OWNER,
    ),
    Kind.CORRECTION: _row(
        "{desk}通知补正“{name}”，请在 {at} 前补正所列表项",
        "{desk} asks for a correction of “{name}”: please correct the fields it names by {at}",
        asks=Asks.OWNER,
    ),
    Kind.CORRECTED: _row("“{name}”已补正，请重新审查", "“{name}” was corrected: please check it again", asks=Asks.DESK),
    Kind.ADMITTED: _row("“{name}”通过形式审查，已受理", "“{name}” passed the formal check and is admitted"),
    Kind.NOT_ADMITTED: _row(
        "“{name}”未通过形式审查，不予受理，理由见申报页面",
        "“{name}” did not pass the formal check and is not admitted; its page says why",
    ),
    Kind.NOTICED: _row(
        "“{name}”已列入拟公布成果，正在公示",
        "“{name}” is among those to be awarded, and public notice of it is open",
    ),
    Kind.AWARDED: _row("“{name}”入选，评选结果已公布", "“{name}” is awarded; the results are out"),
    Kind.NOT_SELECTED: _row("评选结果已公布，“{name}”未入选", "The results are out; “{name}” was not selected"),
    Kind.REVOKED: _row(
        "“{name}”的入选资格已被撤销，理由见申报页面", "The award of “{name}” is revoked; its page says why"
    ),
    Kind.OBJECTION_FILED: _row(
        "对公示的“{name}”有一件异议，请决定是否受理",
        "An objection to “{name}” was filed: please decide whether to take it",
        asks=Asks.READER,
        names_track=True,
    ),
    Kind.OBJECTION_TAKEN: _row(
        "对“{name}”的一件异议已受理，要点见申报页面，请配合核实",
        "An objection to “{name}” was taken; its page says what it is about. Please help to look into it",
    ),
    Kind.OBJECTION_TO_ANSWER: _row(
        "对“{name}”的一件异议请你单位核实，{at} 前答复",
        "Please look into an objection to “{name}” and answer by {at}",
        asks=Asks.READER,
        names_track=True,
    ),
    Kind.OBJECTION_ANSWERED: _row(
        "{desk}已答复对“{name}”的异议，请裁定",
        "{desk} has answered the objection to “{name}”: please rule on it",
        asks=Asks.READER,
        names_track=True,
    ),
    Kind.OBJECTION_RULED: _row(
        "对“{name}”的一件异议已有处理决定，见申报页面",
        "An objection to “{name}” was ruled on; its page says how",
    ),
    Kind.EXCLUDED: _row(
        "“{name}”已被取消参评资格，理由见申报页面",
        "“{name}” is excluded from the evaluation; its page says why",
    ),
    Kind.ROLL_FROZEN: _row(
        "形式审查已结束，{desk}上报的申报项受理 {n} 项",
        "The formal check is over: {n} entries of {desk} are admitted",
        "The formal check is over: {n} entry of {desk} is admitted",
        names_track=True,
    ),
    Kind.HANDED_OUT: _row(
        "账户已开通，请先看操作手册",
        "Your account is ready. The manual is a good place to begin",
        outside=Line(
            "账户已开通，请用一次性密码登录并修改密码",
            "An account was set up for you. Please sign in with the one-time password and change it",
        ),
    ),
    Kind.PASSWORD_RESET: _row(
        "{desk}重置了你的登录密码。如果不是你要求的，请查看账户记录，并向主办单位反映",
        "{desk} reset your password. If you did not ask for it, look at your account’s record and tell the organiser",
        is_alert=True,
    ),
    Kind.DISABLED: _row("{desk}停用了你的账户", "{desk} disabled your account", is_alert=True),
    Kind.ENABLED: _row("{desk}重新启用了你的账户", "{desk} enabled your account again", is_alert=True),
    Kind.JURY_STEP: KindRow(
        {
            "fix_rules": Line("{stage}：评审规则已确定", "{stage}: the rules are fixed"),
            "commit_draw": Line(
                "{stage}：专家库和抽取办法已封存公布", "{stage}: the pool and the draw's terms are sealed and public"
            ),
            "reveal_draw": Line("{stage}：评审专家已抽取", "{stage}: the experts have been drawn"),
            "name_jury": Line("{stage}：评审专家已确定", "{stage}: the jury has been named"),
            "assign": Line("{stage}：申报项已分配给专家", "{stage}: entries have been assigned to experts"),
            "open": Line("{stage}：评审已开始", "{stage}: marking has begun"),
            "seal_marks": Line("{stage}：评分已封存", "{stage}: the marks are sealed"),
            "tally": Line("{stage}：计分已完成", "{stage}: the marks have been tallied"),
            "reconsider": Line("{stage}：复议已开始", "{stage}: reconsideration has begun"),
            "confirm_selection": Line("{stage}：遴选已确认", "{stage}: the selection is confirmed"),
        },
        names_track=True,
    ),
    Kind.SECOND_PERSON: KindRow(
        {
            "": Line("有一项办理等第二人确认", "Something waits for a second person to confirm it"),
            "reveal_draw": Line(
                "{stage}：一人已录入公开号码，请第二人录入核对",
                "{stage}: one person has entered the public numbers; a second must enter them too",
            ),
            "seal_marks": Line(
                "{stage}：已提出封存评分，请第二人确认", "{stage}: sealing the marks waits for a second person"
            ),
            "confirm_selection": Line(
                "{stage}：已提出遴选结果，请第二人确认", "{stage}: the selection waits for a second person"
            ),
            "public_notice": Line("已提出发布公示，请第二人确认", "A public notice waits for a second person"),
            "results": Line("已提出公布评选结果，请第二人确认", "Results wait for a second person to confirm them"),
            "revoke": Line("已提出撤销一项入选，请第二人确认", "Revoking an award waits for a second person"),
            "objection": Line("已提出异议裁定，请第二人确认", "A ruling on an objection waits for a second person"),
            "exclude": Line(
                "已提出取消一项参评资格，请第二人确认", "Excluding an entry waits for a second person to confirm it"
            ),
        },
        asks=Asks.READER,
        names_track=True,
    ),
    Kind.EXPERT_DECLINED: _row(
        "{stage}：专家 {name} 拒评一项，请改派",
        "{stage}: expert {name} gave an entry back; please hand it to another",
        asks=Asks.READER,
        names_track=True,
    ),
    Kind.REVIEWS_OPENED: KindRow(
        {
            "": Line(
                "{stage}已开始，请评审 {n} 项",
                "{stage} has begun: {n} entries are yours to mark",
                "{stage} has begun: {n} entry is yours to mark",
            ),
            "until": Line(
                "{stage}已开始，请在 {at} 前评审 {n} 项",
                "{stage} has begun: {n} entries are yours to mark by {at}",
                "{stage} has begun: {n} entry is yours to mark by {at}",
            ),
        },
        asks=Asks.READER,
        names_track=True,
    ),
    Kind.REVIEWS_ADDED: KindRow(
        {
            "": Line(
                "{stage}：新分配给你 {n} 项，请评审",
                "{stage}: {n} more entries are yours to mark",
                "{stage}: {n} more entry is yours to mark",
            ),
            "until": Line(
                "{stage}：新分配给你 {n} 项，请在 {at} 前评审",
                "{stage}: {n} more entries are yours to mark by {at}",
                "{stage}: {n} more entry is yours to mark by {at}",
            ),
        },
        asks=Asks.READER,
        names_track=True,
    ),
    Kind.REVIEWS_MOVED: _row(
        "{stage}：原分配给你的 {n} 项已转给其他专家",
        "{stage}: {n} entries of yours have gone to another expert",
        "{stage}: {n} entry of yours has gone to another expert",
        names_track=True,
    ),
    Kind.RELIEVED: _row(
        "{stage}：你不再承担评审，未提交的已转给其他专家",
        "{stage}: you are no longer on the jury; what you had not submitted goes to others",
        names_track=True,
    ),
    Kind.SHEET_REOPENED: KindRow(
        {
            "": Line(
                "{stage}：评分表 {name} 已重新开放，请修改后再次提交",
                "{stage}: sheet {name} is open again; please change it and submit it anew",
            ),
            "until": Line(
                "{stage}：评分表 {name} 已重新开放，请在 {at} 前修改后再次提交",
                "{stage}: sheet {name} is open again; please change it and submit it anew by {at}",
            ),
        },
        asks=Asks.READER,
        names_track=True,
    ),
    Kind.RECONSIDER: KindRow(
        {
            "": Line(
                "{stage}：有 {n} 项需要你再评一次",
                "{stage}: {n} entries need your marks in another round",
                "{stage}: {n} entry needs your marks in another round",
            ),
            "until": Line(
                "{stage}：有 {n} 项需要你在 {at} 前再评一次",
                "{stage}: {n} entries need your marks in another round by {at}",
                "{stage}: {n} entry needs your marks in another round by {at}",
            ),
        },
        asks=Asks.READER,
        names_track=True,
    ),
    Kind.REVIEWS_CLOSING: _row(
        "{stage}：还有 {n} 项没有提交评分，{at} 截止",
        "{stage}: {n} sheets are still to be submitted; the deadline is {at}",
        "{stage}: {n} sheet is still to be submitted; the deadline is {at}",
        asks=Asks.READER,
        kept=A_MONTH,
        names_track=True,
    ),
    Kind.REVIEW_REMINDER: _row(
        "提醒：{stage}还有 {n} 项没有提交评分，{at} 截止",
        "A reminder: {n} sheets of {stage} are still to be submitted; the deadline is {at}",
        "A reminder: {n} sheet of {stage} is still to be submitted; the deadline is {at}",
        asks=Asks.READER,
        kept=A_MONTH,
        names_track=True,
    ),
}
