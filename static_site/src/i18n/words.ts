/**
 * The site's own words. Each folder has its dictionary and calls it as `t("left", { n: 3 })`:
 *
 *   export const t = words({ left: { zh: "还剩 {n} 天", en: { one: "{n} day left", other: "{n} days left" } } })
 *
 * A word has both languages, and a call must give the parameters that the Chinese text names: both are
 * checked by the compiler.
 */
import { language, tag } from "./language"

interface Plural {
  one: string
  other: string
}
type Entry = string | Plural
interface Word {
  zh: string
  en: Entry
}
export type Dictionary = Readonly<Record<string, Word>>

type ParamsOf<S> = S extends `${string}{${infer P}}${infer Rest}` ? P | ParamsOf<Rest> : never
type Args<S> = [ParamsOf<S>] extends [never] ? [params?: { n: number }] : [params: Record<ParamsOf<S>, string | number>]

export interface Translate<D extends Dictionary> {
  <K extends keyof D & string>(key: K, ...args: Args<D[K]["zh"]>): string
  /** Whether the dictionary has such a key, for words chosen by a code that came from outside. */
  has: (key: string) => key is keyof D & string
  /** The words of a code, or of the code `otherwise`, with whatever parameters came with it. */
  of: (code: string, otherwise: keyof D & string, params?: Record<string, unknown>) => string
  readonly dictionary: D
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

/** Makes a folder's `t` from its words. */
export function words<const D extends Dictionary>(dictionary: D): Translate<D> {
  const say = (key: string, params = NONE): string => {
    const entry = dictionary[key]?.[language.value]
    return entry === undefined ? key : filled(chosen(entry, params), params)
  }
  const has = (key: string): key is keyof D & string => Object.prototype.hasOwnProperty.call(dictionary, key)
  const of = (code: string, otherwise: string, params = NONE): string => say(has(code) ? code : otherwise, params)
  return Object.assign(say, { has, of, dictionary }) as Translate<D>
}
