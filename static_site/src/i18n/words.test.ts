import { afterEach, expect, test } from "vitest"
import { speak } from "./language"
import { words } from "./words"

afterEach(() => speak("zh"))

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
