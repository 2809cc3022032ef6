/** Words that many parts of the site share, each said once: `print: TERMS.print` in a part's dictionary. */
import { words } from "./words"

/** Every page loads them: what stands in fewer than four dictionaries stays there. */
export const TERMS = {
  site: { zh: "桂冠", en: "Laurel" },
  print: { zh: "打印", en: "Print" },
  optional: { zh: "选填", en: "optional" },
  saved: { zh: "已保存", en: "Saved" },
  declined: { zh: "不予推荐", en: "Not recommended" },
  untitled: { zh: "（未命名）", en: "(untitled)" },
  total: { zh: "合计", en: "Total" },
  save: { zh: "保存", en: "Save" },
  reported: { zh: "已上报", en: "Reported" },
} as const

export const terms = words({ site: TERMS.site })
