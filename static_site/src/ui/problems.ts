/** What the API's refusals mean, in the reader's words. */
import type { Problem } from "@/api"
import { moment, words } from "@/i18n"

export const problems = words({
  offline: {
    zh: "连不上服务器，请检查网络。已填写的内容没有丢失。",
    en: "The server cannot be reached. Please check the network. Nothing you typed is lost.",
  },
  unexpected: {
    zh: "系统出错了，请稍后再试。已填写的内容没有丢失。",
    en: "Something went wrong. Please try again later. Nothing you typed is lost.",
  },
  unauthenticated: { zh: "登录已失效，请重新登录。", en: "Your session has ended. Please sign in again." },
  wrong_credentials: {
    zh: "登录名称或密码不对，请重新输入。",
    en: "The login name or the password is wrong. Please try again.",
  },
  forbidden: { zh: "当前账户没有这项权限。", en: "This account may not do that." },
  origin_refused: {
    zh: "请求来自别的网址，已被拒绝。请从本站首页重新进入。",
    en: "The request came from another address and was refused. Please start again from the home page.",
  },
  must_change_password: { zh: "首次登录须先修改密码。", en: "Please change your password first." },
  not_found: { zh: "没有找到，或者你无权查看。", en: "Not found, or not yours to see." },
  step_not_allowed: {
    zh: "这一步现在不能办理，可能刚有别人办理过。请刷新后再看。",
    en: "This step is not possible now; someone may just have acted. Please reload.",
  },
  stale: {
    zh: "内容已在别处改动，请先看看新的内容。",
    en: "This was changed elsewhere. Please look at the new version first.",
  },
  busy: {
    zh: "系统繁忙，请稍后再试。已填写的内容没有丢失。",
    en: "The system is busy. Please try again later. Nothing you typed is lost.",
  },
  maintenance: {
    zh: "系统维护中，暂不能办理，请稍后再试。",
    en: "The site is under maintenance and takes no changes. Please try again later.",
  },
  list_closed: {
    zh: "推荐名单已经上报，不能再改。",
    en: "The ranked list has been reported and can no longer be changed.",
  },
  list_stale: {
    zh: "推荐名单刚被同事改动，请刷新后再试。",
    en: "A colleague has just changed the ranked list. Please reload and try again.",
  },
  quota_full: { zh: "推荐名额已满。", en: "All places are taken." },
  rank_out_of_range: {
    zh: "位次超出范围，应在 1 到 {highest} 之间。",
    en: "The rank must be between 1 and {highest}.",
  },
  order_not_of_list: {
    zh: "排序与名单中的申报不一致，请刷新后再试。",
    en: "The order does not match the list's entries. Please reload and try again.",
  },
  not_yet: { zh: "还没有到时间，{at} 起才能办理。", en: "It is too early: this may be done from {at} on." },
  closed: { zh: "已经截止。", en: "The deadline has passed." },
  closed_at: { zh: "已于 {at} 截止。", en: "Closed at {at}." },
  incomplete: { zh: "还有内容没有填完。", en: "Something is still missing." },
  invalid: { zh: "填写的内容有误。", en: "Something is not filled in correctly." },
  too_large: { zh: "内容太长，超出了可保存的大小。", en: "This is too long to be saved." },
  repeated_differently: {
    zh: "这次操作与之前提交的不一致，请刷新后再试。",
    en: "This differs from what was sent before. Please reload and try again.",
  },
  secret_not_repeated: {
    zh: "密码只显示一次，请重新生成。",
    en: "The password is shown only once. Please issue a new one.",
  },
  proof_required: { zh: "安全校验没有通过，请再试一次。", en: "The security check did not pass. Please try again." },
  too_many_requests: { zh: "操作太频繁，请稍候再试。", en: "Too many attempts. Please wait a little." },
  too_many_drafts: {
    zh: "草稿已有 {most} 项，请先推送或删除一些。",
    en: "You have {most} drafts. Please push or delete some first.",
  },
  too_many_uploads: {
    zh: "上传太多，请稍后再试。",
    en: "Too many uploads. Please try again later.",
  },
  upload_not_there: {
    zh: "文件没有传完，请重新上传。",
    en: "The file did not arrive completely. Please upload it again.",
  },
  upload_wrong: {
    zh: "文件内容与格式不符，请检查后重新上传。",
    en: "The file's content does not match its type. Please check it and upload again.",
  },
  upload_harmful: {
    zh: "文件被安全扫描判为有害，没有接收。",
    en: "The scanner of the storage found the file harmful; it was not taken.",
  },
  desk_not_allowed: { zh: "不能推送给这个推荐单位。", en: "This desk cannot receive the entry." },
})

/** What a refusal means, in the reader's words. */
export function problemText({ code, body }: Problem): string {
  if (code === "closed" && typeof body.closed_at === "string")
    return problems("closed_at", { at: moment(body.closed_at) })
  if (code === "not_yet") return problems(code, { at: moment(String(body["at"])) })
  return problems.of(code, "unexpected", body)
}
