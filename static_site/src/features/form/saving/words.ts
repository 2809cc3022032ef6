/** Words of saving that come late: notices, questions before leaving, and what a save could not take. */
import { words } from "@/i18n"

export const t = words({
  unsentTitle: { zh: "还有没存到服务器的内容", en: "Something has not reached the server" },
  unsentText: {
    zh: "{n} 份申报有改动只存在本机，退出后会从本机删除。可先连上网络打开它们，等显示“已保存”再退出。",
    en: {
      one: "{n} submission has changes that are only on this device; signing out removes them. To keep them, open it while connected and wait for “Saved”.",
      other:
        "{n} submissions have changes that are only on this device; signing out removes them. To keep them, open each while connected and wait for “Saved”.",
    },
  },
  refused: { zh: "没有存上：{why}", en: "Not saved: {why}" },
  "other-tab": {
    zh: "另一个标签页刚保存过，这里已换成最新内容",
    en: "Another tab has just saved; this one now shows the latest",
  },
  recovered: {
    zh: "上次没来得及保存的内容已经找回，正在保存",
    en: "What was not saved last time has been recovered and is being saved",
  },
  chosen: { zh: "已按你的选择合并", en: "Merged as you chose" },
  leaveTitle: { zh: "还有文件在上传", en: "Files are still uploading" },
  leaveText: { zh: "现在离开，正在上传的 {n} 个文件会中断。", en: "Leaving now breaks off the upload of {n} file(s)." },
  leave: { zh: "离开", en: "Leave" },
  partly: { zh: "“{field}”没有存上，请改短；其余已保存", en: "“{field}” is not saved, please shorten it; all else is" },
  partlyMany: {
    zh: "“{field}”等 {n} 项没有存上，请改短；其余已保存",
    en: "“{field}” and others ({n}) are not saved, please shorten them; all else is",
  },
  partlyText: {
    zh: "这些内容只在本机，换一台电脑看不到。回去改短后会自动保存。",
    en: "This is on this device alone, and no other shows it. Go back and shorten it: it is then saved by itself.",
  },
  partlyLeave: { zh: "仍然离开", en: "Leave all the same" },
  unsentLeave: { zh: "删除并退出", en: "Remove and sign out" },
})
