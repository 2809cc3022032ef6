/** How a section's fields stand on the page: narrow neighbours side by side. */
import type { Field } from "../rules"
import { types } from "../fields/types"

/** Groups of one field, or of two that share a line. */
export function laidOut(fields: readonly Field[]): readonly (readonly Field[])[] {
  const lines: Field[][] = []
  for (const field of fields) {
    const last = lines[lines.length - 1]
    const open = last?.length === 1 && last[0] !== undefined && types[last[0].type].half
    if (open && types[field.type].half) last.push(field)
    else lines.push([field])
  }
  return lines
}
