/** A form as the server describes it, and the answers to it. Immutable per call version. */

import type { Text } from "@/i18n/language"

/** A text by language, e.g. `{ zh: '…', en: '…' }`. */
type Words = Readonly<Text>

export type FieldType =
  | "text"
  | "long"
  | "integer"
  | "decimal"
  | "percent"
  | "money"
  | "date"
  | "month"
  | "yesno"
  | "choice"
  | "choices"
  | "region"
  | "uscc"
  | "mobile"
  | "phone"
  | "email"
  | "url"
  | "table"
  | "link"
  | "attachments"

export type Cond =
  | { readonly field: string; readonly is: string }
  | { readonly field: string; readonly in: readonly string[] }
  | { readonly field: string; readonly under: string }
  | { readonly field: string; readonly not_after: "today" }
  | { readonly not: Cond }
  | { readonly all: readonly Cond[] }
  | { readonly any: readonly Cond[] }

export interface Option {
  readonly value: string
  readonly label: Words
  readonly when?: Cond | null
  readonly hint?: Words | null
}

export interface KindLimit {
  readonly kinds: readonly string[]
  readonly max?: number | null
  readonly size?: number | null
}

/** A field; which limits mean something depends on its type. `size` is in bytes per file. */
export interface Field {
  readonly id: string
  readonly type: FieldType
  readonly label: Words
  readonly help?: Words | null
  readonly example?: Words | null
  readonly required?: boolean
  readonly when?: Cond | null
  readonly list?: boolean
  readonly public?: boolean
  readonly personal?: boolean
  readonly dossier?: string | null
  readonly errors?: Readonly<Record<string, Words>>
  readonly min?: number | string | null
  readonly max?: number | string | null
  readonly places?: number | null
  readonly unit?: Words | null
  readonly not_after?: "today" | null
  readonly options?: readonly Option[]
  readonly within?: string | null
  readonly levels?: readonly RegionLevel[]
  readonly min_rows?: number | null
  readonly max_rows?: number | null
  readonly columns?: readonly Field[]
  readonly row_label?: string | null
  readonly track?: string
  readonly states?: readonly string[]
  readonly size?: number | null
  readonly kinds?: readonly string[]
  readonly limits?: readonly KindLimit[] | null
  readonly template?: string | null
  readonly pledge?: boolean
}

export type RegionLevel = "province" | "city" | "county"
type Level = "refuse" | "warn"
export type Operator = "<=" | "<" | ">=" | ">" | "==" | "!="

interface CheckHead {
  readonly id: string
  readonly level: Level
  readonly message: Words
  readonly fields: readonly string[]
}
export type Check = CheckHead &
  (
    | {
        readonly kind: "compare"
        readonly left: string
        readonly op: Operator
        readonly right: string | { readonly today: true }
      }
    | { readonly kind: "at_least"; readonly table: string; readonly n: number; readonly where: Cond }
    | { readonly kind: "different"; readonly column: string; readonly n: number }
    | { readonly kind: "note"; readonly if: Cond }
  )

export interface Section {
  readonly id: string
  readonly title: Words
  readonly help?: Words | null
  readonly fields: readonly Field[]
}

export interface Form {
  readonly call: string
  readonly version: number
  readonly track: string
  readonly names: Words
  readonly name_field: string
  readonly landing?: string | null
  readonly total_size: number
  readonly sections: readonly Section[]
  readonly checks: readonly Check[]
}

/** A table's row: its own id and a typed text per column. */
export type Row = { readonly _id: string } & Readonly<Record<string, string>>
export type Answer = string | readonly string[] | readonly Row[]
export type Answers = Readonly<Record<string, Answer | undefined>>

export interface FormFile {
  readonly id: string
  readonly field: string
  readonly name: string
  readonly size: number
  readonly kind: string
  readonly type?: string
  readonly sha256?: string
  readonly added_at?: string
  /** Code of the content that a sealed sheet was uploaded for. */
  readonly content?: string
}

/** What stands between an answer and a push (or is only pointed out: `warn`). */
export interface Problem {
  readonly pointer: string
  readonly field: string
  readonly section: string
  readonly code: string
  readonly params: Readonly<Record<string, unknown>>
  readonly level: Level
}

/** Name and parent by code. */
export type Regions = Readonly<Record<string, readonly [name: string, parent: string | null]>>

/** What the rules need to know. `today` is the call's date, `links` the state of each linked submission. */
export interface World {
  readonly today: string
  readonly regions: Regions
  readonly links?: Readonly<Record<string, string | null>>
}
