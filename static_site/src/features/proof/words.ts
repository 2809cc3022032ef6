/** Words of the proof of work. */
import { words } from "@/i18n"

export const t = words({
  working: { zh: "正在进行安全校验…", en: "Running a security check…" },
})
