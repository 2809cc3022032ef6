/** The pages that everybody reads without this site, `/open/…`. */
import type { Call } from "@/api"
import { language } from "@/i18n"

/**
 * The address of a public page of a call.
 * In the reader's language where it is written in that.
 */
export function publicPage(call: Pick<Call, "id" | "languages">, name: "notices" | "results"): string {
  const [first] = call.languages
  const own = language.value !== first && call.languages.includes(language.value) ? `.${language.value}` : ""
  return `/open/${call.id}/${name}${own}.html`
}
