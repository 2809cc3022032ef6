import { afterEach, expect, test } from "vitest"
import { speak } from "./language"
import { words, type Dictionary, type Entry, type Translate } from "./words"

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
const forms = (entry: Entry): string[] => (typeof entry === "string" ? [entry] : [entry.one, entry.other])
const holes = (pattern: string): string[] => [...new Set(pattern.match(/\{\w+\}/g) ?? [])].sort()

afterEach(() => speak("zh"))

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

test("a text takes its parameters, and English its plural", () => {
  const t = words({
    left: { zh: "还剩 {n} 天", en: { one: "{n} day left", other: "{n} days left" } },
  })
  expect(t("left", { n: 3 })).toBe("还剩 3 天")
  speak("en")
  expect([t("left", { n: 1 }), t("left", { n: 1200 })]).toEqual(["1 day left", "1,200 days left"])
})

test("a code without words falls back to the word given", () => {
  const t = words({
    known: { zh: "认识", en: "known" },
    odd: { zh: "不认识", en: "odd" },
  })
  expect([t.of("known", "odd"), t.of("toString", "odd")]).toEqual(["认识", "不认识"])
})
