/** What a guide of the evaluation is made of. */
import type { Text } from "@/i18n"

export interface Act {
  readonly title: Text
  readonly text: Text
  /** Who does it, and whether it takes two. */
  readonly who?: Text
  /** What can be undone of it. */
  readonly undo?: Text
}

export interface Part {
  readonly id: string
  readonly title: Text
  readonly lead?: Text
  readonly acts: readonly Act[]
}

/** Who sees what, and when: a row for each reader. */
interface Sight {
  readonly id: string
  readonly title: Text
  readonly columns: readonly Text[]
  readonly rows: readonly (readonly Text[])[]
}

export interface Guide {
  readonly title: Text
  readonly lead: Text
  readonly parts: readonly Part[]
  readonly sight: Sight
  readonly questions: readonly { readonly q: Text; readonly a: Text }[]
}
