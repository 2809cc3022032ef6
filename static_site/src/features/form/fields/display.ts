/** An answer as it is read: one line of text per value. Tables, links and files have readers of their own. */
import { figure, series, text } from "@/i18n"
import { regionName } from "@/ui/regions"
import { isNumber, type Answer, type Field, type FieldType, type Regions } from "../rules"
import { t } from "./words"

export type Show = (field: Field, value: string, regions: Regions) => string

const asTyped: Show = (_, value) => value
const number: Show = (field, value) => {
  const unit = text(field.unit) || (field.type === "percent" ? "%" : "")
  const amount = isNumber(value) ? grouped(value) : value
  return unit === "%" ? `${amount}%` : [amount, unit].filter(Boolean).join(" ")
}
/** Thousands apart, the places as typed. */
function grouped(value: string): string {
  const [whole = "", part] = value.split(".")
  return part === undefined ? figure(whole) : `${figure(whole)}.${part}`
}
const option: Show = (field, value) => text(field.options?.find((one) => one.value === value)?.label) || value

export const SHOW: Partial<Record<FieldType, Show>> = {
  text: asTyped,
  long: asTyped,
  integer: number,
  decimal: number,
  percent: number,
  money: number,
  date: asTyped,
  month: asTyped,
  yesno: (_, value) => (value === "yes" ? t("yes") : value === "no" ? t("no") : value),
  choice: option,
  choices: option,
  region: (_, value, regions) => regionName(regions, value),
  uscc: asTyped,
  mobile: asTyped,
  phone: asTyped,
  email: asTyped,
  url: asTyped,
}

/** A scalar or a list of options in the reader's language; empty for none. */
export function shown(field: Field, value: Answer | undefined, regions: Regions): string {
  const show = SHOW[field.type]
  if (!show || value === undefined) return ""
  const values = typeof value === "string" ? [value] : (value as readonly string[])
  return series(values.filter(Boolean).map((one) => show(field, one, regions)))
}
