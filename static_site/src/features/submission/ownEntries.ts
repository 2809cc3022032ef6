/** What an applicant sees of an own submission, and which verbs stand beside it. */
import type { Head, State } from "@/api"
import { isOpen, isReturned } from "@/ui/states"

export type Verb = "edit" | "push" | "files" | "detail" | "copy" | "print" | "remove"

/** The verbs of a row, the most likely next one first. */
export function verbsOf(head: Head): readonly Verb[] {
  if (!isOpen(head)) return ["detail", "copy", "print"]
  const removable: readonly Verb[] = !isReturned(head) && head.revision === 0 ? ["remove"] : []
  return ["edit", "push", "files", "detail", "copy", "print", ...removable]
}

export const addressOf = (verb: Verb, id: string): string | null => {
  const paths: Partial<Record<Verb, string>> = {
    edit: `/submissions/${id}/edit`,
    push: `/submissions/${id}/push`,
    files: `/submissions/${id}/edit#files`,
    detail: `/submissions/${id}`,
  }
  return paths[verb] ?? null
}

export interface Filter {
  readonly track: string
  readonly state: State | ""
  readonly name: string
}

const folded = (text: string): string => text.normalize("NFKC").toLowerCase()

/**
 * Filters by track, state and part of a name.
 * The entry's, or its unit's.
 */
export const filtered = (heads: readonly Head[], { track, state, name }: Filter): Head[] =>
  heads.filter(
    (head) =>
      (!track || head.track === track) &&
      (!state || head.state === state) &&
      folded(`${head.name} ${head.unit_name}`).includes(folded(name.trim())),
  )
