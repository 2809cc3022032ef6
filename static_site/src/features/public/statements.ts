/** The privacy notice and the accessibility statement, as Markdown by language. */
import type { Text } from "@/i18n"

export const privacy: Text = {
  zh: `# 个人信息说明

本站处理个人信息，只为办理评选的申报、推荐、评审和公布，由主办单位负责。

## 收集什么，用来做什么

| 信息 | 用途 |
|---|---|
| 用户姓名、电话号码 | 就申报事项与你联系；核对账户 |
| 登录名称、密码 | 登录；密码只存不可还原的摘要 |
| 组织；评选要求时还有所在地区或推荐单位、主管部门、昵称 | 归口统计，确定可以接收申报的推荐单位 |
| 申报表中的联系人、主要完成人 | 联系；评选结果用于职称评审，须写明完成人 |
| 异议人的姓名、单位、电话、地址 | 核实异议；只有主办单位经办人和监督员看得到 |
| 登录时间、设备、网络地址 | 保护账户安全，防止猜测密码 |

## 谁能看到

- 申报内容：你自己、接收申报的推荐单位及其上级、主办单位和受邀评审的专家；
- 联系人、手机号码在列表和导出中默认遮盖，需要时点开；
- 对外公布的只有申报表中标明公开的项目，不含个人联系方式。

## 保存多久

- 登录状态在退出或长时间不用后失效；
- 登录、修改密码等操作的日志保存 400 天，其中的账户和网络地址已转换为不可还原的标记；网络访问日志含网络地址，依法保存 200 天；
- 账户记录（注册、密码重置、停用、修改和注销的时间与办理单位）不含姓名和电话，注销后仍保存，你可以在“账户资料”里查看；
- 未推送的草稿：评选规定了保存期限的，期限写在“我的申报”里，到期前两周通知你，到期后由主办单位删除；
- 推送过的申报和办理记录是评选档案，予以保留。账户注销后，其中标为个人信息的内容和你在办理中写的话一并删除，不影响核验；
- 删除以前所作的备份，在备份清除以前仍含有这些信息，只用于恢复系统。

## 你的权利

你可以在“账户资料”里：

- 查看、更正姓名、电话和组织，查看并退出登录设备；
- 下载我的数据：本站保存的你的资料、消息、申报内容和办理记录；
- 注销账户：姓名、电话等个人信息、消息和未推送的草稿及附件随即删除，登录名称不再启用，也不分给别人。还有申报在推荐单位或主办单位办理时不能注销，请先撤回或申请退回，或等评选结束。

由主办单位分发的账户由主办单位注销。需要查阅、更正、删除其他信息，请按页脚的电话与主办单位联系。

## 本机保存的内容

- 一个登录用的必要 Cookie；不用于跟踪，不提供给第三方；
- 断网时未上传的草稿保存在本机浏览器，只对本账户显示，退出登录时删除（有未上传内容会先提醒）；
- 没有提交的异议保存在本机浏览器，提交后清除，也可以在页面上清除；查询码不保存。
`,
  en: `# Privacy

This site processes personal data only to carry out the filing, recommending, evaluating and publishing of a call. The organiser is responsible for it.

## What is collected, and why

| Data | Purpose |
|---|---|
| Your name and phone number | to reach you about your filing; to check the account |
| Login name and password | to sign in; only an irreversible digest of the password is kept |
| Organisation; where the call asks, region or desk, parent body, nickname | to count by region and to find the desks that may receive your filing |
| Contacts and contributors named in a form | to reach them; results count for professional titles, so contributors must be named |
| Name, organisation, phone number and address of whoever objects | to look into the objection; read by the organiser’s staff and the observer alone |
| Time, device and network address of sign-in | to protect accounts against guessing |

## Who can see it

- What you file: yourself, the receiving desk and those above it, the organiser and invited reviewers;
- contacts and mobile numbers are masked in lists and exports unless asked for;
- only items marked as public in the form are ever published, never personal contacts.

## How long it is kept

- Sessions end when you sign out or stay away for long;
- logs of signing in, changing a password and the like are kept for 400 days, with account and network address as irreversible marks; access logs hold network addresses and are kept for 200 days, as the law requires;
- your account's record (when it was registered, reset, disabled, changed or closed, and by which office) holds no name or number and stays when the account is closed; you can read it in your account details;
- drafts never pushed: where the call says for how long, My submissions tells until when; you are told two weeks before, and the organiser deletes them after it;
- what was pushed and its history are records of the call and stay. When the account is closed, what is marked personal in them and the words you wrote are erased, without breaking the proof;
- backups made before an erasure hold the data until they are deleted; they serve to restore the site only.

## Your rights

Account details let you:

- see and correct your name, phone and organisation, and sign out devices;
- download your data: what this site has of your details, messages, submissions and their histories;
- close the account: your name, phone number and other personal data, messages and drafts with their files are erased at once; the login name opens nothing more and is given to nobody else. While a submission lies with a desk or the organiser it cannot be closed: withdraw it, ask for it back, or wait for the end of the call.

An account that the organiser issued is closed by the organiser. To see, correct or erase anything else, call the organiser on the number below.

## What is kept on your device

- one cookie needed for signing in; no tracking, nothing shared with others;
- while you are offline, unsent drafts are kept in this browser, shown to this account only, and removed at sign-out (after a warning if something is unsent);
- an objection that is not filed yet is kept in this browser until it is, or until you clear it on its page; its code is not kept.
`,
}

