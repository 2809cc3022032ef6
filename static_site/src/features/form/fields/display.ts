/** One value as it is read, by kind of value. */
import { figure, text } from "@/i18n"
import { regionName } from "@/ui/regions"
import type { Field, Regions } from "../rules/description"
import { isNumber } from "../rules/numbers"
import { t } from "./words"

export type Show = (field: Field, value: string, regions: Regions) => string

export const asTyped: Show = (_, value) => value
/** A number with its unit, `own` where the field names none. */
export const number =
  (own = ""): Show =>
  (field, value) => {
    const unit = text(field.unit) || own
    const amount = isNumber(value) ? grouped(value) : value
    return unit === "%" ? `${amount}%` : [amount, unit].filter(Boolean).join(" ")
  }
/** Thousands apart, the places as typed. */
function grouped(value: string): string {
  const [whole = "", part] = value.split(".")
  return part === undefined ? figure(whole) : `${figure(whole)}.${part}`
}
export const option: Show = (field, value) => text(field.options?.find((one) => one.value === value)?.label) || value
export const yesno: Show = (_, value) => (value === "yes" ? t("yes") : value === "no" ? t("no") : value)
export const region: Show = (_, value, regions) => regionName(regions, value)
