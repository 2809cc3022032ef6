/** Words of filing an objection to a row of a public notice, and of following it. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"
import { WORK } from "@/i18n/workTerms"

export const t = words({
  object: { zh: "提出异议", en: "Object" },
  lead: { zh: "对公示第 {n} 号，{at} 截止。", en: "To public notice no. {n}, until {at}." },
  left: { zh: "还剩", en: "Left:" },
  seeNotice: { zh: "看公示", en: "See the notice" },
  correctThese: WORK.correctThese,
  none: { zh: "没有这份公示", en: "There is no such notice" },
  noneText: { zh: "请从公示页面进入。", en: "Please come from the page of the notice." },
  unheard: { zh: "本次评选不在网上受理异议", en: "Objections are not heard here" },
  unheardText: {
    zh: "请在公示期内实名书面向主办单位提出。",
    en: "Please write to the organiser while the notice is open, and say who you are.",
  },
  over: { zh: "公示期已满，不再受理异议", en: "The notice is over; objections are no longer heard" },
  overText: {
    zh: "公示已于 {at} 结束。在此之前提出的异议，凭查询码查看办理情况。",
    en: "It closed at {at}. What was filed before can be followed by its code.",
  },
  follow: { zh: "异议查询", en: "Follow an objection" },

  part1: { zh: "一、对哪一项，为什么", en: "1. To what, and why" },
  row: { zh: "对哪一项", en: "To which entry" },
  another: { zh: "另选", en: "Choose another" },
  rowHelp: { zh: "按名称或单位查找，再点选。", en: "Find it by its name or unit, then choose it." },
  moreRows: { zh: "还有 {n} 项，请再输几个字。", en: "{n} more: please type more of the name." },
  noRow: { zh: "名单里没有。", en: "Nothing in the list matches." },
  ground: { zh: "为什么", en: "Why" },
  byDesk: { zh: "推荐单位核实", en: "looked into by the recommending desk" },
  byOrganiser: { zh: "主办单位核实", en: "looked into by the organiser" },
  corrections: { zh: "名单里的字应为", en: "How the list should read" },
  correctName: { zh: "名称应为", en: "The name should read" },
  correctUnit: { zh: "单位应为", en: "The unit should read" },
  stands: { zh: "名单里是“{text}”。", en: "The list says “{text}”." },

  part2: { zh: "二、事实和证据", en: "2. Facts and evidence" },
  statement: { zh: "事实", en: "Facts" },
  statementHelp: {
    zh: "写清时间、经过和依据，至少 {n} 字。不要写你是谁，第三部分再写。",
    en: "Say when, what and how you know, in at least {n} characters. Who you are comes in the third part.",
  },
  counted: { zh: "{n} / {most}", en: "{n} / {most}" },
  evidence: { zh: "证据", en: "Evidence" },
  evidenceHelp: {
    zh: "{min} 至 {max} 个文件，每个不超过 {size}，可用：{kinds}。",
    en: "{min} to {max} files of {size} at most, of these kinds: {kinds}.",
  },
  sealed: { zh: "请在证据里附单位盖章的函。", en: "Please add a letter with its seal to the evidence." },
  letter: { zh: "其中须有单位盖章的函。", en: " One is a letter with the organisation’s seal." },

  part3: { zh: "三、你是谁", en: "3. Who you are" },
  readers: {
    zh: "你是谁、你写的事实和证据，只有主办单位经办人和监督员看得到。主办单位另写要点，交被异议的单位和推荐单位核实，要点里不写你是谁。",
    en: "Who you are, what you write and your evidence are read by the organiser’s staff and the observer alone. The unit and its desk are given a summary by the organiser that does not say who you are.",
  },
  by: { zh: "以什么身份", en: "You object as" },
  person: { zh: "个人", en: "a person" },
  organisation: { zh: "单位", en: "an organisation" },
  organisationName: { zh: "单位全称", en: "Name of the organisation" },
  name: { zh: "姓名", en: "Name" },
  contact: { zh: "联系人姓名", en: "Name of a contact" },
  phone: { zh: "联系电话", en: "Phone number" },
  phoneHelp: { zh: "座机请带区号。", en: "With its area code." },
  address: { zh: "通信地址", en: "Postal address" },

  kept: {
    zh: "提交前，填写的内容只存在这台电脑的浏览器里；文件不存，离开本页要重新选。",
    en: "Until it is filed, what you type is kept in this browser alone; files are not, and are chosen again when you leave.",
  },
  clear: { zh: "清除已填内容", en: "Clear what I typed" },
  clearText: { zh: "填写的内容和选好的文件都会清除。", en: "What you typed and the files you chose are cleared." },
  send: { zh: "提交异议", en: "File the objection" },

  sending: { zh: "正在提交", en: "Filing" },
  sendingText: {
    zh: "证据全部传完才算提交，请不要关闭本页。",
    en: "It is filed when all evidence has arrived. Please keep this page open.",
  },
  arrived: { zh: "已传完", en: "arrived" },
  completing: { zh: "正在核对证据…", en: "Checking the evidence…" },
  again: TERMS.retry,
  leaveTitle: { zh: "还没有提交，确定离开？", en: "It is not filed yet. Leave?" },
  leaveText: { zh: "离开后要重新提交。", en: "You would have to file it again." },
  leave: { zh: "离开", en: "Leave" },

  filed: { zh: "异议已提交", en: "The objection is filed" },
  filedText: { zh: "查询码：", en: "Your code:" },
  keepCode: {
    zh: "凭查询码随时查看办理情况，遗失不补。请抄下、复制或打印。",
    en: "It is the only way to follow the objection, and cannot be replaced. Please write it down, copy or print it.",
  },
  copy: { zh: "复制查询码", en: "Copy the code" },
  copied: { zh: "已复制", en: "Copied" },
  notCopied: {
    zh: "浏览器不允许复制，请抄下或打印",
    en: "The browser does not allow it; please write it down or print",
  },
  print: TERMS.print,
  about: { zh: "对公示第 {n} 号第 {row} 项“{name}”", en: "To no. {row} of public notice {n}, “{name}”" },
  filedAt: { zh: "{at} 提交", en: "filed {at}" },
  whatNext: {
    zh: "主办单位先决定是否受理，受理后 {answer} 个{count}内核实答复，{rule} 个{count}内裁定。",
    en: "The organiser first decides whether to take it. Once taken it is answered within {answer} {count} and ruled on within {rule}.",
  },
  working: { zh: "工作日", en: "working days" },
  calendar: { zh: "自然日", en: "days" },
})
