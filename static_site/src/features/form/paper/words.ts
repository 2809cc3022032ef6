import { words } from "@/i18n"

/** Words of the form as a file. */
export const t = words({
  form: { zh: "申报表", en: "The form on paper" },
  pdf: { zh: "申报表 PDF", en: "Form as PDF" },
  word: { zh: "申报表 Word", en: "Form as Word" },
})
