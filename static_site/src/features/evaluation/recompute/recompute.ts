/**
 * A tally computed again from its marks and rules alone, by a program of another kind than the one that made it.
 *
 * It is written from the published description of the methods (docs/scores.md), not from the server's code, and its
 * numbers are exact.
 */
import * as f from "./fractions"
import type { Fraction } from "./fractions"
import { rowsOf, type ExportFiles } from "./files"

interface Rules {
  method: { kind: "mean" | "severity" | "standard"; shrink: number; trim: number }
  highest: string
  weights: Record<string, number>
  carries: number
  spread_over: number | null
  at_least: number
  floor: number | null
  ties: string[]
  lot_key: string
}

interface Mark {
  entry: string
  expert: string
  total: Fraction
}

interface Result {
  final: string
  score: string
  spread: string
  rank: string
  decided_by: string
  flagged: string
  below_floor: string
  lot: string
}

interface Difference {
  entry: string
  expert: string
  what: string
  told: string
  computed: string
}

export interface Recomputed {
  /** How many values were compared. */
  compared: number
  entries: number
  experts: number
  differences: Difference[]
}

const FEWEST = 3
const MILLION = 1000000n

/** Compare a tally's values with what its marks come to. */
export async function recompute(files: ExportFiles): Promise<Recomputed> {
  const rules = JSON.parse(files.rules) as Rules
  const lines = rowsOf(files.tally)
  const told = new Map(lines.filter((line) => !line["expert"]).map((line) => [line["entry"] as string, line]))
  const counted = rowsOf(files.marks).filter((row) => row["counts"] === "1")
  const marks = totals(counted, rules)
  const experts = [...new Set(marks.map((mark) => mark.expert))].sort()
  const lenient = rules.method.kind === "severity" ? leniency(marks, rules.method.shrink) : new Map<string, Fraction>()
  const adjusted = rules.method.kind === "standard" ? standard(marks) : marks.map((mark) => taken(mark, lenient))
  const results = await ordered(rules, told, counted, marks, adjusted)
  const differences: Difference[] = []
  let compared = 0
  const expect = (entry: string, expert: string, what: string, said: string | undefined, computed: string) => {
    compared += 1
    if (said !== computed) differences.push({ entry, expert, what, told: said ?? "", computed })
  }
  const sheets = new Map(
    lines.filter((line) => line["expert"]).map((line) => [key(line["entry"], line["expert"]), line]),
  )
  marks.forEach((mark, i) => {
    const line = sheets.get(key(mark.entry, mark.expert))
    const own = lenient.get(mark.expert)
    expect(mark.entry, mark.expert, "total", line?.["total"], f.text(mark.total))
    expect(mark.entry, mark.expert, "leniency", line?.["leniency"], own ? f.text(own) : "")
    expect(mark.entry, mark.expert, "adjusted", line?.["adjusted"], f.text((adjusted[i] as Mark).total))
    sheets.delete(key(mark.entry, mark.expert))
  })
  for (const line of sheets.values()) expect(line["entry"] ?? "", line["expert"] ?? "", "total", line["total"], "")
  for (const [entry, line] of told) {
    const result = results.get(entry)
    for (const what of RESULTS) expect(entry, "", what, line[what], result?.[what] ?? "")
  }
  for (const [expert, said, computed] of await seals(files)) expect("", expert, "seal", said, computed)
  return { compared, entries: told.size, experts: experts.length, differences }
}

/** Each expert's digest in the seal of the marks: as it was told, and as its sheets come to. */
async function seals(files: ExportFiles): Promise<[string, string, string][]> {
  const marks = grouped(rowsOf(files.marks), (row) => key(row["entry"], `${row["expert"]}\n${row["round"]}`))
  const experts = [...grouped(rowsOf(files.seals), (row) => row["expert"] as string)]
  return Promise.all(
    experts.map(async ([expert, rows]) => {
      const sheets: Record<string, string> = {}
      for (const row of rows.filter((row) => row["entry"])) {
        const own = marks.get(key(row["entry"], `${expert}\n${row["round"]}`)) ?? []
        sheets[row["entry"] as string] = await digest({
          marks: Object.fromEntries(own.map((mark) => [mark["criterion"], mark["mark"]])),
          submitted_at: row["submitted_at"] || null,
          salt: row["salt"],
          words: row["words"],
        })
      }
      const said = rows.find((row) => !row["entry"])?.["seal"] ?? ""
      return [expert, said, await digest({ expert, sheets })] as [string, string, string]
    }),
  )
}

