"""Experts: handed out by organiser and agency, kept from entries, asked out by an owner."""

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, PICTURES, Windows
from tests.journeys.console import Console
from tests.journeys.facts import DEMO, PASSWORD
from tests.journeys.pages import Person

EXPERTS = (
    "登录名称,用户姓名,评审领域,工作单位,所在市,职称,评审件数上限\n"
    "expert-zhou,周明远,数字政府;数字社会,山东大学,济南市,教授,60\n"
    "expert-wu,吴清,数字经济,青岛海洋科学院,青岛市,研究员,40\n"
)


def hand_out_agency(organiser: Person) -> str:
    """The organiser makes an agency's account; its one-time password."""
    organiser.page.goto("/organiser/shandong-2021/accounts")
    organiser.press("新建账户")
    dialog = organiser.dialog()
    dialog.get_by_label("账户类别", exact=True).select_option(label="评审机构")
    dialog.get_by_label("登录名称", exact=True).fill("qilu01")
    dialog.get_by_label("用户姓名", exact=True).fill("孙主任")
    organiser.press("建立", dialog)
    expect(dialog.get_by_text("请填写").first).to_be_visible()
    dialog.get_by_label("评审机构", exact=True).select_option(label="齐鲁数字评审中心（虚构）")
    organiser.press("建立", dialog)
    password = organiser.dialog().locator(".secret").inner_text()
    organiser.press("已打印，关闭", organiser.dialog())
    organiser.agree("关闭")
    return password


def test_an_agency_hands_out_its_experts_and_one_declares(windows: Windows, console: Console) -> None:
    console.allow("status of 422")
    organiser = Person(windows()).sign_in("shengju01", DEMO)
    password = hand_out_agency(organiser)

    agency = Person(windows())
    agency.page.goto("/sign-in")
    agency.give("qilu01", password)
    agency.sets_password(PASSWORD)
    agency.told("密码已修改")
    agency.page.goto("/evaluation/shandong-2021/experts")
    agency.heading("评审专家")
    agency.reads("还没有评审专家")
    agency.press("批量导入")
    agency.dialog().get_by_label("内容", exact=True).fill(EXPERTS.replace("济南市", "桃花源"))
    agency.press("导入", agency.dialog())
    agency.reads("没有这个市")
    agency.dialog().get_by_label("内容", exact=True).fill(EXPERTS)
    agency.press("导入", agency.dialog())
    secrets = agency.dialog().locator(".secret")
    expect(secrets).to_have_count(2)
    first = secrets.first.inner_text()
    agency.press("已打印，关闭", agency.dialog())
    agency.agree("关闭")
    row = agency.page.locator("tr").filter(has_text="周明远")
    expect(row).to_contain_text("数字政府、数字社会")
    agency.press("资料：周明远", row)
    agency.dialog().get_by_label("职称", exact=False).fill("二级教授")
    agency.page.screenshot(path=PICTURES / "experts-profile.png")
    agency.press("保存", agency.dialog())
    expect(row).to_contain_text("二级教授")
    agency.page.screenshot(path=PICTURES / "experts-agency.png", full_page=True)

    expert = Person(windows(PHONE))
    expert.page.goto("/sign-in")
    expert.give("expert-zhou", first)
    expert.sets_password(PASSWORD)
    expert.told("密码已修改")
    expert.page.goto("/reading/shandong-2021/me")
    expert.heading("资料与回避")
    expert.reads("山东大学")
    expert.page.get_by_label("回避哪个单位").fill("山东数字研究院")
    expert.press("声明回避")
    expert.told("已声明")
    expert.reads("山东数字研究院的全部申报")
    expert.page.screenshot(path=PICTURES / "experts-own.png", full_page=True)

    organiser.page.goto("/evaluation/shandong-2021/experts")
    row = organiser.page.locator("tr").filter(has_text="周明远")
    organiser.press("回避：周明远", row)
    organiser.reads("专家声明")
    organiser.press("解除", organiser.dialog())
    organiser.reads("没有登记的回避。")
    organiser.page.keyboard.press("Escape")
    organiser.told("已保存")
    organiser.page.screenshot(path=PICTURES / "experts-organiser.png", full_page=True)


def test_an_owner_asks_a_desk_adds_its_word_and_the_organiser_answers(windows: Windows, console: Console) -> None:
    console.allow("status of 422")
    owner = Person(windows()).sign_in("qingyun2021", DEMO)
    owner.page.get_by_role("link", name="医保结算智能审核引擎").first.click()
    owner.press("提出回避申请")
    owner.press("提交", owner.dialog())
    owner.reads("每一条都要写明姓名或单位，以及理由。")
    owner.dialog().get_by_label("专家姓名").fill("周明远")
    owner.dialog().get_by_label("理由").fill("与本单位有合同纠纷")
    owner.page.screenshot(path=PICTURES / "recusal-ask.png")
    owner.press("提交", owner.dialog())
    owner.told("已提交")
    owner.reads("待主办单位处理")
    owner.page.screenshot(path=PICTURES / "recusal-owner.png")
    entry = owner.page.url.rpartition("/")[2]

    desk = Person(windows(PHONE)).sign_in("taishan01", DEMO)
    desk.page.goto(f"/desk/shandong-2021/{entry.split('.')[1]}/{entry}")
    desk.press("填写意见")
    desk.dialog().get_by_label("对回避申请的意见").fill("情况属实")
    desk.press("提交", desk.dialog())
    desk.told("已提交")
    desk.page.screenshot(path=PICTURES / "recusal-desk.png")

    organiser = Person(windows()).sign_in("shengju01", DEMO)
    organiser.page.goto("/evaluation/shandong-2021/experts")
    request = organiser.page.locator("li").filter(has_text="合同纠纷")
    expect(request).to_contain_text("情况属实")
    organiser.press("作出决定", request)
    organiser.page.screenshot(path=PICTURES / "recusal-ruling.png")
    organiser.dialog().get_by_label("理由").fill("不影响评审")
    organiser.press("不同意", organiser.dialog())
    organiser.told("已决定")
    expect(request).to_contain_text("未同意")
    owner.page.reload()
    owner.reads("主办单位已处理")
    expect(owner.page.get_by_text("未同意")).to_have_count(0)
