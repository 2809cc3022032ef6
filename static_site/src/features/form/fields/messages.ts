/** Puts a problem into words: the form's own first, then ours, filled with its figures. */
import { bytes, figure, series, text } from "@/i18n"
import type { Field, Form, Problem, Regions } from "../rules"
import { allFields, isNumber } from "../rules"
import { faults } from "./faults"
import { types } from "./types"
import { t } from "./words"

type Params = Record<string, unknown>

function figures(field: Field, given: Params, regions: Regions): Params {
  const least = field.min_rows ?? field.min
  const all: Params = { min: field.min, max: field.max, n: least || 1, ...given }
  const shown = Object.entries(all).map(([name, value]) => [
    name,
    typeof value === "string" && isNumber(value) ? figure(value) : value,
  ])
  return {
    ...Object.fromEntries(shown),
    size: bytes(Number(given["size"] ?? given["max"] ?? field.size ?? 0)),
    kinds: (field.kinds ?? []).map((kind) => kind.toUpperCase()).join(" "),
    place: regions[field.within ?? ""]?.[0] ?? field.within,
    levels: (field.levels ?? []).map((level) => t(level)).join(" / "),
  }
}

const fill = (pattern: string, params: Params): string =>
  pattern.replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole))

/** Without its last full stop: ours have none, and what a call writes stands beside them. */
const unstopped = (said: string): string => said.replace(/[。.]$/, "")

/** What is wrong with a field or a column, in words. */
export function say(field: Field, code: string, given: Params, regions: Regions): string {
  const params = figures(field, given, regions)
  const own = text(field.errors?.[code])
  if (own) return unstopped(fill(own, params))
  const key = `${code}_${types[field.type].words?.[code] ?? ""}`
  return faults.of(faults.has(key) ? key : code, "unexpected", { code, ...params })
}

/** The field or the column that a pointer means: `/effects/2/until`. */
export function meant(form: Form, pointer: string): { field: Field; row: number | null; column: Field | null } | null {
  const [id, row, column] = pointer.slice(1).split("/")
  const field = allFields(form).find((one) => one.id === id)
  if (!field) return null
  return {
    field,
    row: row === undefined ? null : Number(row),
    column: field.columns?.find((one) => one.id === column) ?? null,
  }
}

/** A problem of a form in words, wherever it lies. */
export function sayProblem(form: Form, problem: Problem, regions: Regions): string {
  if (problem.code === "check") {
    const check = form.checks.find((one) => one.id === problem.params["check"])
    return check ? unstopped(text(check.message)) : faults("check")
  }
  const found = meant(form, problem.pointer)
  return found
    ? say(found.column ?? found.field, problem.code, problem.params, regions)
    : faults("unexpected", { code: problem.code })
}

/** Which cell of its field a problem means: `第 3 行 统计止`. */
function cellOf(form: Form, { pointer }: Problem): string {
  const found = meant(form, pointer)
  const row =
    found && types[found.field.type].holds === "rows" && found.row !== null ? t("row", { n: found.row + 1 }) : ""
  return [row, text(found?.column?.label)].filter(Boolean).join(" ")
}

/** Where a problem lies: `成效指标 第 3 行 统计止`. */
export function whereabouts(form: Form, problem: Problem): string {
  const found = meant(form, problem.pointer)
  return [found ? text(found.field.label) : problem.field, cellOf(form, problem)].filter(Boolean).join(" ")
}

export interface FieldLine {
  readonly section: string
  readonly field: string
  /** Its first fault. */
  readonly pointer: string
  readonly where: string
  readonly said: string
}

const MOST_SAID = 3

/**
 * A line for each field that a push would refuse.
 * Where much is wrong in one, its first faults.
 */
export function fieldByField(form: Form, refused: readonly Problem[], regions: Regions): readonly FieldLine[] {
  const byField = new Map<string, Problem[]>()
  for (const one of refused) byField.set(one.field, [...(byField.get(one.field) ?? []), one])
  return [...byField.values()].flatMap((all) => {
    const [first, ...more] = all
    if (!first) return []
    const { section, field, pointer } = first
    const line = { section, field, pointer, where: whereabouts(form, first), said: sayProblem(form, first, regions) }
    if (!more.length) return [line]
    const said = all
      .slice(0, MOST_SAID)
      .map((one) => [cellOf(form, one), sayProblem(form, one, regions)].filter(Boolean).join(" "))
    const rest = all.length > MOST_SAID ? [t("faults", { n: all.length })] : []
    return [
      {
        ...line,
        where: whereabouts(form, { ...first, pointer: `/${field}` }),
        said: series([...new Set(said), ...rest]),
      },
    ]
  })
}
