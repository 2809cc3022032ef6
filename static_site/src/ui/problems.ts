/** What the API's refusals mean, in the reader's words. */
import type { Problem } from "@/api"
import { moment, words } from "@/i18n"

export const problems = words(
  {
    offline: "连不上服务器，请检查网络。已填写的内容没有丢失。",
    unexpected: "系统出错了，请稍后再试。已填写的内容没有丢失。",
    fault: "系统出错了，请稍后再试。已填写的内容没有丢失。",
    unauthenticated: "登录已失效，请重新登录。",
    wrong_credentials: "登录名称或密码不对，请重新输入。",
    forbidden: "当前账户没有这项权限。",
    origin_refused: "请求来自别的网址，已被拒绝。请从本站首页重新进入。",
    must_change_password: "首次登录须先修改密码。",
    not_found: "没有找到，或者你无权查看。",
    step_not_allowed: "这一步现在不能办理，可能刚有别人办理过。请刷新后再看。",
    stale: "内容已在别处改动，请先看看新的内容。",
    busy: "同时办理的人较多，请稍后再试。",
    list_closed: "推荐名单已经上报，不能再改。",
    list_stale: "推荐名单刚被同事改动，请刷新后再试。",
    quota_full: "推荐名额已满。",
    rank_out_of_range: "位次超出范围，应在 1 到 {highest} 之间。",
    order_not_of_list: "排序与名单中的申报不一致，请刷新后再试。",
    closed: "已经截止。",
    closed_at: "已于 {at} 截止。",
    login_taken: "这个登录名称已有人使用，请换一个。",
    incomplete: "还有内容没有填完。",
    invalid: "填写的内容有误。",
    too_large: "内容太长，超出了可保存的大小。",
    repeated_differently: "这次操作与之前提交的不一致，请刷新后再试。",
    secret_not_repeated: "密码只显示一次，请重新生成。",
    proof_required: "安全校验没有通过，请再试一次。",
    too_many_requests: "操作太频繁，请稍候再试。",
    upload_not_there: "文件没有传完，请重新上传。",
    upload_wrong: "文件内容与格式不符，请检查后重新上传。",
    upload_harmful: "文件被安全扫描判为有害，没有接收。",
    desk_not_allowed: "不能推送给这个推荐单位。",
  },
  {
    offline: "The server cannot be reached. Please check the network. Nothing you typed is lost.",
    unexpected: "Something went wrong. Please try again later. Nothing you typed is lost.",
    fault: "Something went wrong. Please try again later. Nothing you typed is lost.",
    unauthenticated: "Your session has ended. Please sign in again.",
    wrong_credentials: "The login name or the password is wrong. Please try again.",
    forbidden: "This account may not do that.",
    origin_refused: "The request came from another address and was refused. Please start again from the home page.",
    must_change_password: "Please change your password first.",
    not_found: "Not found, or not yours to see.",
    step_not_allowed: "This step is not possible now; someone may just have acted. Please reload.",
    stale: "This was changed elsewhere. Please look at the new version first.",
    busy: "Many people are working on this right now. Please try again in a moment.",
    list_closed: "The ranked list has been reported and can no longer be changed.",
    list_stale: "A colleague has just changed the ranked list. Please reload and try again.",
    quota_full: "All places are taken.",
    rank_out_of_range: "The rank must be between 1 and {highest}.",
    order_not_of_list: "The order does not match the list's entries. Please reload and try again.",
    closed: "The deadline has passed.",
    closed_at: "Closed at {at}.",
    login_taken: "This login name is taken. Please choose another.",
    incomplete: "Something is still missing.",
    invalid: "Something is not filled in correctly.",
    too_large: "This is too long to be saved.",
    repeated_differently: "This differs from what was sent before. Please reload and try again.",
    secret_not_repeated: "The password is shown only once. Please issue a new one.",
    proof_required: "The security check did not pass. Please try again.",
    too_many_requests: "Too many attempts. Please wait a little.",
    upload_not_there: "The file did not arrive completely. Please upload it again.",
    upload_wrong: "The file's content does not match its type. Please check it and upload again.",
    upload_harmful: "The scanner of the storage found the file harmful; it was not taken.",
    desk_not_allowed: "This desk cannot receive the entry.",
  },
)

/** What a refusal means, in the reader's words. */
export function problemText({ code, body }: Problem): string {
  if (code === "closed" && typeof body.closed_at === "string")
    return problems("closed_at", { at: moment(body.closed_at) })
  return problems.of(code, "unexpected", body)
}
