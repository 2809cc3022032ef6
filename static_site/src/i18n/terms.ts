/** Nouns that stand in several parts of the site, each said once. */
import { words } from "./words"

export const terms = words({
  site: { zh: "桂冠", en: "Laurel" },
})
