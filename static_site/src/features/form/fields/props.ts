import type { Answer, Field, Lookup } from "../rules"

/** What every field component is given. `look` sees the answers around it: the form's, or its row's. */
export interface FieldProps {
  readonly field: Field
  readonly id: string
  readonly pointer: string
  readonly value: Answer | undefined
  readonly invalid: boolean
  readonly describedby: string | undefined
  readonly look: Lookup
  /** Within a row of a table, where room is scarce. */
  readonly cell?: boolean
}

/** What every field component says: the answer as it is now. */
export interface FieldEmits {
  (event: "change", value: Answer): void
}

export const asText = (value: Answer | undefined): string => (typeof value === "string" ? value : "")
export const asList = (value: Answer | undefined): readonly string[] =>
  Array.isArray(value) ? (value as readonly unknown[]).filter((one): one is string => typeof one === "string") : []
