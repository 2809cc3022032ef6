/** What registering asks before it asks the server, and whose lists of parent bodies a region has. */
import type { Desk, Fault } from "@/api"
import { lineOf, type Regions } from "@/ui/regions"
import { blanks } from "./faults"

export const SHORTEST_PASSWORD = 8

/** With blanks and dashes, as people type it; `domain/accounts.py` has the rule. */
const MOBILE = /^1[3-9]\d{9}$/
const isMobile = (typed: string): boolean => MOBILE.test(typed.normalize("NFKC").replace(/[ -]/g, "").replace(/^\+86/, ""))

export interface Typed {
  name: string
  nickname: string
  login: string
  password: string
  password_again: string
  mobile: string
  region: string
  organisation: string
  parent_body: string
}

/** Faults that need no server; all others are found there. */
export function faultsOf(typed: Typed, agreed: boolean): Fault[] {
  const found = blanks({ ...typed })
  const { mobile, password, password_again: again } = typed
  if (mobile.trim() && !isMobile(mobile)) found.push({ pointer: "/mobile", code: "bad_mobile" })
  if (password && [...password.normalize("NFKC")].length < SHORTEST_PASSWORD)
    found.push({ pointer: "/password", code: "too_short", params: { min: SHORTEST_PASSWORD } })
  if (again && again !== password) found.push({ pointer: "/password_again", code: "not_the_same" })
  if (typed.region.length === 2) found.push({ pointer: "/region", code: "required" })
  return agreed ? found : [...found, { pointer: "/agreed", code: "agree" }]
}

/** Desks that concern a region, nearest first: its own, those above, then those that stand over lines of business. */
export function desksFor(desks: readonly Desk[], regions: Regions, region: string): Desk[] {
  if (!region) return []
  const line = lineOf(regions, region)
  const depth = (desk: Desk): number => (desk.region ? line.indexOf(desk.region) : -2)
  return desks.filter((desk) => depth(desk) !== -1).sort((a, b) => depth(b) - depth(a))
}
