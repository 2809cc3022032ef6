/**
 * The language of the page: the reader's choice, kept in the browser; before one, Chinese or what the call speaks. A
 * call may speak any: its own texts come in the reader's language, the site's words in Chinese or English.
 */
import { computed, ref } from "vue"

export type Language = "zh" | "en"
/** A text of a call's data, by language. */
export type Text = Readonly<Partial<Record<string, string>>>

const KEY = "laurel.language"
const TAGS: Record<Language, string> = { zh: "zh-CN", en: "en-GB" }

const chosen = (): string | null => localStorage.getItem(KEY)

/** What the reader reads, of whatever the call speaks. */
const reader = ref(chosen() ?? "zh")
/** What the site's own words are in. */
export const language = computed<Language>(() => (reader.value.startsWith("zh") ? "zh" : "en"))
/** What the current call speaks, its first language first. */
const calls = ref<readonly string[]>([])

/** The BCP 47 tag that dates and numbers are written by. */
export const tag = (): string => TAGS[language.value]

/** Switches the page, for this visit. */
export function turnTo(next: string): void {
  reader.value = next
  document.documentElement.lang = tag()
}

/** Switches the page and remembers the choice. */
export function speak(next: string): void {
  localStorage.setItem(KEY, next)
  turnTo(next)
}

/**
 * Takes note of what the current call speaks.
 * Its first language stands in where a text lacks the reader's, and a reader who has chosen none is not met in one
 * that the call does not speak.
 */
export function callSpeaks(languages: readonly string[]): void {
  calls.value = languages
  if (!chosen()) turnTo(languages.includes("zh") ? "zh" : (languages[0] ?? "zh"))
}

/** Whether a reader of these languages reads in the own one. */
export const isRead = (languages: readonly string[]): boolean => languages.includes(reader.value)

/** The other languages that the page may be read in: those of the call, and those of the site's own words. */
export const otherLanguages = computed<readonly string[]>(() => {
  const all = new Set([...calls.value, "zh", "en"])
  if (!all.delete(reader.value)) all.delete(language.value)
  return [...all]
})

/** A language as it calls itself. */
export const languageName = (tag: string): string => new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag

/**
 * A text of the data in the reader's language.
 * Else in the site's, else in the call's first; empty without any.
 */
export function text(label: Text | string | null | undefined): string {
  if (!label || typeof label === "string") return label || ""
  return label[reader.value] || label[language.value] || label[calls.value[0] ?? ""] || label.zh || label.en || ""
}
