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
