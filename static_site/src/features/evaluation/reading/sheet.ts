/** A sheet's rules, the same as the server's: marks on the scale, what is missing, the total. */
import type { Criterion, MarksIn, Scale } from "@/api/reading"
import type { Answers } from "@/features/form/rules"

/** A sheet as autosave keeps it: `mark:<criterion>`, `said:<criterion>`, `comment`, `for_applicant`. */
export type SheetAnswers = Answers

export const markOf = (sheet: SheetAnswers, id: string): string => String(sheet[`mark:${id}`] ?? "")
export const saidOf = (sheet: SheetAnswers, id: string): string => String(sheet[`said:${id}`] ?? "")

export function flat({ marks, comments = {}, comment = "", for_applicant = "" }: MarksIn): SheetAnswers {
  const entries = [
    ...Object.entries(marks).map(([id, mark]) => [`mark:${id}`, mark]),
    ...Object.entries(comments).map(([id, said]) => [`said:${id}`, said]),
    ["comment", comment],
    ["for_applicant", for_applicant],
  ] as [string, string][]
  return Object.fromEntries(entries.filter(([, value]) => value !== ""))
}

/**
 * What is sent.
 * Marks that are not on the scale yet stay on this page.
 */
export function sent(sheet: SheetAnswers, criteria: readonly Criterion[], scale: Scale): Required<MarksIn> {
  const all = (of: (id: string) => string): Record<string, string> =>
    Object.fromEntries(criteria.map(({ id }) => [id, of(id)]).filter(([, value]) => value !== ""))
  const marks = all((id) => (isOnScale(markOf(sheet, id), scale) ? markOf(sheet, id) : ""))
  return {
    marks,
    comments: all((id) => saidOf(sheet, id)),
    comment: String(sheet["comment"] ?? ""),
    for_applicant: String(sheet["for_applicant"] ?? ""),
  }
}

const PLACES = 6

/** A decimal in millionths; NaN for what is none. */
export function units(text: string): number {
  const found = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(text)
  return found ? Number(found[1]) * 10 ** PLACES + Number((found[2] ?? "").padEnd(PLACES, "0")) : Number.NaN
}

/** The shortest decimal of so many millionths. */
export function decimal(millionths: number): string {
  const digits = String(millionths).padStart(PLACES + 1, "0")
  return `${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`.replace(/\.?0+$/, "")
}

export function isOnScale(text: string, { min, max, step }: Scale): boolean {
  const mark = units(text)
  return mark >= units(min) && mark <= units(max) && (mark - units(min)) % units(step) === 0
}

const ONE = 10 ** PLACES
const MOST_BUTTONS = 11

/**
 * The whole points of a scale as buttons.
 * None where they would be too many or not whole.
 */
export function wholes(scale: Scale): readonly string[] {
  const [min, max, step] = [units(scale.min), units(scale.max), units(scale.step)]
  const fits = min % ONE === 0 && (step === ONE || step * 2 === ONE) && (max - min) / ONE < MOST_BUTTONS
  return fits ? Array.from({ length: Math.floor((max - min) / ONE) + 1 }, (_, n) => decimal(min + n * ONE)) : []
}

export const hasHalf = (scale: Scale): boolean => units(scale.step) * 2 === ONE

/**
 * A mark with half a point more or less.
 * As it is where the scale ends.
 */
export function withHalf(mark: string, half: boolean, scale: Scale): string {
  const whole = Math.floor(units(mark) / ONE) * ONE
  const changed = decimal(half ? whole + ONE / 2 : whole)
  return isOnScale(changed, scale) ? changed : mark
}

export const isHalf = (mark: string): boolean => units(mark) % ONE === ONE / 2

export function asksComment({ when, mark: bound }: Criterion, mark: string): boolean {
  if (when === "always") return true
  const given = units(mark)
  return when === "below" ? given < units(bound) : when === "above" && given > units(bound)
}

export interface Lack {
  readonly id: string
  readonly what: "mark" | "off" | "reason"
}

/** What a sheet lacks, in the order of the page. */
export const lacking = (sheet: SheetAnswers, criteria: readonly Criterion[], scale: Scale): readonly Lack[] =>
  criteria.flatMap((criterion): Lack[] => {
    const { id } = criterion
    const mark = markOf(sheet, id)
    const wrong: Lack[] = !mark ? [{ id, what: "mark" }] : isOnScale(mark, scale) ? [] : [{ id, what: "off" }]
    const silent = asksComment(criterion, mark) && !saidOf(sheet, id).trim()
    return silent ? [...wrong, { id, what: "reason" }] : wrong
  })

/**
 * The total out of a hundred, as text.
 * Exact until it is cut to two places.
 */
export function totalOf(sheet: SheetAnswers, criteria: readonly Criterion[], scale: Scale): string {
  const sum = criteria.reduce((all, { id, weight }) => {
    const mark = markOf(sheet, id)
    return isOnScale(mark, scale) ? all + weight * units(mark) : all
  }, 0)
  const hundredths = Math.round((sum * 100) / units(scale.max))
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`.replace(/\.?0+$/, "")
}

/** The anchors from the highest down, each with where it ends. */
export function bandsOf({ anchors }: Criterion, scale: Scale) {
  const down = [...anchors].sort((a, b) => units(b.at) - units(a.at))
  return down.map((anchor, n) => {
    const above = down[n - 1]
    const to = above ? decimal(units(above.at) - units(scale.step)) : scale.max
    return { ...anchor, to }
  })
}

export const bandOf = (bands: ReturnType<typeof bandsOf>, mark: string): number =>
  bands.findIndex(({ at }) => units(mark) >= units(at))

/**
 * What typing a key makes of a mark.
 * `soFar` is what was typed just before; a key that goes on is added, any other begins anew.
 */
export function typed(
  soFar: string,
  key: string,
  scale: Scale,
): { readonly text: string; readonly mark: string | null } {
  const max = units(scale.max)
  const could = (text: string): boolean => /^\d+(\.\d{0,6})?$/.test(text) && units(text.replace(/\.$/, "")) <= max
  const text = [soFar + key, key].find(could) ?? ""
  const mark = decimal(units(text.replace(/\.$/, "") || "0"))
  return { text, mark: text && isOnScale(mark, scale) ? mark : null }
}
