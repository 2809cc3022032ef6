/** What a return asked of which field, and what of it was not touched since. */
import { allFields, clean, type Answers, type Field, type Form, type FormFile } from "./rules"
import { same } from "./saving/merge"

export interface Content {
  readonly answers: Answers
  readonly files: readonly FormFile[]
}

/** One thing asked; `touched` when its field is no longer as it was pushed. */
export interface Ask {
  readonly field: Field
  readonly section: string
  readonly text: string
  readonly touched: boolean
}

const filesAt = ({ files }: Content, field: string): string =>
  files
    .filter((file) => file.field === field)
    .map(({ id }) => id)
    .join(" ")

/**
 * The asks of a return, in the order of the page.
 * Of a field that is hidden now nothing can be asked.
 */
export function asksOf(
  form: Form,
  asks: Readonly<Record<string, string>>,
  pushed: Content,
  now: Content,
  shown: (field: string) => boolean,
): readonly Ask[] {
  const [before, after] = [clean(form, pushed.answers), clean(form, now.answers)]
  const touched = (id: string): boolean => !same(before[id], after[id]) || filesAt(pushed, id) !== filesAt(now, id)
  return allFields(form).flatMap((field) => {
    const text = asks[field.id]
    const section = form.sections.find(({ fields }) => fields.includes(field))?.id ?? ""
    return text && shown(field.id) ? [{ field, section, text, touched: touched(field.id) }] : []
  })
}

/** How many per section still wait, and in all. */
export function waiting(asks: readonly Ask[]): {
  readonly total: number
  readonly sections: Readonly<Record<string, number>>
} {
  const left = asks.filter(({ touched }) => !touched)
  const sections: Record<string, number> = {}
  for (const { section } of left) sections[section] = (sections[section] ?? 0) + 1
  return { total: left.length, sections }
}
