/** The applicant's part of the API: one function per verb. */
import { api, type Desk, type Head, type HistoryEvent, type ReceivingDesk, type Submission } from "@/api"
import { desksOf } from "@/app/call"
import { text } from "@/i18n"
import type { Linkable } from "./context"
import type { Ticket } from "./files/uploads"
import type { FormFile, Problem } from "./rules"

const at = (id: string) => ({ path: { id } })

/** All of one's submissions of a call, newest first. */
export async function mine(call: string): Promise<Head[]> {
  const found: Head[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await api.get("/submissions", { query: { call, cursor } })
    found.push(...page.items.filter((head) => head.call === call))
    if (!page.cursor) return found
    cursor = page.cursor
  }
}

/** Starts a draft, filled from the dossier or copied; gives its id. */
export const start = async (call: string, track: string, copyOf: string | null = null): Promise<string> =>
  (await api.post("/submissions", { call, track, copy_of: copyOf })).id

export const read = (id: string): Promise<Submission> => api.get("/submissions/{id}", at(id))
export const remove = (id: string): Promise<void> => api.del("/submissions/{id}", at(id))
export const receivers = async (id: string): Promise<ReceivingDesk[]> => (await api.get("/submissions/{id}/desks", at(id))).items
export const check = async (id: string): Promise<readonly Problem[]> => (await api.post("/submissions/{id}/check", {}, at(id))).problems

/** Hands it to a desk; the same `key` pushes once, however often it is sent. */
export const push = (id: string, desk: string, etag: string, key: string): Promise<Head> =>
  api.post("/submissions/{id}/push", { desk, etag }, { ...at(id), key })
export const askBack = (id: string, reason: string): Promise<Head> => api.post("/submissions/{id}/ask-back", { reason }, at(id))
export const withdraw = (id: string, reason: string): Promise<Head> => api.post("/submissions/{id}/withdraw", { reason }, at(id))

export const history = (id: string): Promise<{ items: HistoryEvent[]; verified: boolean }> => api.get("/submissions/{id}/history", at(id))
export const revision = (id: string, n: number) => api.get("/submissions/{id}/revisions/{n}", { path: { id, n } })

export const linkables = async (id: string, field: string): Promise<Linkable[]> =>
  (await api.get("/submissions/{id}/links", { ...at(id), query: { field } })).items

/** Names of a call's desks by code. */
export async function deskNames(call: string): Promise<Readonly<Record<string, string>>> {
  const desks = await desksOf(call).catch((): Desk[] => [])
  return Object.fromEntries(desks.map(({ code, names }) => [code, text(names)]))
}

export const beginUpload = (id: string, field: string, { name, size }: File): Promise<Ticket> =>
  api.post("/submissions/{id}/attachments", { field, name, size }, at(id))
export const completeUpload = async (id: string, aid: string): Promise<readonly FormFile[]> =>
  (await api.post("/submissions/{id}/attachments/{aid}/complete", {}, { path: { id, aid } })).files
export const removeFile = async (id: string, aid: string): Promise<readonly FormFile[]> =>
  (await api.del("/submissions/{id}/attachments/{aid}", { path: { id, aid } })).files

/** An address for a minute; `show` opens it in the browser where its kind allows. */
export async function linkOf(id: string, aid: string, show: boolean): Promise<string> {
  const options = { path: { id, aid }, ...(show && { query: { show: "1" } }) } // the door's types know no query here
  return (await api.get("/submissions/{id}/attachments/{aid}/link", options as { path: { id: string; aid: string } })).url
}

export const isOpen = ({ state }: Pick<Head, "state">): boolean => state === "draft" || state === "returned"
