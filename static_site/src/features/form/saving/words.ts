/** Words of signing out with unsent drafts. */
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
  unsentLeave: { zh: "删除并退出", en: "Remove and sign out" },
})
