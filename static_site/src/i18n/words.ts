/**
 * The site's own words. Each folder has its dictionary and calls it as `t('key', { n: 3 })`:
 *
 *   export const t = words({ left: '还剩 {n} 天' }, { left: { one: '{n} day left', other: '{n} days left' } })
 *
 * English must have exactly the keys of Chinese, and a call must give the parameters that the
 * Chinese text names: both are checked by the compiler.
 */
import { language, tag } from "./language"

export interface Plural {
  one: string
  other: string
}
export type Entry = string | Plural
type Dictionary = Record<string, Entry>

type ParamsOf<S> = S extends `${string}{${infer P}}${infer Rest}` ? P | ParamsOf<Rest> : never
type Args<S> = [ParamsOf<S>] extends [never] ? [params?: { n: number }] : [params: Record<ParamsOf<S>, string | number>]

export interface Translate<Zh extends Record<string, string>> {
  <K extends keyof Zh & string>(key: K, ...args: Args<Zh[K]>): string
  /** Whether the dictionary has such a key, for words chosen by a code that came from outside. */
  has: (key: string) => key is keyof Zh & string
  /** The words of a code, or of the code `otherwise`, with whatever parameters came with it. */
  of: (code: string, otherwise: keyof Zh & string, params?: Record<string, unknown>) => string
  readonly dictionaries: { zh: Zh; en: Dictionary }
}

const NONE: Record<string, unknown> = {}

function chosen(entry: Entry, params: Record<string, unknown>): string {
  if (typeof entry === "string") return entry
  const one = new Intl.PluralRules(tag()).select(Number(params.n)) === "one"
  return one ? entry.one : entry.other
}

function filled(pattern: string, params: Record<string, unknown>): string {
  return pattern.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = params[name]
    if (value === undefined) return hole
    return typeof value === "number" ? value.toLocaleString(tag()) : String(value)
  })
}

/** Makes a folder's `t` from its Chinese and English words. */
export function words<const Zh extends Record<string, string>>(zh: Zh, en: Record<keyof Zh, Entry>): Translate<Zh> {
  const dictionaries = { zh, en: en as Dictionary }
  const say = (key: string, params = NONE): string => {
    const entry = dictionaries[language.value][key]
    return entry === undefined ? key : filled(chosen(entry, params), params)
  }
  const has = (key: string): key is keyof Zh & string => Object.prototype.hasOwnProperty.call(zh, key)
  const of = (code: string, otherwise: string, params = NONE): string => say(has(code) ? code : otherwise, params)
  return Object.assign(say, { has, of, dictionaries }) as Translate<Zh>
}
