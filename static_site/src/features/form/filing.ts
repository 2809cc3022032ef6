/** The applicant's part of the API: one function per verb. */
import { api, type Head, type HistoryEvent, type ReceivingDesk, type Submission } from "@/api"
import type { Linkable } from "./context"
import type { Ticket } from "./files/uploads"
import type { FormFile, Problem } from "./rules"

const at = (id: string) => ({ path: { submission: id } })

/** All of one's submissions of a call, newest first. */
export async function mine(call: string): Promise<Head[]> {
  const found: Head[] = []
  for (let cursor: string | undefined; ;) {
    const page = await api.get("/submissions", { query: { cursor } })
    found.push(...page.items.filter((head) => head.call === call))
    if (!page.cursor) return found
    cursor = page.cursor
  }
}

/** Starts a draft, filled from the dossier; gives its id. */
export const start = async (call: string, track: string): Promise<string> =>
  (await api.post("/submissions", { call, track, copy_of: null })).id

export const read = (id: string): Promise<Submission> => api.get("/submissions/{submission}", at(id))
export const remove = (id: string): Promise<void> => api.del("/submissions/{submission}", at(id))
export const receivers = async (id: string): Promise<ReceivingDesk[]> =>
  (await api.get("/submissions/{submission}/desks", at(id))).items
export const check = async (id: string): Promise<readonly Problem[]> =>
  (await api.post("/submissions/{submission}/check", {}, at(id))).problems

/**
 * Hands a submission to a desk.
 * The same `key` pushes once, however often it is sent.
 */
export const push = (id: string, desk: string, etag: string, key: string): Promise<Head> =>
  api.post("/submissions/{submission}/push", { desk, etag }, { ...at(id), key })
export const askBack = (id: string, reason: string): Promise<Head> =>
  api.post("/submissions/{submission}/ask-back", { reason }, at(id))
export const withdraw = (id: string, reason: string): Promise<Head> =>
  api.post("/submissions/{submission}/withdraw", { reason }, at(id))

export const history = (id: string): Promise<{ items: HistoryEvent[]; verified: boolean }> =>
  api.get("/submissions/{submission}/history", at(id))
export const revision = (id: string, n: number) =>
  api.get("/submissions/{submission}/revisions/{n}", { path: { submission: id, n } })

export const linkables = async (id: string, field: string): Promise<Linkable[]> =>
  (await api.get("/submissions/{submission}/links", { ...at(id), query: { field } })).items

export const beginUpload = (id: string, field: string, { name, size }: File): Promise<Ticket> =>
  api.post("/submissions/{submission}/attachments", { field, name, size }, at(id))
export const completeUpload = async (id: string, aid: string): Promise<readonly FormFile[]> =>
  (
    await api.post(
      "/submissions/{submission}/attachments/{attachment}/complete",
      {},
      { path: { submission: id, attachment: aid } },
    )
  ).files
export const removeFile = async (id: string, aid: string): Promise<readonly FormFile[]> =>
  (await api.del("/submissions/{submission}/attachments/{attachment}", { path: { submission: id, attachment: aid } }))
    .files

/**
 * An address of a file, for a minute.
 * `show` opens it in the browser where its kind allows.
 */
export const linkOf = async (id: string, aid: string, show: boolean): Promise<string> => {
  const asked = { path: { submission: id, attachment: aid }, query: show ? { show: "1" as const } : {} }
  return (await api.get("/submissions/{submission}/attachments/{attachment}/link", asked)).url
}
