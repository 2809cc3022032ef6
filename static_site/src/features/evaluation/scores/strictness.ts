/** How strict experts are, in figures that a sentence can hold. */
import type { ExpertTally, Tally } from "@/api/scores"
import { t } from "./words"

export interface Strictness {
  expert: ExpertTally
  /** By how much above the others, in points. */
  above: number
}

/** Whom the page names one by one: at least so many points from the others. */
export const NAMED = 2

/**
 * Each expert who can be compared, the most lenient first.
 * By what was taken off, or by the plain comparison.
 */
export function strictnessOf(tally: Tally): Strictness[] {
  const known = tally.experts.flatMap((expert) => {
    const number = expert.leniency ?? expert.above
    return number ? [{ expert, above: Number(number.text) }] : []
  })
  return known.sort((a, b) => b.above - a.above)
}

/** "第 17 号专家" for E017. */
export const nameOf = (label: string): string =>
  /^E\d+$/.test(label) ? t("whoNo", { n: String(Number(label.slice(1))) }) : label

/**
 * What is said of an expert.
 * By how much lower or higher, and whether that was put right.
 */
export function sentenceOf({ expert, above }: Strictness): string {
  const who = nameOf(expert.label)
  const n = Math.abs(above).toFixed(1)
  if (expert.leniency) return above < 0 ? t("lowBack", { who, n }) : t("highOff", { who, n })
  return above < 0 ? t("low", { who, n }) : t("high", { who, n })
}

/**
 * How many experts lie in each band of two points.
 * From the strictest band to the most lenient.
 */
export function histogramOf(all: readonly Strictness[]): { from: number; count: number }[] {
  if (!all.length) return []
  const bands = all.map(({ above }) => Math.floor(above / NAMED) * NAMED)
  const [low, high] = [Math.min(...bands), Math.max(...bands)]
  return Array.from({ length: (high - low) / NAMED + 1 }, (_, i) => {
    const from = low + i * NAMED
    return { from, count: bands.filter((band) => band === from).length }
  })
}

interface Field {
  field: string
  experts: number
  above: number
  range: number
}

/** Mean strictness and range of marks by the experts' field. */
export function byField(all: readonly Strictness[]): Field[] {
  const fields = new Map<string, Strictness[]>()
  for (const one of all) fields.set(one.expert.subject, [...(fields.get(one.expert.subject) ?? []), one])
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
  return [...fields].map(([field, of]) => ({
    field,
    experts: of.length,
    above: mean(of.map(({ above }) => above)),
    range: mean(of.map(({ expert }) => Number(expert.high.text) - Number(expert.low.text))),
  }))
}