/** SHA-256 of a value as JSON with sorted keys and no spaces, in hexadecimal. */
async function digest(value: object): Promise<string> {
  const sorted = JSON.stringify(value, (_, part: unknown) =>
    part && typeof part === "object"
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(sorted))
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
}

const RESULTS = ["score", "final", "spread", "rank", "decided_by", "flagged", "below_floor", "lot"] as const
const key = (entry = "", expert = "") => `${entry}\n${expert}`
const taken = (mark: Mark, lenient: Map<string, Fraction>): Mark => ({
  ...mark,
  total: f.minus(mark.total, lenient.get(mark.expert) ?? f.ZERO),
})

/** Each sheet's total out of 100: weights times marks, by the highest mark. */
function totals(rows: Record<string, string>[], rules: Rules): Mark[] {
  const highest = f.parse(rules.highest)
  const sheets = new Map<string, Mark>()
  for (const row of rows) {
    const weight = rules.weights[row["criterion"] as string]
    const [entry, expert] = [row["entry"] as string, row["expert"] as string]
    const known = sheets.get(key(entry, expert)) ?? { entry, expert, total: f.ZERO }
    const part = weight ? f.over(f.times(f.fraction(BigInt(weight)), f.parse(row["mark"] as string)), highest) : f.ZERO
    sheets.set(key(entry, expert), { ...known, total: f.add(known.total, part) })
  }
  return [...sheets.values()]
}

function grouped<T>(values: readonly T[], by: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) groups.set(by(value), [...(groups.get(by(value)) ?? []), value])
  return groups
}

/**
 * By how much each expert marks above the others: the b that make the sum of (x − q − b)² + shrink · b² least, where an
 * entry's q is the mean of its x − b. Setting its derivatives to nothing gives an equation an expert.
 */
function leniency(marks: readonly Mark[], shrink: number): Map<string, Fraction> {
  const experts = [...new Set(marks.map((mark) => mark.expert))].sort()
  const place = new Map(experts.map((expert, i) => [expert, i]))
  const entries = [...grouped(marks, (mark) => mark.entry).values()]
  const scale = entries.reduce((all, of) => (all * BigInt(of.length)) / gcd(all, BigInt(of.length)), 1n)
  const unit = marks.reduce((all, mark) => (all * mark.total.d) / gcd(all, mark.total.d), 1n)
  const matrix = experts.map(() => experts.map(() => 0n))
  const right = experts.map(() => 0n)
  for (const of of entries) {
    const share = scale / BigInt(of.length)
    const values = of.map((mark) => (mark.total.n * unit) / mark.total.d)
    const all = values.reduce((a, b) => a + b, 0n)
    of.forEach((mark, n) => {
      const i = place.get(mark.expert) as number
      const row = matrix[i] as bigint[]
      row[i] = (row[i] as bigint) + scale
      right[i] = (right[i] as bigint) + scale * (values[n] as bigint) - share * all
      for (const other of of) {
        const j = place.get(other.expert) as number
        row[j] = (row[j] as bigint) - share
      }
    })
  }
  experts.forEach((_, i) => {
    const row = matrix[i] as bigint[]
    row[i] = (row[i] as bigint) + scale * BigInt(shrink)
  })
  const solution = f.solve(matrix, right)
  return new Map(experts.map((expert, i) => [expert, f.over(solution[i] as Fraction, f.fraction(unit))]))
}

function gcd(a: bigint, b: bigint): bigint {
  return b ? gcd(b, a % b) : a
}

/** T = 50 + 10 (x − mean) / deviation within each expert, cut toward 50 at the sixth decimal. */
function standard(marks: readonly Mark[]): Mark[] {
  const of = new Map<string, Map<string, Fraction>>()
  for (const [expert, own] of grouped(marks, (mark) => mark.expert)) {
    const unit = own.reduce((all, mark) => (all * mark.total.d) / gcd(all, mark.total.d), 1n)
    const values = own.map((mark) => (mark.total.n * unit) / mark.total.d)
    const n = BigInt(values.length)
    const first = values.reduce((a, b) => a + b, 0n)
    const scatter = n * values.reduce((a, b) => a + b * b, 0n) - first * first
    const on = own.map((mark, i): [string, Fraction] => {
      const far = n * (values[i] as bigint) - first
      if (!scatter) return [mark.entry, f.fraction(50n)]
      const size = f.root(((10n * MILLION * far) ** 2n * (n - 1n)) / (n * scatter))
      return [mark.entry, f.fraction(50n * MILLION + (far < 0n ? -size : size), MILLION)]
    })
    of.set(expert, new Map(on))
  }
  return marks.map((mark) => ({ ...mark, total: of.get(mark.expert)?.get(mark.entry) as Fraction }))
}

