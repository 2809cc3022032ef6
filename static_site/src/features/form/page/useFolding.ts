/** The sections of a form as they fold, and the ways to a place within one. */
import { nextTick, ref, type Ref } from "vue"
import type { Form } from "../rules"

export interface Folding {
  /** Whether a section is folded, by its id. */
  readonly folded: Ref<Record<string, boolean>>
  /** Goes to a section, unfolded. */
  readonly go: (section: string) => Promise<void>
  /** Goes to a control of a field, whose section unfolds. */
  readonly goTo: (field: string, control: string) => Promise<void>
}

/** Id of the section that a field stands in; empty for none. */
export const sectionOf = ({ sections }: Form, field: string): string =>
  sections.find(({ fields }) => fields.some(({ id }) => id === field))?.id ?? ""

/**
 * Folds the sections that are done when the page opens.
 * A section never folds by itself later.
 */
export function useFolding(form: Form, isDone: (section: string) => boolean): Folding {
  const folded = ref(Object.fromEntries(form.sections.map(({ id }) => [id, isDone(id)])))
  async function go(section: string): Promise<void> {
    folded.value[section] = false
    await nextTick()
    const card = document.getElementById(`s-${section}`)
    card?.scrollIntoView()
    card?.querySelector<HTMLElement>("summary")?.focus({ preventScroll: true })
  }
  async function goTo(field: string, control: string): Promise<void> {
    folded.value[sectionOf(form, field)] = false
    await nextTick()
    document.getElementById(control)?.focus({ preventScroll: true })
    document.getElementById(control)?.scrollIntoView({ block: "center" })
  }
  return { folded, go, goTo }
}
