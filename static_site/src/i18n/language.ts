/** The language of the page: the reader's choice, kept in the browser; Chinese until one is made. */
import { ref } from "vue"

export type Language = "zh" | "en"
/** A text of a call's data, by language. */
export type Text = Readonly<Partial<Record<string, string>>>

const KEY = "laurel.language"
const TAGS: Record<Language, string> = { zh: "zh-CN", en: "en-GB" }

function remembered(): Language {
  return localStorage.getItem(KEY) === "en" ? "en" : "zh"
}

export const language = ref<Language>(remembered())
const callsFirst = ref("zh")

/** The BCP 47 tag that dates and numbers are written by. */
export const tag = (): string => TAGS[language.value]

/** Switches the page and remembers the choice. */
export function speak(next: Language): void {
  localStorage.setItem(KEY, next)
  language.value = next
  document.documentElement.lang = tag()
}

/** Names the language that stands in where a call's text lacks the reader's. */
export function fallBackTo(first: string): void {
  callsFirst.value = first
}

/** A text of the data in the reader's language, else in the call's first; empty when there is none. */
export function text(label: Text | string | null | undefined): string {
  if (!label || typeof label === "string") return label || ""
  return label[language.value] || label[callsFirst.value] || label.zh || label.en || ""
}