function trimmed(values: readonly Fraction[], trim: number): Fraction {
  const all = [...values].sort(f.compare)
  return f.mean(all.length - 2 * trim >= FEWEST ? all.slice(trim, all.length - trim) : all)
}

type Value = Fraction | string

function apart(a: Value, b: Value): number {
  if (typeof a === "string" || typeof b === "string") return a < b ? -1 : a > b ? 1 : 0
  return f.compare(a, b)
}

/** Each entry's score, spread and rank, with the tie step that set it apart from the one before. */
async function ordered(
  rules: Rules,
  told: Map<string, Record<string, string>>,
  rows: Record<string, string>[],
  marks: readonly Mark[],
  adjusted: readonly Mark[],
): Promise<Map<string, Result>> {
  const of = grouped(adjusted, (mark) => mark.entry)
  const byCriterion = grouped(rows, (row) => key(row["entry"], row["criterion"]))
  const lots = await lotsOf(rules.lot_key, [...told.keys()])
  const known = [...grouped(marks, (mark) => mark.entry).keys()]
    .filter((entry) => told.has(entry))
    .map((entry) => {
      const line = told.get(entry) as Record<string, string>
      const values = (of.get(entry) ?? []).map((mark) => mark.total).sort(f.compare)
      const score = trimmed(values, rules.method.trim)
      const spread = f.minus(values[values.length - 1] as Fraction, values[0] as Fraction)
      const [part, whole] = [f.fraction(BigInt(rules.carries)), f.fraction(100n)]
      const final = line["carried"]
        ? f.over(f.add(f.times(score, f.minus(whole, part)), f.times(f.parse(line["carried"]), part)), whole)
        : score
      const lot = lots.get(entry) ?? ""
      const steps = rules.ties.map((tie): Value => {
        if (tie === "spread") return spread
        if (tie === "desk_rank") return line["desk_rank"] ? f.parse(line["desk_rank"]) : f.fraction(2n)
        if (tie === "draw") return lot
        const given = byCriterion.get(key(entry, tie.slice("criterion:".length))) ?? []
        return f.minus(f.ZERO, given.length ? f.mean(given.map((row) => f.parse(row["mark"] as string))) : f.ZERO)
      })
      return { entry, score, spread, final, lot, keys: [f.minus(f.ZERO, final), ...steps] }
    })
  const first = (a: readonly Value[], b: readonly Value[]) => a.findIndex((value, i) => apart(value, b[i] as Value))
  known.sort((a, b) => {
    const at = first(a.keys, b.keys)
    return at < 0 ? (a.entry < b.entry ? -1 : 1) : apart(a.keys[at] as Value, b.keys[at] as Value)
  })
  const results = new Map<string, Result>()
  let rank = 1
  known.forEach((one, n) => {
    const before = known[n - 1]
    const at = before ? first(before.keys, one.keys) : 0
    if (at >= 0) rank = n + 1
    results.set(one.entry, {
      score: f.text(one.score),
      final: f.text(one.final),
      spread: f.text(one.spread),
      rank: String(rank),
      decided_by: before && at > 0 ? (rules.ties[at - 1] as string) : "",
      flagged:
        rules.spread_over !== null && f.compare(one.spread, f.fraction(BigInt(rules.spread_over))) > 0 ? "1" : "0",
      below_floor: rules.floor !== null && f.compare(one.final, f.fraction(BigInt(rules.floor))) < 0 ? "1" : "0",
      lot: one.lot,
    })
  })
  return results
}

/** Positions by lot: HMAC-SHA-256 of each entry under the key of the draw (HKDF's second step, once). */
async function lotsOf(hex: string, entries: readonly string[]): Promise<Map<string, string>> {
  if (!hex) return new Map()
  const raw = Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16))
  const secret = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"])
  const position = async (entry: string): Promise<[string, string]> => {
    const signed = await crypto.subtle.sign("HMAC", secret, new TextEncoder().encode(`entry:${entry}\u0001`))
    return [entry, [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, "0")).join("")]
  }
  return new Map(await Promise.all(entries.map(position)))
}
