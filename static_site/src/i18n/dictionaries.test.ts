/** All dictionaries of the site, looked through. */
import { expect, test } from "vitest"
import type { Dictionary, Translate } from "./words"

const modules = import.meta.glob<Record<string, unknown>>(
  ["/src/**/*.ts", "!/src/**/*.test.ts", "!/src/main.ts", "!/src/**/worker.ts"],
  {
    eager: true,
  },
)
type Any = Translate<Dictionary>
const isWords = (it: unknown): it is Any => typeof it === "function" && "dictionary" in it
const all = Object.entries(modules).flatMap(([file, exported]) =>
  Object.values(exported)
    .filter(isWords)
    .map((t) => [file, t.dictionary] as const),
)
const forms = (entry: Dictionary[string]["en"]): string[] =>
  typeof entry === "string" ? [entry] : [entry.one, entry.other]
const holes = (pattern: string): string[] => [...new Set(pattern.match(/\{\w+\}/g) ?? [])].sort()

test("there are dictionaries to look at", () => {
  expect(all.length).toBeGreaterThan(2)
})

test.each(all)("%s says everything in both languages", (_, dictionary) => {
  for (const { zh, en } of Object.values(dictionary)) {
    expect(zh).not.toBe("")
    for (const form of forms(en)) expect(form).toBeTypeOf("string")
  }
})

test.each(all)("%s names no parameter in English that Chinese does not give", (_, dictionary) => {
  for (const { zh, en } of Object.values(dictionary))
    for (const form of forms(en)) expect(holes(zh)).toEqual(expect.arrayContaining(holes(form)))
})

/** A text of as many Chinese characters may stand twice: shared with a first page, it would cost every page more. */
const FEW = 4

test("a text stands in one dictionary, or comes from one place", () => {
  const homes = new Map<string, Map<Dictionary[string], string>>()
  for (const [file, dictionary] of all)
    for (const word of Object.values(dictionary)) {
      const said = JSON.stringify([word.zh, word.en])
      homes.set(said, (homes.get(said) ?? new Map()).set(word, file))
    }
  const twice = [...homes].filter(
    ([said, places]) => new Set(places.values()).size > 1 && (said.match(/\p{Script=Han}/gu) ?? []).length > FEW,
  )
  expect(twice.map(([said, places]) => [said, ...places.values()])).toEqual([])
})
