/** A submission with its form and the words for where it lies, as its pages need them. */
import { api, type Desk, type Head, type Submission } from "@/api"
import { desksOf } from "@/app/call"
import { formOf } from "@/form/descriptions"
import type { Form, FormFile } from "@/form/rules"
import { text, type Text } from "@/i18n"

export interface Opened {
  readonly submission: Submission & Coded
  readonly form: Form
  readonly desk: Desk | null
}
/** The code of the content as it stands, computed by the server. */
export interface Coded {
  readonly code?: string | null
}

export async function opened(id: string): Promise<Opened> {
  const submission: Submission & Coded = await api.get("/submissions/{id}", { path: { id } })
  const { call, track, desk } = submission.head
  const [form, desks] = await Promise.all([formOf(call, submission.version, track), desk ? desksOf(call).catch(() => []) : []])
  return { submission, form, desk: desks.find(({ code }) => code === desk) ?? null }
}

/** The name of the desk a submission lies at. */
export function deskName(head: Head, desk: Desk | null = null): string {
  if (desk) return text(desk.names)
  return typeof head.desk_name === "string" ? head.desk_name : text(head.desk_name) || head.desk || ""
}

export const hoursOf = (hours: string | Text | null | undefined): string => (typeof hours === "string" ? hours : text(hours))

/** Whether the reader may do a step now, as the server says: `ask-back`, `withdraw`, … */
export const may = ({ can }: Submission, step: string): boolean => can.some((one) => one.replace(/_/g, "-") === step)

export const isOpen = ({ state }: Head): boolean => state === "draft" || state === "returned"

/** Sealed sheets that were made for other content than what stands there now. */
export const sealedForOther = (form: Form, files: readonly (FormFile & Coded)[], code: string | null | undefined): (FormFile & Coded)[] => {
  const pledges = form.sections.flatMap(({ fields }) => fields).filter((field) => field.pledge).map(({ id }) => id)
  return files.filter((file) => pledges.includes(file.field) && code && file.code && file.code !== code)
}
