/** The calls of one authority: which of them lead to each other, and into which one an entry is copied. */
import type { CallHead } from "@/api"

/**
 * Calls beside the current one, as they are listed.
 * Of the same authority; a hidden one is shown to nobody here.
 */
export function beside(heads: readonly CallHead[], current: CallHead | null): CallHead[] {
  const own = current?.authority.id
  return heads.filter(({ id, authority, hidden }) => !hidden && authority.id === own && id !== current?.id)
}

/**
 * The call that a copy goes into.
 * The entry's own while it is open for filing, else the open one of its authority, else its own.
 */
export function callForCopy(heads: readonly CallHead[], own: CallHead | null): CallHead | null {
  if (!own || own.stage === "filing") return own
  return beside(heads, own).find(({ stage }) => stage === "filing") ?? own
}
