/** What is typed to object: kept on this machine until it is filed, looked through before it is sent. */
import type { Fault, Problem } from "@/api"
import type { Hearing, ObjectionIn } from "@/api/objections"
import { bytes } from "@/i18n"
import { blanks } from "@/ui/faults"
import type { OpenRow } from "./openFiles"

export const SHORTEST_STATEMENT = 20
export const LONGEST_STATEMENT = 2000
/** The words of a row that can be put right. */
export const CORRECTABLE = ["name", "unit_name"] as const
type Correctable = (typeof CORRECTABLE)[number]

export interface Typed {
  row: number
  ground: string
  corrections: Record<Correctable, string>
  statement: string
  by: Hearing["by"][number]
  organisation: string
  name: string
  phone: string
  address: string
}

export const untyped = (): Typed => ({
  row: 0,
  ground: "",
  corrections: { name: "", unit_name: "" },
  statement: "",
  by: "person",
  organisation: "",
  name: "",
  phone: "",
  address: "",
})

const keyOf = (call: string, n: number): string => `laurel.objection.${call}.${n}`

/** What was typed on this machine for a notice before. */
export function typedBefore(call: string, n: number): Typed {
  try {
    return { ...untyped(), ...(JSON.parse(localStorage.getItem(keyOf(call, n)) ?? "{}") as Partial<Typed>) }
  } catch {
    return untyped()
  }
}

/**
 * Keeps what is typed on this machine.
 * A browser that keeps nothing is no reason to stop.
 */
export function keep(call: string, n: number, typed: Typed): void {
  try {
    localStorage.setItem(keyOf(call, n), JSON.stringify(typed))
  } catch {
    // nothing is kept then
  }
}

export const forget = (call: string, n: number): void => localStorage.removeItem(keyOf(call, n))

/** Length as the server counts it: signs, without blanks at the ends. */
export const lengthOf = (text: string): number => [...text.trim()].length

/** The words of a row that are typed otherwise than they stand. */
const changed = (typed: Typed, row: OpenRow): Partial<Record<Correctable, string>> =>
  Object.fromEntries(
    CORRECTABLE.filter((name) => row[name] !== undefined && typed.corrections[name].trim() !== row[name]).map(
      (name) => [name, typed.corrections[name].trim()],
    ),
  )

const corrects = ({ grounds }: Hearing, { ground }: Typed): boolean =>
  grounds.some(({ id, corrects: puts }) => id === ground && puts)

const at = (name: string, code: string, params?: Record<string, unknown>): Fault => ({
  pointer: `/${name}`,
  code,
  params,
})

function correctionFaults(typed: Typed, row: OpenRow): Fault[] {
  const wanted = Object.entries(changed(typed, row))
  if (!wanted.length) return [at("correct_name", "nothing_changed")]
  return wanted.flatMap(([name, text]) => (text ? [] : [at(`correct_${name}`, "required")]))
}

function statementFaults(statement: string): Fault[] {
  const length = lengthOf(statement)
  if (!length) return [at("statement", "required")]
  if (length < SHORTEST_STATEMENT) return [at("statement", "too_short", { min: SHORTEST_STATEMENT })]
  return length > LONGEST_STATEMENT ? [at("statement", "too_long", { max: LONGEST_STATEMENT })] : []
}

function fileFaults({ evidence }: Hearing, count: number): Fault[] {
  if (count < evidence.fewest) return [at("files", count ? "too_few" : "unchosen", { min: evidence.fewest })]
  return count > evidence.most ? [at("files", "too_many", { max: evidence.most })] : []
}

/**
 * What is plainly wrong, before anything is sent.
 * The server looks again, and at what only it knows.
 */
export function faultsOf(typed: Typed, hearing: Hearing, row: OpenRow | undefined, files: number): Fault[] {
  const { name, phone, organisation } = typed
  return [
    ...(row ? [] : [at("row", "unchosen")]),
    ...(typed.ground ? [] : [at("ground", "unchosen")]),
    ...(row && corrects(hearing, typed) ? correctionFaults(typed, row) : []),
    ...statementFaults(typed.statement),
    ...fileFaults(hearing, files),
    ...blanks(typed.by === "organisation" ? { organisation, name, phone } : { name, phone }),
  ]
}

/** What is typed, as the API takes it. */
export function asSent(
  typed: Typed,
  hearing: Hearing,
  row: OpenRow,
  files: readonly File[],
  proof: string,
): ObjectionIn {
  const { ground, statement, by, name, phone, address } = typed
  return {
    row: row.n,
    by,
    ground,
    statement,
    name,
    phone,
    address,
    organisation: by === "organisation" ? typed.organisation : "",
    corrections: corrects(hearing, typed) ? changed(typed, row) : {},
    files: files.map((file) => ({ name: file.name, size: file.size })),
    proof,
  }
}

/**
 * The API's faults at the fields of this form.
 * A file is named; what corrects a word is not the name of whoever objects.
 */
export function placed(problem: Problem, files: readonly File[], { evidence }: Hearing): Fault[] {
  const limits = { kinds: evidence.kinds.join(" ").toUpperCase(), size: bytes(evidence.largest) }
  return problem.errors.map((fault) => {
    const [, list, which] = fault.pointer.split("/")
    if (list === "corrections") return { ...fault, pointer: `/correct_${which ?? "name"}` }
    const file = list === "files" && which ? files[Number(which)] : undefined
    return file ? { ...fault, pointer: "/files", params: { ...fault.params, ...limits, name: file.name } } : fault
  })
}

/**
 * Why a file is not even taken up, by its code.
 * The server looks again.
 */
export function fileFault({ evidence }: Hearing, kind: string, size: number): string | null {
  if (!evidence.kinds.includes(kind)) return "kind_not_allowed"
  return size > evidence.largest ? "too_large" : null
}
