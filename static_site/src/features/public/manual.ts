/** The manual: what each role does, step by step, in the words that stand on the buttons. */
import type { Text } from "@/i18n"

export interface Step {
  title: Text
  text: Text
  /** A picture of the product: `pictures/<name>-<language>.png`. */
  picture?: string
}
export interface Part {
  id: string
  title: Text
  lead: Text
  steps: readonly Step[]
}

const applicant: Part = {
  id: "applicant",
  title: { zh: "申报用户", en: "Applicants" },
  lead: {
    zh: "各申报类别的做法相同：注册、填报、上传附件、推送，然后查看办理。",
    en: "The same for every track: register, fill in, attach, push, then follow what happens.",
  },
  steps: [
    {
      title: { zh: "注册账户并登录", en: "Register and sign in" },
      text: {
        zh: "点“注册账户”，选参加的评选，按页面提示逐项填写；有误的会一次标出。注册后即已登录。",
        en: "Choose Register and the call, and fill in what it asks; whatever is wrong is marked all at once. You are signed in with it.",
      },
      picture: "register",
    },
    {
      title: { zh: "填写单位档案", en: "Fill in the unit dossier" },
      text: {
        zh: "在账户菜单里打开“单位档案”，填一次单位名称、统一社会信用代码、联系人等，以后每张申报表自动带出。",
        en: "Open the unit dossier in the account menu and type your organisation's facts once; every new form is filled from it.",
      },
      picture: "dossier",
    },
    {
      title: { zh: "新建申报", en: "Start a submission" },
      text: {
        zh: "点“新建申报”，选申报类别。开始前可先看空的申报表，下载 PDF 或 Word。也可以从以前的一份复制。",
        en: "Choose New submission and a track. You can look at the empty form first, as PDF or Word too, or copy an earlier entry.",
      },
      picture: "new",
    },
    {
      title: { zh: "填写并保存", en: "Fill in and save" },
      text: {
        zh: "内容边写边自动保存，也可点“保存”。没写完、写错了都能保存；断网、关页面后再打开，内容还在。底部一直显示还差几项。",
        en: "Everything is saved as you type, finished or not, right or wrong. Offline or after closing the page it is still there. The bar below always says how much is missing.",
      },
      picture: "form",
    },
    {
      title: { zh: "附件管理", en: "Attachments" },
      text: {
        zh: "在要求附件的项目里上传、查看、删除文件。可以一次选几个，能看到进度，可以取消和重试。传完并检查通过的才算数。",
        en: "Upload, view and delete files at the items that ask for them: several at once, with progress, cancel and retry. A file counts once it has arrived and been checked.",
      },
      picture: "attachments",
    },
    {
      title: { zh: "打印给领导审阅、盖章", en: "Print for approval and seal" },
      text: {
        zh: "点“预览与打印”，打开的就是申报表。草稿有草稿标记和内容码；盖章后把扫描件传到“承诺书”。内容改动后，系统会指出盖章件与当前内容不一致。",
        en: "Choose Preview and print: it opens the form. A draft bears a mark and a code of its content. Upload the scan of the sealed page; if the content changes later, that is pointed out.",
      },
    },
    {
      title: { zh: "检查并推送", en: "Check and push" },
      text: {
        zh: "点“检查并推送”，补齐所差的项，选择推荐单位，最后看一遍再确认。推送后不能编辑、不能删除。",
        en: "Choose Check and push, complete what is missing, pick the recommending desk, look once more and confirm. Once pushed, it can be neither edited nor deleted.",
      },
      picture: "push",
    },
    {
      title: { zh: "查看办理，退回后再推送", en: "Follow it; after a return push again" },
      text: {
        zh: "“详情”里有办理记录和推荐单位的电话。推送后发现有误，点“申请退回”并写明原因。被退回的按要求修改，再次推送。",
        en: "Details show everything that happened and the desk's phone. If you find a mistake after pushing, ask for it back with a reason. When it is returned, change what was asked and push again.",
      },
      picture: "returned",
    },
  ],
}

