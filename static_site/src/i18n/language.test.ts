import { afterEach, beforeEach, expect, test } from "vitest"
import { callSpeaks, language, languageName, otherLanguages, speak, text, turnTo } from "./language"

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

test("a call in a third language is read in it, and the site's own words are in English then", () => {
  callSpeaks(["zh", "en", "fr"])
  speak("fr")
  expect([text({ zh: "名称", en: "Name", fr: "Nom" }), text({ zh: "首页", en: "Home" }), language.value]).toEqual([
    "Nom",
    "Home",
    "en",
  ])
})

test("a call that speaks neither Chinese nor English meets its readers in its own", () => {
  callSpeaks(["fr"])
  expect([text({ fr: "Nom" }), language.value]).toEqual(["Nom", "en"])
})

test.each([
  [["zh", "en", "fr"], "zh", ["en", "fr"]],
  [["zh", "en", "fr"], "fr", ["zh", "en"]],
  [["zh", "en"], "fr", ["zh"]],
  [["en"], "en", ["zh"]],
  [["fr"], "fr", ["zh", "en"]],
])("where a call speaks %j and the reader %s, the switch offers %j", (languages, read, offered) => {
  speak(read)
  callSpeaks(languages)
  expect(otherLanguages.value).toEqual(offered)
})

test("a language is called what it calls itself", () => {
  expect(["zh", "en", "fr", "zh-Hant"].map(languageName)).toEqual(["中文", "English", "français", "繁體中文"])
})
