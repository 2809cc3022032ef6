import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"

/** Words of the page on which a form is filled in. */
export const t = words({
  mine: TERMS.mySubmissions,
  edit: TERMS.edit,
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
  asked: { zh: "退回要求 {n}", en: "{n} asked for" },
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
  uploading: {
    zh: "还有 {n} 个文件在上传，传完再推送",
    en: {
      one: "{n} file is still uploading; push when it is done",
      other: "{n} files are still uploading; push when they are done",
    },
  },
  detail: { zh: "看详情", en: "See it" },
  hintFor: { zh: "提示：{text}", en: "Note: {text}" },
})
