/** Why a draft was not saved, in the reader's words; fetched when it happens. */
import { Problem } from "@/api"
import { names, text, words } from "@/i18n"
import { problemText } from "@/ui/problems"
import type { SaveState } from "../autosave"
import { allFields, type Form } from "../rules"

const t = words({
  too_heavy: {
    zh: "填写内容过多，超出可保存的大小。内容最多的是{fields}，请精简。",
    en: "This is more than can be saved. Most of it is in {fields}: please shorten it.",
  },
})

export function whyRefused(form: Form, { code, fields }: Extract<SaveState, { kind: "refused" }>): string {
  const labels = allFields(form).flatMap(({ id, label }) => (fields?.includes(id) ? [text(label)] : []))
  return labels.length ? t("too_heavy", { fields: names(labels) }) : problemText(new Problem(422, code))
}