const recommender: Part = {
  id: "recommender",
  title: { zh: "推荐用户", en: "Recommending desks" },
  lead: {
    zh: "查看收到的申报，推荐并排序，或退回，最后上报推荐结果。",
    en: "Read what was pushed to you, recommend in order or return, then report.",
  },
  steps: [
    {
      title: { zh: "用发放的账户登录", en: "Sign in with the account handed out" },
      text: {
        zh: "首次登录用一次性密码，随即设置自己的密码。",
        en: "The first time with the one-time password; then you set your own.",
      },
    },
    {
      title: { zh: "在“待办”里查看", en: "Read in the inbox" },
      text: {
        zh: "每个申报类别一张列表。点“详情”看全部内容，或“逐条审阅”。标记和备注只有本单位看得到。",
        en: "A list for each track. Open an entry, or go through them one by one. Marks and notes are seen by your desk alone.",
      },
      picture: "inbox",
    },
    {
      title: { zh: "推荐：填写推荐排序和意见", en: "Recommend: rank and opinion" },
      text: {
        zh: "核对事实，填写推荐排序（第几位）和推荐意见，点“推荐”。排入后原位次及以后顺延一位。",
        en: "Check the facts, give the rank and your opinion, and recommend. Entries from that rank on move down by one.",
      },
      picture: "detail",
    },
    {
      title: { zh: "退回或不予推荐", en: "Return or decline" },
      text: {
        zh: "“退回”要写明原因，可以指出要改哪一项；申报单位修改后可再推送。“不予推荐”要写理由，上报后申报单位才看到。",
        en: "A return needs a reason and may point at fields; the applicant changes them and pushes again. Declining needs a reason, which the applicant sees once the list is reported.",
      },
    },
    {
      title: { zh: "推荐排序", en: "Put them in order" },
      text: {
        zh: "拖动、改位次或用上下键调整，改好后一次保存；也可导出 Excel 填好再导入。",
        en: "Drag, type a rank or use the arrow keys, and save once; or export to Excel, fill in the ranks and import.",
      },
      picture: "ranking",
    },
    {
      title: { zh: "上报推荐结果", en: "Report" },
      text: {
        zh: "排定后“上报”。上报后排序不再变动，生成有编号的推荐汇总表；打印盖章后把扫描件传上来。需要改动时由上级重新开放。",
        en: "When the order is final, report it. It is frozen and becomes a numbered summary table; print it, have it sealed and upload the scan. Only the level above can reopen it.",
      },
      picture: "report",
    },
  ],
}

const accounts: Part = {
  id: "accounts",
  title: { zh: "账户与密码", en: "Accounts and passwords" },
  lead: {
    zh: "申报用户自己注册；推荐单位的账户由上级发放。",
    en: "Applicants register themselves; accounts of desks are handed out by the level above.",
  },
  steps: [
    {
      title: { zh: "没有收到推荐单位账户", en: "No account for your desk" },
      text: {
        zh: "联系上一级推荐单位；没有上一级的，联系主办单位。",
        en: "Ask the desk above yours, or the organiser where there is none.",
      },
    },
    {
      title: { zh: "忘记密码", en: "Forgotten password" },
      text: {
        zh: "申报用户联系所在地区的推荐单位，推荐用户联系主办单位，由其发放一次性密码，登录后重新设置。",
        en: "Applicants ask the desk of their area, desks ask the organiser, for a one-time password with which to set a new one.",
      },
    },
    {
      title: { zh: "查看登录设备", en: "Signed-in devices" },
      text: {
        zh: "在“账户资料”里可以看到登录过的设备，不认识的可以退出。",
        en: "Account details list where you are signed in; sign out any device you do not know.",
      },
    },
  ],
}

export const manual: readonly Part[] = [applicant, recommender, accounts]

export const questions: readonly { q: Text; a: Text }[] = [
  {
    q: { zh: "推送后发现写错了怎么办？", en: "I found a mistake after pushing. What now?" },
    a: {
      zh: "在详情页点“申请退回”并写明原因，推荐单位退回后即可修改、再次推送。也可以打电话给推荐单位。",
      en: "Ask for it back on its page, with a reason. Once the desk has returned it you can edit and push again. You can also phone the desk.",
    },
  },
  {
    q: { zh: "应该推送给哪个推荐单位？", en: "Which desk should I push to?" },
    a: {
      zh: "一般是所在地区的推荐单位，或者主管你单位、业务的部门。推送时只列出可以接收的单位。",
      en: "Usually the desk of your area, or a department over your organisation or line of business. Only desks that may receive it are offered.",
    },
  },
  {
    q: { zh: "截止时间以什么为准？", en: "Which clock counts for the deadline?" },
    a: {
      zh: "以服务器时间（评选活动所在时区）为准。推荐单位可以定得更早，页面上会写明。",
      en: "The server's, in the call's time zone. Desks may set earlier dates; the pages say so.",
    },
  },
  {
    q: { zh: "电脑浏览器比较旧，能用吗？", en: "Does it work in an older browser?" },
    a: {
      zh: "Chromium 86 及以上内核都可以，国产双核浏览器请用极速模式。",
      en: "Anything built on Chromium 86 or later works.",
    },
  },
]
