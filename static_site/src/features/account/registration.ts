/** What is typed to register, in which calls one can, and whose lists of parent bodies concern a newcomer. */
import type { Call, CallHead, Desk, Registration } from "@/api"
import { lineOf, type Regions } from "@/ui/regions"

export const SHORTEST_PASSWORD = 8

/** All that any call asks; the server judges it as a whole, and keeps what the call asks for. */
export type Typed = { [K in keyof Omit<Registration, "call" | "proof" | "agreed">]-?: NonNullable<Registration[K]> }

/** Nothing typed yet; a region begins where the call's units are. */
export const untyped = (call: Call): Typed => ({
  name: "",
  phone: "",
  region: call.region ?? "",
  area: "",
  desk: "",
  parent_body: "",
  organisation: "",
  nickname: "",
  login: "",
  password: "",
  password_again: "",
})

/**
 * The calls that a newcomer may choose from.
 * Filing is open or will be; the current one always.
 */
export const joinable = (heads: readonly CallHead[], current: string): CallHead[] =>
  heads.filter(({ id, stage }) => id === current || stage === "before" || stage === "filing")

/** A desk and those above it, from itself up. */
function upFrom(desks: readonly Desk[], code: string | null): Desk[] {
  const found = desks.find((desk) => desk.code === code)
  return found ? [found, ...upFrom(desks, found.parent)] : []
}

/**
 * The desks that concern a newcomer, nearest first.
 * Of its region those that cover it, those above, then those over lines of business; else the desk it chose and those
 * above.
 */
export function desksFor(asked: Call["registration"], desks: readonly Desk[], regions: Regions, typed: Typed): Desk[] {
  if (asked.area !== "region") return upFrom(desks, typed.area)
  if (!typed.region) return []
  const line = lineOf(regions, typed.region)
  const depth = (desk: Desk): number => (desk.region ? line.indexOf(desk.region) : -2)
  return desks.filter((desk) => depth(desk) !== -1).sort((a, b) => depth(b) - depth(a))
}
