import { afterEach, beforeEach, expect, test } from "vitest"
import { callSpeaks, language, speak, turnTo } from "./language"

beforeEach(() => localStorage.clear())
afterEach(() => turnTo("zh"))

test("a call in English alone meets its readers in English, and the next in Chinese again", () => {
  callSpeaks(["en"])
  expect([language.value, document.documentElement.lang]).toEqual(["en", "en-GB"])
  callSpeaks(["zh", "en"])
  expect([language.value, document.documentElement.lang]).toEqual(["zh", "zh-CN"])
})

test("a language that was chosen stays, whatever the call speaks", () => {
  speak("zh")
  callSpeaks(["en"])
  expect(language.value).toBe("zh")
})
