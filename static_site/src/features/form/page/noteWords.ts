/** Words of the parts of the page that come late: what a return asked, other tabs, a new form, all attachments. */
import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

export const t = words({
  attachments: { zh: "附件管理", en: "Attachments" },
  noneYet: { zh: "还没有上传", en: "nothing yet" },
  returnedBy: { zh: "{desk}退回，改好后可再推送", en: "Returned by {desk}; correct it and push again" },
  returned: TERMS.returned,
  touched: { zh: "已改动", en: "changed" },
  tabs: {
    zh: "这份申报在另一个标签页也打开着。两边的改动会互相提醒，不会互相覆盖。",
    en: "This submission is open in another tab as well. Each tells the other what it saves; neither overwrites the other.",
  },
  newVersion: {
    zh: "申报表有更新（第 {n} 版），已按新表显示。",
    en: "The form has been updated (version {n}) and is shown as it is now.",
  },
  dropped: {
    zh: "新表不再有这些项目，原来填的内容推送时不带：{fields}",
    en: "These items are no longer part of the form; what you entered will not be pushed: {fields}",
  },
})
