/** Which facts of a form decide, and how they are shown; personal ones are masked until they are asked for. */
import { shown } from "@/form/fields/shown"
import { allFields, type Answer, type Answers, type Field, type Form, type Regions } from "@/form/rules"

const NUMBERS = ["integer", "decimal", "percent", "money"]
const SHORT = ["choice", "month", "yesno", "date"]

/** The first two figures of a list: numbers first, then short answers that everybody gives. */
export function deciding(form: Form, categoryField: string | null): Field[] {
  const shownElsewhere = new Set([form.name_field, categoryField])
  const listed = allFields(form).filter(({ id, list, dossier }) => list && !dossier && !shownElsewhere.has(id))
  const numbers = listed.filter(({ type }) => NUMBERS.includes(type))
  const short = listed.filter(({ type, when }) => SHORT.includes(type) && !when)
  return [...numbers, ...short].slice(0, 2)
}

/** What a figure counts, and over which time: the text that the form asks for right behind it, where lists have it. */
export function basisOf(form: Form, { id, type }: Field): Field | undefined {
  const fields = allFields(form)
  const next = fields[fields.findIndex((field) => field.id === id) + 1]
  return NUMBERS.includes(type) && next?.list && next.type === "text" && !next.dossier ? next : undefined
}

export interface Figure {
  /** Set large: the number, or the word. */
  main: string
  unit: string
}

/** An answer as a figure with its unit. */
export function figureOf(field: Field, value: Answer | undefined, regions: Regions): Figure {
  const said = shown(field, value, regions)
  const gap = NUMBERS.includes(field.type) ? said.indexOf(" ") : -1
  return gap < 0 ? { main: said, unit: "" } : { main: said.slice(0, gap), unit: said.slice(gap + 1) }
}

export const fieldOf = (form: Form, id: string | null): Field | undefined => allFields(form).find((field) => field.id === id)

/** The field that takes a fact of the unit's dossier. */
export const dossierField = (form: Form, fact: string): Field | undefined => allFields(form).find(({ dossier }) => dossier === fact)

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
