/** One checker per type of value typed as text. None of them minds emptiness: that is asked before. */
import { holds, under, type Lookup } from './conditions'
import type { Field, FieldType, RegionLevel, World } from './description'
import { length } from './text'
import { fault, isDate, isMonth, isNumber, isUscc, placesOf, type Fault } from './values'

export type Checker = (field: Field, value: string, world: World, look: Lookup) => Fault[]

const PATTERNS = {
  mobile: /^1[3-9]\d{9}$/,
  phone: /^(\+\d{1,3}[- ]?)?(\(?\d{2,4}\)?[- ]?)?\d{7,8}(-\d{1,6})?$|^(400|800)-?\d{3}-?\d{4}$/,
  email: /^[^\s@<>()",;:]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
  url: /^https?:\/\/[^\s/?#.]+(\.[^\s/?#.]+)+([/?#]\S*)?$/i,
}

const pattern = (key: keyof typeof PATTERNS): Checker => (_, value) =>
  PATTERNS[key].test(value) ? [] : [fault(`bad_${key}`)]

const text: Checker = ({ min, max }, value) => {
  const count = length(value)
  if (typeof min === 'number' && count < min) return [fault('too_short', { min, missing: min - count })]
  if (typeof max === 'number' && count > max) return [fault('too_long', { max, over: count - max })]
  return []
}

function range({ min, max }: Field, value: string): Fault[] {
  if (typeof min === 'number' && Number(value) < min) return [fault('too_small', { min })]
  if (typeof max === 'number' && Number(value) > max) return [fault('too_big', { max })]
  return []
}

const integer: Checker = (field, value) => {
  if (!isNumber(value)) return [fault('not_a_number')]
  return placesOf(value) ? [fault('not_whole')] : range(field, value)
}

const decimal = (standard?: number): Checker => (field, value) => {
  if (!isNumber(value)) return [fault('not_a_number')]
  const places = field.places ?? standard
  if (places !== undefined && placesOf(value) > places) return [fault('too_many_places', { places })]
  return range(field, value)
}

const when = (is: (text: string) => boolean, code: string): Checker => (field, value, { today }) => {
  if (!is(value)) return [fault(code)]
  if (typeof field.min === 'string' && value < field.min) return [fault('too_early', { min: field.min })]
  if (typeof field.max === 'string' && value > field.max) return [fault('too_late', { max: field.max })]
  return field.not_after && value > today.slice(0, value.length) ? [fault('in_future')] : []
}

const choice: Checker = (field, value, _, look) => {
  const option = field.options?.find((one) => one.value === value)
  if (!option) return [fault('not_an_option')]
  return option.when && !holds(option.when, look) ? [fault('option_not_allowed', { value })] : []
}

export function levelOf(code: string): RegionLevel {
  if (code.length === 2) return 'province'
  return code.endsWith('00') ? 'city' : 'county'
}

const region: Checker = ({ within, levels }, value, { regions }) => {
  if (!regions.has(value)) return [fault('unknown_region')]
  if (within && !under(value, within)) return [fault('region_outside', { within })]
  return levels && !levels.includes(levelOf(value)) ? [fault('region_level', { levels })] : []
}

export const scalars: Partial<Record<FieldType, Checker>> = {
  text,
  long: text,
  integer,
  decimal: decimal(),
  percent: decimal(1),
  money: decimal(2),
  date: when(isDate, 'not_a_date'),
  month: when(isMonth, 'not_a_month'),
  yesno: (_, value) => (value === 'yes' || value === 'no' ? [] : [fault('not_an_option')]),
  choice,
  region,
  uscc: (_, value) => (isUscc(value) ? [] : [fault('bad_uscc')]),
  mobile: pattern('mobile'),
  phone: pattern('phone'),
  email: pattern('email'),
  url: pattern('url'),
}
