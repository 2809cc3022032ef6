/** Which facts of a form decide, and how they are shown; personal ones are masked until they are asked for. */
import { shown } from "@/features/form/fields/display"
import { allFields, type Answers, type Field, type Form, type Regions, type Row } from "@/features/form/rules"
import { series, text } from "@/i18n"

const NUMBERS = ["integer", "decimal", "percent", "money"]
const SHORT = ["choice", "month", "yesno", "date"]

/** The two figures of a list: a number, and what a table of figures begins with; else numbers, then short answers that
 * everybody gives. */
export function deciding(form: Form, categoryField: string | null): Field[] {
  const shownElsewhere = new Set([form.name_field, categoryField])
  const listed = allFields(form).filter(({ id, list, dossier }) => list && !dossier && !shownElsewhere.has(id))
  const [first, ...numbers] = listed.filter(({ type }) => NUMBERS.includes(type))
  const tables = listed.filter(({ type }) => type === "table")
  const short = listed.filter(({ type, when }) => SHORT.includes(type) && !when)
  return [...(first ? [first] : []), ...tables, ...numbers, ...short].slice(0, 2)
}

export interface Figure {
  /** Set large: the number, or the word. */
  main: string
  unit: string
  /** What it counts, and over which time. */
  basis: string
}

/** What lists show of a field: a number with the text that is asked right behind it, or the first row of a table. */
export function figureOf(fields: readonly Field[], field: Field, facts: Answers, regions: Regions): Figure {
  const value = facts[field.id]
  if (field.type === "table")
    return figureOfRow(field, (value as readonly Row[] | undefined)?.[0] ?? { _id: "" }, regions)
  const said = shown(field, value, regions)
  const gap = NUMBERS.includes(field.type) ? said.indexOf(" ") : -1
  const behind = NUMBERS.includes(field.type) ? textBehind(fields, field) : undefined
  const basis = behind ? shown(behind, facts[behind.id], regions) : ""
  return gap < 0 ? { main: said, unit: "", basis } : { main: said.slice(0, gap), unit: said.slice(gap + 1), basis }
}

/** The last number of a row, with the text right behind it as its unit; the row's other cells say what it counts. */
function figureOfRow({ columns = [], row_label }: Field, row: Row, regions: Regions): Figure {
  const listed = columns.filter(({ list }) => list)
  const number = listed.filter(({ id, type }) => NUMBERS.includes(type) && row[id]).pop()
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
  return next?.list && next.type === "text" && !next.dossier ? next : undefined
}

export const fieldOf = (form: Form, id: string | null): Field | undefined =>
  allFields(form).find((field) => field.id === id)

/** The field that takes a fact of the unit's dossier. */
export const dossierField = (form: Form, fact: string): Field | undefined =>
  allFields(form).find(({ dossier }) => dossier === fact)

const DOTS = "••••"
const MASKS: Readonly<Record<string, (value: string) => string>> = {
  uscc: (value) => value.slice(0, 8) + DOTS + value.slice(-2),
  mobile: (value) => value.slice(0, 3) + DOTS + value.slice(-4),
  phone: (value) => value.slice(0, -4) + DOTS,
  email: (value) => value.slice(0, 1) + DOTS + value.slice(Math.max(0, value.indexOf("@"))),
}

/** A number, address or code that tells of a person or unit, without its middle. */
export const masked = (type: string, value: string): string => (value ? (MASKS[type]?.(value) ?? value) : "")

/** Answers with credit codes, and numbers and addresses of persons, masked. */
export function discreet(form: Form, answers: Answers): Answers {
  const hidden = allFields(form).filter(({ personal, type }) => (personal || type === "uscc") && type in MASKS)
  const replaced = hidden.flatMap(({ id, type }) => {
    const value = answers[id]
    return typeof value === "string" ? [[id, masked(type, value)] as const] : []
  })
  return { ...answers, ...Object.fromEntries(replaced) }
}
