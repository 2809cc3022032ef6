/** The language of the page: the reader's choice, kept in the browser; before one, Chinese or what the call speaks. */
import { ref } from "vue"

export type Language = "zh" | "en"
/** A text of a call's data, by language. */
export type Text = Readonly<Partial<Record<string, string>>>

const KEY = "laurel.language"
const TAGS: Record<Language, string> = { zh: "zh-CN", en: "en-GB" }

function chosen(): Language | null {
  const kept = localStorage.getItem(KEY)
  return kept === "zh" || kept === "en" ? kept : null
}

export const language = ref<Language>(chosen() ?? "zh")
const callsFirst = ref("zh")

/** The BCP 47 tag that dates and numbers are written by. */
export const tag = (): string => TAGS[language.value]

/** Switches the page, for this visit. */
export function turnTo(next: Language): void {
  language.value = next
  document.documentElement.lang = tag()
}

/** Switches the page and remembers the choice. */
export function speak(next: Language): void {
  localStorage.setItem(KEY, next)
  turnTo(next)
}

/**
 * Takes note of what the current call speaks.
 * Its first language stands in where a text lacks the reader's, and a reader who has chosen none is not met in one
 * that the call does not speak.
 */
export function callSpeaks(languages: readonly string[]): void {
  callsFirst.value = languages[0] ?? "zh"
  if (!chosen()) turnTo(languages.includes("zh") || !languages.includes("en") ? "zh" : "en")
}

/**
 * A text of the data in the reader's language.
 * Else in the call's first; empty when there is none.
 */
export function text(label: Text | string | null | undefined): string {
  if (!label || typeof label === "string") return label || ""
  return label[language.value] || label[callsFirst.value] || label.zh || label.en || ""
}
