import { words } from "@/i18n"
import { TERMS } from "@/i18n/terms"
import { t as help } from "../helpWords"

/** Words of the guides' page. */
export const t = words({
  manual: TERMS.manual,
  print: TERMS.print,
  parts: { zh: "指南各部分", en: "Parts of the guide" },
  questions: { zh: "遇到这些情况怎么办", en: "What to do when" },
  who: { zh: "办理：", en: "By: " },
  undo: { zh: "撤回与更正：", en: "Afterwards: " },
  evaluation: help.dictionary.runGuide,
  experts: help.dictionary.expertGuide,
  rules: { zh: "评审规则", en: "How entries are judged" },
})
