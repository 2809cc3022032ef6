/** A submission with its form and the words for where it lies, as its pages need them. */
import type { Desk, Head, Submission } from "@/api"
import { deskNames, desksOf, useCall } from "@/session/call"
import { formOf } from "@/features/form/descriptions"
import { read } from "@/features/form/filing"
import { linkedNames } from "@/features/form/linkedNames"
import type { Form } from "@/features/form/rules"

export interface Opened {
  readonly submission: Submission
  readonly form: Form
  /** Where it lies; null while it is a draft. */
  readonly desk: Desk | null
  /** Names of desks by code, the organiser's office among them. */
  readonly names: Readonly<Record<string, string>>
  /** What its link fields name, in words, by id. */
  readonly links: Readonly<Record<string, string>>
}

/** What may still be saved will be pushed by the newest form, whichever it was saved under. */
function newestOf(call: string, saved: number): number {
  const { call: current } = useCall()
  return current.value?.id === call ? Math.max(current.value.version, saved) : saved
}

export async function opened(id: string): Promise<Opened> {
  const submission = await read(id)
  const { call, track, desk } = submission.head
  const version = submission.etag ? newestOf(call, submission.version) : submission.version
  const [form, desks, names] = await Promise.all([
    formOf(call, version, track),
    desksOf(call).catch((): Desk[] => []),
    deskNames(call),
  ])
  const links = await linkedNames(id, form).catch(() => ({}))
  return { submission, form, links, desk: desks.find(({ code }) => code === desk) ?? null, names }
}

/** The name of the desk that an entry lies at. */
export const deskName = ({ desk }: Head, names: Opened["names"]): string => names[desk ?? ""] || (desk ?? "")

/**
 * Whether the reader may do a step now.
 * As the server says: `ask-back`, `withdraw`, …
 */
export const may = ({ can }: Submission, step: string): boolean => can.some((one) => one.replace(/_/g, "-") === step)