export const accessibility: Text = {
  zh: `# 无障碍声明

本站按《Web 内容无障碍指南》（WCAG）2.2 AA 级和 GB/T 37668—2019 建设，希望每个人都能独立完成填报和推荐。

## 我们做到的

- 全部操作只用键盘就能完成，焦点始终可见，不被底栏遮住；
- 每个输入项都有文字标签，错误集中列出并链接到所在项，用文字说明怎样改；
- 状态用文字和形状表示，不只靠颜色；文字与背景对比度不低于 4.5:1；
- 放大到 400%、屏宽 320 像素时不需要左右滚动（宽表格除外，窄屏上改为卡片）；
- 拖动排序可以改用输入位次或方向键；
- 登录的安全校验由浏览器自动完成，不用辨认图片或声音；
- 尊重“减少动态效果”的系统设置。

## 键盘操作

- Tab、Shift+Tab 前后移动，Enter 或空格确定，Esc 关闭菜单和对话框；
- 每页第一个 Tab 是“跳到正文”，底部有操作栏的页面，第二个是“跳到操作栏”。

## 已知的不足

上传的附件由申报单位提供，可能不符合无障碍要求；需要其他格式时请联系推荐单位。

## 反馈

遇到障碍，请按页脚的技术支持电话告诉我们，我们会尽快处理，并先用其他方式帮你办理。
`,
  en: `# Accessibility

This site is built to meet WCAG 2.2 level AA, so that everybody can file and recommend unaided.

## What you can rely on

- Everything works by keyboard; focus is always visible and never hidden under the bar;
- every control has a label; errors are listed together, link to their fields and say what to do;
- states are words with a shape, never colour alone; text has a contrast of at least 4.5:1;
- at 400 % zoom or 320 pixels nothing scrolls sideways but wide tables, which become cards on phones;
- instead of dragging you can type a rank or use the arrow keys;
- the security check at sign-in is done by the browser; there is no picture or sound to recognise;
- reduced motion is respected.

## By keyboard

- Tab and Shift+Tab move, Enter or Space chooses, Escape closes menus and dialogs;
- the first Tab on every page is Skip to content; where there is an action bar at the foot, the second is Skip to the action bar.

## Known gaps

Attachments come from applicants and may not be accessible. Please ask the recommending desk for another format.

## Tell us

If something stands in your way, call technical support on the number below. We will mend it, and help you in another way meanwhile.
`,
}
