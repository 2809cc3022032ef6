/** Checkers of values typed as text. None of them minds emptiness: that is asked before. */
import { holds, under, type Lookup } from "./conditions"
import type { Field, RegionLevel, Regions, World } from "./description"
import { isNumber, order, placesOf } from "./numbers"
import { isEmpty, length } from "./text"
import { fault, type Fault } from "./values"

export type Checker = (field: Field, value: string, world: World, look: Lookup) => Fault[]

export const must =
  (is: (text: string) => boolean, code: string): Checker =>
  (_, value) =>
    is(value) ? [] : [fault(code)]

export const text: Checker = ({ min, max }, value) => {
  const count = length(value)
  if (typeof min === "number" && count < min) return [fault("too_short", { min, missing: min - count })]
  if (typeof max === "number" && count > max) return [fault("too_long", { max, over: count - max })]
  return []
}

/** A limit is a whole number or, where it has places, a text. */
function range({ min, max }: Field, value: string): Fault[] {
  if (!isEmpty(min) && order(value, String(min)) < 0) return [fault("too_small", { min })]
  if (!isEmpty(max) && order(value, String(max)) > 0) return [fault("too_big", { max })]
  return []
}

export const integer: Checker = (field, value) => {
  if (!isNumber(value)) return [fault("not_a_number")]
  return placesOf(value) ? [fault("not_whole")] : range(field, value)
}

export const decimal: Checker = (field, value) => {
  if (!isNumber(value)) return [fault("not_a_number")]
  const { places } = field
  return typeof places === "number" && placesOf(value) > places
    ? [fault("too_many_places", { places })]
    : range(field, value)
}

export const time =
  (is: (text: string) => boolean, code: string): Checker =>
  (field, value, { today }) => {
    if (!is(value)) return [fault(code)]
    if (typeof field.min === "string" && value < field.min) return [fault("too_early", { min: field.min })]
    if (typeof field.max === "string" && value > field.max) return [fault("too_late", { max: field.max })]
    const max = today.slice(0, value.length)
    return field.not_after && value > max ? [fault("in_future", { max })] : []
  }

/** Checks that a value is an option, and an open one. */
export const choice: Checker = (field, value, _, look) => {
  const option = field.options?.find((one) => one.value === value)
  if (!option) return [fault("not_an_option")]
  return option.when && !holds(option.when, look) ? [fault("option_not_allowed", { option: value })] : []
}

const LEVELS: readonly RegionLevel[] = ["province", "city", "county"]

/** By its place in the chain of parents; undefined for a code nobody knows. */
function levelOf(regions: Regions, code: string): RegionLevel | undefined {
  let depth = -1
  for (let at: string | null | undefined = code; at && regions[at]; at = regions[at]?.[1]) depth += 1
  return LEVELS[Math.min(depth, 2)]
}

export const region: Checker = ({ within, levels }, value, { regions }) => {
  const level = levelOf(regions, value)
  if (!level) return [fault("unknown_region")]
  if (within && !under(value, within)) return [fault("region_outside", { within })]
  return levels && !levels.includes(level) ? [fault("region_level", { levels })] : []
}
