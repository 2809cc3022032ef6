/** Which facts of a form decide, and how they are shown; personal ones are masked until they are asked for. */
import { shown } from "@/features/form/fields/shown"
import { types } from "@/features/form/fields/types"
import {
  allFields,
  type Answers,
  type Field,
  type FieldType,
  type Form,
  type Regions,
  type Row,
} from "@/features/form/rules"
import { series, text } from "@/i18n"

/**
 * The two figures of a list.
 * A number, and what a table of figures begins with; else numbers, then short answers that everybody gives.
 */
export function deciding(form: Form, categoryField: string | null): Field[] {
  const shownElsewhere = new Set([form.name_field, categoryField])
  const listed = allFields(form).filter(({ id, list, dossier }) => list && !dossier && !shownElsewhere.has(id))
  const [first, ...numbers] = listed.filter(({ type }) => types[type].numeric)
  const tables = listed.filter(({ type }) => types[type].holds === "rows")
  const short = listed.filter(({ type, when }) => types[type].short && !when)
  return [...(first ? [first] : []), ...tables, ...numbers, ...short].slice(0, 2)
}

export interface Figure {
  /** Set large: the number, or the word. */
  main: string
  unit: string
  /** What it counts, and over which time. */
  basis: string
}

/**
 * What lists show of a field.
 * A number with the text that is asked right behind it, or the first row of a table.
 */
export function figureOf(fields: readonly Field[], field: Field, facts: Answers, regions: Regions): Figure {
  const value = facts[field.id]
  if (types[field.type].holds === "rows")
    return figureOfRow(field, (value as readonly Row[] | undefined)?.[0] ?? { _id: "" }, regions)
  const said = shown(field, value, regions)
  const gap = types[field.type].numeric ? said.indexOf(" ") : -1
  const behind = types[field.type].numeric ? textBehind(fields, field) : undefined
  const basis = behind ? shown(behind, facts[behind.id], regions) : ""
  return gap < 0 ? { main: said, unit: "", basis } : { main: said.slice(0, gap), unit: said.slice(gap + 1), basis }
}

/** The last number of a row, with the text right behind it as its unit; the row's other cells say what it counts. */
function figureOfRow({ columns = [], row_label }: Field, row: Row, regions: Regions): Figure {
  const listed = columns.filter(({ list }) => list)
  const number = listed.filter(({ id, type }) => types[type].numeric && row[id]).pop()
  const unit = number && textBehind(columns, number)
  const rest = listed.filter((column) => column !== number && column !== unit && row[column.id])
  return {
    main: number ? shown(number, row[number.id], regions) : "",
    unit: unit ? (row[unit.id] ?? "") : "",
    basis: series(
      rest.map((column) =>
        [column.id === row_label ? "" : text(column.label), shown(column, row[column.id], regions)]
          .filter(Boolean)
          .join("\u00a0"),
      ),
    ),
  }
}

function textBehind(fields: readonly Field[], { id }: Field): Field | undefined {
  const next = fields[fields.findIndex((field) => field.id === id) + 1]
  return next?.list && types[next.type].explains && !next.dossier ? next : undefined
}

export const fieldOf = (form: Form, id: string | null): Field | undefined =>
  allFields(form).find((field) => field.id === id)

/** The field that takes a fact of the unit's dossier. */
export const dossierField = (form: Form, fact: string): Field | undefined =>
  allFields(form).find(({ dossier }) => dossier === fact)

/**
 * A number, address or code without its middle.
 * Types that tell of no person or unit show all of it.
 */
export const masked = (type: FieldType, value: string): string => (value ? (types[type].mask?.(value) ?? value) : "")

/** Answers with credit codes, and numbers and addresses of persons, masked. */
export function discreet(form: Form, answers: Answers): Answers {
  const hidden = allFields(form).filter(({ personal, type }) => (personal || types[type].secret) && types[type].mask)
  const replaced = hidden.flatMap(({ id, type }) => {
    const value = answers[id]
    return typeof value === "string" ? [[id, masked(type, value)] as const] : []
  })
  return { ...answers, ...Object.fromEntries(replaced) }
}
