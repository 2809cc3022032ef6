import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

/** Words of everything that reads a form, its differences and its history. */
export const t = words({
  none: { zh: "未填", en: "Not given" },
  blinded: { zh: "已隐去", en: "Hidden" },
  noFiles: { zh: "没有附件", en: "No attachments" },
  notYet: { zh: "还没有填写的内容", en: "Nothing filled in yet" },
  changed: {
    zh: "退回之后改了 {n} 处",
    en: { one: "{n} change since it was returned", other: "{n} changes since it was returned" },
  },
  changedPlain: {
    zh: "与上一次推送相比改了 {n} 处",
    en: { one: "{n} change since it was pushed before", other: "{n} changes since it was pushed before" },
  },
  unchanged: { zh: "退回之后没有改动", en: "No changes since it was returned" },
  asksDone: {
    zh: "退回要求 {n} 项，都已修改",
    en: { one: "{n} thing was asked for and has been changed", other: "{n} things were asked for, all changed" },
  },
  asksOpen: {
    zh: "退回要求 {n} 项，还有 {open} 项没有动",
    en: {
      one: "{n} thing was asked for, {open} not touched",
      other: "{n} things were asked for, {open} not touched",
    },
  },
  doneAs: { zh: "按要求修改：", en: "Changed as asked: " },
  untouched: { zh: "要求过，没有改动：", en: "Asked for, not changed: " },
  unasked: { zh: "没有要求，自行修改", en: "Not asked for; changed by the applicant" },
  addedFile: { zh: "＋ {name}", en: "＋ {name}" },
  removedFile: { zh: "－ {name}", en: "－ {name}" },
  added: { zh: "新增", en: "new" },
  removed: { zh: "移除", en: "removed" },
  moved: { zh: "顺序有调整", en: "order changed" },
  rank: { zh: "第 {n} 位", en: "no. {n}" },
  opinion: { zh: "意见：{text}", en: "Opinion: {text}" },
  closedAccount: { zh: "已注销账户", en: "Closed account" },
  afterReset: { zh: "经重置密码登录", en: "Signed in after a password reset" },
  verified: { zh: "记录逐条相扣，已核验。", en: "Each record is tied to the one before; verified." },
  broken: {
    zh: "记录核验没有通过，请联系技术支持。",
    en: "The record could not be verified; please call technical support.",
  },
  step: { zh: "办理", en: "Step" },
  create: { zh: "新建", en: "Created" },
  push: { zh: "推送", en: "Pushed" },
  push_again: { zh: "再次推送", en: "Pushed again" },
  ask_back: { zh: "申请退回", en: "Asked for it back" },
  withdraw: { zh: "撤回申报", en: "Withdrawn" },
  recommend: { zh: "推荐", en: "Recommended" },
  take_back: { zh: "撤回推荐", en: "Recommendation taken back" },
  decline: TERMS.declined,
  return: { zh: "退回", en: "Returned" },
  reorder: { zh: "调整推荐排序", en: "Reordered" },
  report: { zh: "上报推荐结果", en: "Reported upward" },
  attach_scan: { zh: "上传盖章扫描件", en: "Scan of the sealed table attached" },
  reopen: { zh: "重新开放推荐名单", en: "List reopened" },
  send_back: { zh: "退回下级重新推荐", en: "Sent back to the desk below" },
  late_pass: { zh: "准予逾期申报", en: "Late pass given" },
  to: { zh: "→ {to}", en: "→ {to}" },
})
