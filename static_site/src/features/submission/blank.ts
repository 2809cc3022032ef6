/** The empty form: every field with its limits and help, as values to show and as text to copy. */
import { aside, labelled, text } from "@/i18n"
import { types } from "@/features/form/fields/types"
import { t as tf } from "@/features/form/fields/words"
import type { Field, Form } from "@/features/form/rules"
import { t } from "./words"

export interface BlankField {
  readonly id: string
  readonly label: string
  /** 选填, 4–40 字, 0–100 %, …: what is asked of it in a line. */
  readonly asks: string
  readonly help: string
  readonly options: readonly string[]
  readonly columns: readonly BlankField[]
}

function asks(field: Field): string {
  return [field.required ? "" : t("optional"), field.when ? t("onlyIf") : "", types[field.type].blank(field)]
    .filter(Boolean)
    .join(" · ")
}

export function blankField(field: Field): BlankField {
  const example = text(field.example)
  const options = types[field.type].options?.() ?? (field.options ?? []).map(({ label }) => text(label))
  return {
    id: field.id,
    label: text(field.label),
    asks: asks(field),
    help: [text(field.help), example && tf("example", { text: example })].filter(Boolean).join(" "),
    options,
    columns: (field.columns ?? []).map(blankField),
  }
}

const line = (field: BlankField): string => {
  const asked = field.asks && aside(field.asks)
  const options = field.options.map((option) => `□ ${option}`).join("  ")
  return options ? labelled(field.label + asked, options) : field.label + asked
}

/** The whole form as plain text, to be pasted into a document. */
export function asText(form: Form): string {
  const parts = form.sections.map((section) => {
    const lines = section.fields
      .map(blankField)
      .flatMap((field, index) => [
        `${index + 1}. ${line(field)}`,
        ...(field.help ? [`   ${field.help}`] : []),
        ...field.columns.map((column) => `   - ${line(column)}`),
        "",
      ])
    return [`【${text(section.title)}】`, ...lines].join("\n")
  })
  return [text(form.names), "", ...parts].join("\n")
}
