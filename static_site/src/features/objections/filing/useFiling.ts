/** Files an objection: written down, its evidence sent file by file, then filed when all has arrived. */
import { computed, onBeforeUnmount, ref, shallowRef } from "vue"
import { api, asProblem, type Problem } from "@/api"
import type { ObjectionIn, OwnObjection } from "@/api/objections"
import { post, UploadFailed, Uploads, type Ticket, type Upload, type UploadDoor } from "@/features/form/files/uploads"
import { proof } from "@/features/proof"

export interface Filed {
  readonly code: string
  readonly objection: OwnObjection
}

/** Sends a body with a proof of work; with another where the first has become too weak or too old. */
async function proven<T>(send: (proof: string) => Promise<T>): Promise<T> {
  try {
    return await send(await proof("object", ""))
  } catch (thrown) {
    if (asProblem(thrown).code !== "proof_required") throw thrown
    return send(await proof("object", ""))
  }
}

/**
 * How an objection to a row of notice `n` is filed.
 * `refused` hears of what the API refuses once all evidence has arrived.
 */
export function useFiling(call: string, n: number, refused: (problem: Problem, files: readonly File[]) => void) {
  const files = shallowRef<readonly File[]>([])
  const onTheWay = shallowRef<readonly Upload[]>([])
  const filed = shallowRef<Filed | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const completing = ref(false)
  const isSending = ref(false)
  let code = ""
  let tickets: readonly Ticket[] = []
  let used = new Set<number>()
  let arrived = 0

  /** A ticket is good for some minutes, so that another try asks for a new one. */
  async function ticketOf(at: number): Promise<Ticket> {
    if (used.has(at)) tickets = (await api.post("/calls/{call}/objections/tickets", { code }, { path: { call } })).items
    used.add(at)
    const ticket = tickets[at]
    if (!ticket) throw new UploadFailed("upload_refused")
    return ticket
  }
  const door: UploadDoor = {
    begin: (at) => ticketOf(Number(at)),
    send: post,
    complete: () => Promise.resolve([]),
    codeOf: (thrown) => (thrown instanceof UploadFailed ? thrown.code : asProblem(thrown).code),
  }
  const uploads = new Uploads(
    door,
    (list) => (onTheWay.value = list),
    () => {
      arrived += 1
      if (arrived === files.value.length) void complete()
    },
  )
  onBeforeUnmount(() => uploads.stop())

  async function begin(chosen: readonly File[], body: (proof: string) => ObjectionIn): Promise<void> {
    const path = { call, n }
    const begun = await proven((proof) =>
      api.post("/calls/{call}/public-notices/{n}/objections", body(proof), { path, quiet: true }),
    )
    code = begun.code
    tickets = begun.tickets
    used = new Set()
    arrived = 0
    problem.value = null
    files.value = chosen
    isSending.value = true
    chosen.forEach((file, at) => uploads.add(String(at), [file]))
    if (!chosen.length) await complete()
  }

  async function complete(): Promise<void> {
    completing.value = true
    problem.value = null
    try {
      filed.value = {
        code,
        objection: await api.post("/calls/{call}/objections/complete", { code }, { path: { call } }),
      }
      isSending.value = false
    } catch (thrown) {
      const why = asProblem(thrown)
      if (why.status >= 400 && why.status < 500) {
        isSending.value = false
        refused(why, files.value)
      } else problem.value = why
    } finally {
      completing.value = false
    }
  }

  /** What each file of the evidence stands at. */
  const sending = computed(() =>
    files.value.map((file, at) => ({ file, upload: onTheWay.value.find(({ field }) => field === String(at)) })),
  )

  return { begin, complete, completing, problem, sending, isSending, filed, retry: (key: number) => uploads.retry(key) }
}
