/** For experts: reading, marking, giving back, and who sees what of it. */
import type { Guide } from "./guide"

export const guide: Guide = {
  title: { zh: "评审专家指南", en: "For experts" },
  lead: {
    zh: "怎样看申报、评分、提交，什么时候应当拒评，别人能看到什么。",
    en: "How to read, mark and submit, when to give an entry back, and what others see.",
  },
  parts: [
    {
      id: "begin",
      title: { zh: "登录与回避", en: "Signing in, and recusals" },
      acts: [
        {
          title: { zh: "首次登录", en: "The first time" },
          text: {
            zh: "用账户条上的一次性密码登录，随即设置自己的密码。",
            en: "Sign in with the one-time password of your slip, and set your own.",
          },
        },
        {
          title: { zh: "核对资料", en: "Check your facts" },
          text: {
            zh: "在“资料与回避”看工作单位、所在市、评审领域。有误的，请主办单位或所属评审机构更正。",
            en: "See body, city and fields under Profile and recusals. What is wrong is put right by the organiser or your agency.",
          },
        },
        {
          title: { zh: "声明回避", en: "Declare recusals" },
          text: {
            zh: "与某个单位有利害关系的，写明单位全称声明回避，它的申报立即看不到，也不再分配给你。自己不能撤回。同单位、同城等按规则应回避的，系统自动处理。",
            en: "Name each body in full with which you have an interest: its entries are closed to you at once and not assigned again. You cannot take it back yourself. What follows from the rules, such as your own body or city, needs no declaration.",
          },
        },
        {
          title: { zh: "等待开评", en: "Wait for the opening" },
          text: {
            zh: "评审开始时收到消息：几条、何时截止。开始之前，列表是空的。",
            en: "A message says when marking opens, how many entries are yours and until when. Before that your list is empty.",
          },
        },
      ],
    },
    {
      id: "mark",
      title: { zh: "看申报、评分", en: "Reading and marking" },
      acts: [
        {
          title: { zh: "打开一条", en: "Open an entry" },
          text: {
            zh: "在“我的评审”点开。左边是申报内容和附件，右边是评分表，手机上在下面。规则写明隐去单位的，单位名称不显示，文件名改成编号；附件和正文里写到的单位，系统去不掉。",
            en: "Choose it under My reviews: the entry on the left, the sheet on the right, or below on a phone. Where the rules hide the unit, its name is not shown and files are named by numbers; what attachments and texts say themselves cannot be removed.",
          },
        },
        {
          title: { zh: "逐项评分", en: "Mark each criterion" },
          text: {
            zh: "点分数，或直接输入。规则允许半分的，先点整数再点“加半分”，或输入 7.5 这样的数。看标尺再定。不计入合计的项也要评。",
            en: "Choose a mark or type it. Where half points are allowed, choose the whole number and then the half, or type 7.5. The anchors say what marks mean. A criterion outside the total is marked too.",
          },
        },
        {
          title: { zh: "写理由和意见", en: "Write comments" },
          text: {
            zh: "有的项低于或高于某分须写理由，页面会标出。“给申报单位的意见”只在规则写明反馈时出现，结果公布后不署名给申报单位看；其他意见不给申报单位看。",
            en: "Some marks ask for a comment; the page says which. “For the applicant” stands there only where the rules give feedback: its owner reads it after the results, unsigned. No other comment is shown to applicants.",
          },
        },
        {
          title: { zh: "自动保存，断网也不丢", en: "Saved as you go, offline too" },
          text: {
            zh: "边评边自动保存。断网或登录过期时，改动存在本机，网络恢复、重新登录后自动上传，请不要换电脑或清除浏览器数据。同一张表在两处改过的，由你选用哪一份。",
            en: "Everything is saved as you go. Offline, or once your session has ended, changes are kept on this device and sent when you are back: do not change the device or clear the browser's data. If a sheet was changed in two places, you choose which to keep.",
          },
        },
        {
          title: { zh: "提交", en: "Submit" },
          text: {
            zh: "评齐后提交，自动进入下一条。提交后自己不能改；需要改的，在封存之前请主办单位重新开放。只保存、没提交的，不计入。",
            en: "Submit when nothing is missing; the next entry opens. You cannot change it afterwards; ask the organiser to reopen it before marks are sealed. What is saved and not submitted does not count.",
          },
        },
        {
          title: { zh: "按时评完", en: "Be in time" },
          text: {
            zh: "截止前三天和最后一天会提醒。评不完的，尽早告诉主办单位或评审机构。",
            en: "You are reminded three days before the closing and on the last day. Tell the organiser or your agency early if you cannot finish.",
          },
        },
      ],
    },
    {
      id: "back",
      title: { zh: "拒评与复议", en: "Giving back, and reconsidering" },
      acts: [
        {
          title: { zh: "什么时候拒评", en: "When to give an entry back" },
          text: {
            zh: "有利害关系、参与过这个项目、认出是哪家又怕影响公正的，应当拒评；不属于自己专业的，也可以拒评。选原因，需要时写说明。",
            en: "Where you have an interest, took part, or recognise the unit and might be biased, you should; where it is not your field, you may. Choose the reason and explain where needed.",
          },
        },
        {
          title: { zh: "拒评以后", en: "Afterwards" },
          text: {
            zh: "这一条转给别的专家，你不再看到，已写的评分不计入。因利害关系、参与过或认出单位拒评的，同时登记为回避。提交以后不能拒评。",
            en: "It goes to another expert, you do not see it again, and what you marked does not count. Where it touches impartiality the recusal is noted too. A submitted sheet cannot be given back.",
          },
        },
        {
          title: { zh: "复议或加评", en: "Another round" },
          text: {
            zh: "规则写明的，专家之间相差较大的条会再评一次。复议时你看到同一条其他专家的评分和意见，只有代号；可以改一次，也可以不改，前后两次都留存。",
            en: "Where the rules say so, entries on which experts differ are marked again. You then see the others' marks and comments on the entry, by code; you may change yours once or keep it, and both stay on record.",
          },
        },
      ],
    },
  ],
  sight: {
    id: "sight",
    title: { zh: "别人看到什么，什么时候", en: "What others see, and when" },
    columns: [
      { zh: "", en: "" },
      { zh: "封存之前", en: "Before sealing" },
      { zh: "封存之后", en: "After sealing" },
    ],
    rows: [
      [
        { zh: "主办单位", en: "Organiser" },
        { zh: "你评没评；不见分数和意见", en: "whether you have marked; no mark, no comment" },
        { zh: "评分和意见，以代号出现", en: "marks and comments, by code" },
      ],
      [
        { zh: "所属评审机构", en: "Your agency" },
        { zh: "你评没评", en: "whether you have marked" },
        { zh: "评分和意见，以代号出现", en: "marks and comments, by code" },
      ],
      [
        { zh: "监督员", en: "Observer" },
        { zh: "代号和评没评，不见姓名", en: "your code and whether you have marked, no name" },
        { zh: "评分和意见，以代号出现", en: "marks and comments, by code" },
      ],
      [
        { zh: "其他专家", en: "Other experts" },
        { zh: "看不到", en: "nothing" },
        { zh: "看不到；复议时见同一条的，以代号出现", en: "nothing; in a reconsideration of the same entry, by code" },
      ],
      [
        { zh: "申报用户", en: "Applicants" },
        { zh: "看不到", en: "nothing" },
        {
          zh: "结果公布后，规则写明反馈的才有，不署名",
          en: "after the results, and only where the rules give feedback; unsigned",
        },
      ],
      [
        { zh: "社会公众", en: "The public" },
        {
          zh: "抽取产生的只公布代号；指定产生的公布名单",
          en: "codes where experts are drawn; the list where a jury is named",
        },
        { zh: "同左", en: "the same" },
      ],
    ],
  },
  questions: [
    {
      q: { zh: "提交后发现评错了", en: "I found a mistake after submitting" },
      a: {
        zh: "封存之前联系主办单位，请其重新开放这一份，改后再提交。主办单位看不到内容。封存之后不能改。",
        en: "Before sealing, ask the organiser to reopen the sheet, change it and submit it again. The organiser does not see it. After sealing it cannot be changed.",
      },
    },
    {
      q: { zh: "认出了是哪家单位", en: "I recognise the unit" },
      a: {
        zh: "不影响公正的可以继续评；怕影响的请拒评，原因选“认出了申报单位，可能影响公正”。",
        en: "Go on if you can be fair; if you might be biased, give it back and say so.",
      },
    },
    {
      q: { zh: "评到一半断网了", en: "The connection broke off" },
      a: {
        zh: "继续评，改动存在本机。恢复后看到“已保存”再关页面。截止时间以服务器为准，请留出时间提交。",
        en: "Go on: changes are kept on this device. Wait for “Saved” before you close the page. The server's clock counts for the closing, so leave time to submit.",
      },
    },
    {
      q: { zh: "附件打不开或者看不清", en: "An attachment does not open" },
      a: {
        zh: "换 Chromium 86 以上内核的浏览器再试；还不行的，联系主办单位，不要自己联系申报单位。",
        en: "Try a browser built on Chromium 86 or later; then tell the organiser. Do not ask the applicant yourself.",
      },
    },
    {
      q: { zh: "有人来打听或者说情", en: "Somebody asks or pleads" },
      a: {
        zh: "不要透露，告诉主办单位或监督员。评什么、评了多少分，封存之前只有你自己知道。",
        en: "Say nothing, and tell the organiser or the observer. Before sealing only you know what you gave.",
      },
    },
    {
      q: { zh: "忘了密码", en: "I forgot my password" },
      a: {
        zh: "请主办单位或所属评审机构发放一次性密码。",
        en: "The organiser or your agency gives you a one-time password.",
      },
    },
  ],
}
