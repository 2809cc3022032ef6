/** An answer as it is read: one line of text per value. Tables, links and files have readers of their own. */
import { series } from "@/i18n"
import type { Answer, Field, Regions } from "../rules"
import { types } from "./types"

/**
 * A scalar or a list of options in the reader's language.
 * Empty for none.
 */
export function shown(field: Field, value: Answer | undefined, regions: Regions): string {
  const { show } = types[field.type]
  if (!show || value === undefined) return ""
  const values = typeof value === "string" ? [value] : (value as readonly string[])
  return series(values.filter(Boolean).map((one) => show(field, one, regions)))
}
