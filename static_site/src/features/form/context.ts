/** What the parts of one open form share. */
import { inject, provide, type Component, type ComputedRef, type InjectionKey, type Ref } from "vue"
import type { Input } from "./fields/types"
import type { Answer, Answers, Form, FormFile, Regions, Seen } from "./rules"
import type { Upload, Uploads } from "./files/uploads"

/** A submission of one's own unit that a link may name. */
export interface Linkable {
  readonly id: string
  /** Null for somebody else's, until its owner has confirmed the link. */
  readonly name: string | null
  readonly state: string | null
  /** Whether its owner was asked, and what the answer is. */
  readonly requested: boolean
  readonly confirmed: boolean | null
}

export interface FormContext {
  readonly form: Form
  readonly submission: string
  readonly answers: Readonly<Ref<Answers>>
  readonly set: (field: string, value: Answer) => void
  readonly seen: ComputedRef<Seen>
  readonly files: Readonly<Ref<readonly FormFile[]>>
  readonly setFiles: (files: readonly FormFile[]) => void
  /** Whether a file is a sealed scan of other content than what stands here now. */
  readonly outdated: (file: FormFile) => boolean
  readonly uploads: Uploads
  /** Files on their way, which count as nothing yet. */
  readonly sending: Readonly<Ref<readonly Upload[]>>
  /** The call's date, YYYY-MM-DD. */
  readonly today: string
  readonly regions: Readonly<Ref<Regions>>
  /** The controls; a table holds fields again, so that they come from outside. */
  readonly inputs: Readonly<Record<Input, Component>>
  /** What is wrong at a pointer, in words; nothing before the first check. */
  readonly errors: (pointer: string) => readonly string[]
  /** What is pointed out there without standing in the way. */
  readonly hints: (pointer: string) => readonly string[]
  /** How many faults lie below a pointer, for a folded row. */
  readonly faultsBelow: (pointer: string) => number
  /** What the desk asked of a field when it returned the form. */
  readonly asked: (field: string) => string | undefined
  /** What a link field may choose from. */
  readonly linkables: (field: string) => Promise<readonly Linkable[]>
}

const KEY: InjectionKey<FormContext> = Symbol("form")

export const provideForm = (context: FormContext): void => provide(KEY, context)

export function useFormContext(): FormContext {
  const context = inject(KEY)
  if (!context) throw new Error("a field stands outside a form")
  return context
}

/** The DOM id of the control at a pointer: `/effects/2/until` is `f-effects-2-until`. */
export const controlId = (pointer: string): string => `f${pointer.replace(/\//g, "-")}`
