import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

/** Words of the page on which a form is filled in. */
export const t = words({
  mine: { zh: "我的申报", en: "My submissions" },
  edit: { zh: "编辑", en: "Edit" },
  untitled: TERMS.untitled,
  closes: { zh: "{at}截止", en: "closes {at}" },
  sections: { zh: "各部分", en: "Sections" },
  total: TERMS.total,
  complete: { zh: "已齐", en: "complete" },
  short: { zh: "差 {n} 项", en: "{n} to do" },
  allComplete: { zh: "已填齐", en: "All filled in" },
  sending: { zh: "{n} 上传中", en: "{n} uploading" },
  files: { zh: "{n} 个附件", en: { one: "{n} attachment", other: "{n} attachments" } },
  rule: {
    zh: "除标“选填”的以外都要填。日期写作 2021-10-31。内容随填随存，不必担心丢失。",
    en: "Everything is needed unless it says “optional”. Write dates as 2021-10-31. What you type is saved as you go.",
  },
  attachments: { zh: "附件管理", en: "Attachments" },
  noneYet: { zh: "还没有上传", en: "nothing yet" },
  returnedBy: { zh: "{desk}退回，改好后可再推送", en: "Returned by {desk}; correct it and push again" },
  returned: { zh: "已退回，改好后可再推送", en: "Returned; correct it and push again" },
  asked: { zh: "退回要求 {n}", en: "{n} asked for" },
  touched: { zh: "已改动", en: "changed" },
  checkedShort: {
    zh: "检查完毕：还差 {n} 项，补齐后就能推送",
    en: {
      one: "Checked: {n} thing is still missing before you can push",
      other: "Checked: {n} things are still missing before you can push",
    },
  },
  at: { zh: "{section} › {field}：{said}", en: "{section} › {field}: {said}" },
  bar: { zh: "填写进度与推送", en: "Progress and pushing" },
  left: { zh: "距截止", en: "closes in" },
  closed: { zh: "申报已截止", en: "Filing has closed" },
  preview: { zh: "预览与打印", en: "Preview and print" },
  save: TERMS.save,
  check: { zh: "检查并推送", en: "Check and push" },
  checking: { zh: "正在检查…", en: "Checking…" },
  saved: { zh: "已保存 {at}", en: "Saved {at}" },
  savedPlain: TERMS.saved,
  waiting: { zh: "有改动，稍候自动保存", en: "Changed, will be saved in a moment" },
  saving: { zh: "正在保存…", en: "Saving…" },
  offline: { zh: "连不上服务器，改动已存在本机", en: "No connection: kept on this device" },
  "signed-out": { zh: "登录已过期，改动已存在本机", en: "Your session has ended: kept on this device" },
  signIn: { zh: "重新登录", en: "Sign in again" },
  conflict: { zh: "内容在别处也改过", en: "Changed elsewhere too" },
  choose: { zh: "查看并选择", en: "Compare and choose" },
  refused: { zh: "没有存上：{why}", en: "Not saved: {why}" },
  too_heavy: {
    zh: "填写内容过多，超出可保存的大小。内容最多的是{fields}，请精简。",
    en: "This is more than can be saved. Most of it is in {fields}: please shorten it.",
  },
  tabs: {
    zh: "这份申报在另一个标签页也打开着。两边的改动会互相提醒，不会互相覆盖。",
    en: "This submission is open in another tab as well. Each tells the other what it saves; neither overwrites the other.",
  },
  fromTab: {
    zh: "另一个标签页刚保存过，这里已换成最新内容",
    en: "Another tab has just saved; this one now shows the latest",
  },
  recovered: {
    zh: "上次没来得及保存的内容已经找回，正在保存",
    en: "What was not saved last time has been recovered and is being saved",
  },
  chosen: { zh: "已按你的选择合并", en: "Merged as you chose" },
  uploading: {
    zh: "还有 {n} 个文件在上传，传完再推送",
    en: {
      one: "{n} file is still uploading; push when it is done",
      other: "{n} files are still uploading; push when they are done",
    },
  },
  leaveTitle: { zh: "还有文件在上传", en: "Files are still uploading" },
  leaveText: { zh: "现在离开，正在上传的 {n} 个文件会中断。", en: "Leaving now breaks off the upload of {n} file(s)." },
  leave: { zh: "离开", en: "Leave" },
  newVersion: {
    zh: "申报表有更新（第 {n} 版），已按新表显示。",
    en: "The form has been updated (version {n}) and is shown as it is now.",
  },
  dropped: {
    zh: "新表不再有这些项目，原来填的内容推送时不带：{fields}",
    en: "These items are no longer part of the form; what you entered will not be pushed: {fields}",
  },
  notEditable: { zh: "这份申报现在不能编辑", en: "This submission cannot be edited now" },
  notEditableText: {
    zh: "推送之后不能再编辑。需要修改，请在详情页申请退回。",
    en: "After pushing it cannot be edited. To change it, ask for it back on its page.",
  },
  detail: { zh: "看详情", en: "See it" },
  hintFor: { zh: "提示：{text}", en: "Note: {text}" },
})
