/** One entry under review: all of it, what happened, what changed, the list it would join, and its neighbours. */
import { api, type Change, type HistoryEvent, type Linked, type State, type Submission } from "@/api"
import type { Board } from "@/api/desk"
import { formOf } from "@/features/form/read"
import type { Form } from "@/features/form/rules"
import { pageOf } from "@/features/lists/inbox/useInbox"
import { remember, remembered } from "@/features/lists/desk/queue"
import type { OwnDesk } from "@/features/lists/desk/useDesk"
import { inWords } from "@/features/form/linkedNames"
import { linkedTo } from "@/features/lists/decision/links"

export interface Review {
  readonly entry: Submission
  readonly form: Form
  readonly history: { items: readonly HistoryEvent[]; verified: boolean }
  readonly changes: readonly Change[] | null
  readonly board: Board | null
  readonly queue: readonly string[]
  /** Linked submissions by id: name, number and how they stand. */
  readonly links: Readonly<Record<string, string>>
  readonly linked: readonly Linked[]
}

const shown = (id: string): Promise<Submission> => api.get("/submissions/{submission}", { path: { submission: id } })

const boardOf = ({ call, desk, track, organiser }: OwnDesk): Promise<Board | null> =>
  organiser
    ? Promise.resolve(null)
    : api.get("/calls/{call}/desks/{desk}/lists/{track}", { path: { call: call.id, desk, track: track.id } })

/** The order of the list it was opened from; fetched where the page was opened by its address. */
async function queueOf(ownDesk: OwnDesk, state: State): Promise<readonly string[]> {
  const known = remembered(ownDesk.call.id, ownDesk.track.id, state)
  if (known) return known
  const page = await pageOf(ownDesk, state).catch(() => null)
  const ids = (page?.items ?? []).map(({ id }) => id)
  if (page) remember(ownDesk.call.id, ownDesk.track.id, state, ids)
  return ids
}

async function changesOf({ head }: Submission): Promise<readonly Change[] | null> {
  if (head.revision < 2 || head.revision === head.since) return null
  const query = { from: head.revision - 1, to: head.revision }
  return (await api.get("/submissions/{submission}/changes", { path: { submission: head.id }, query })).changes
}

export async function reviewed(ownDesk: OwnDesk, id: string, state: State): Promise<Review> {
  const [entry, history, board, queue] = await Promise.all([
    shown(id),
    api.get("/submissions/{submission}/history", { path: { submission: id } }),
    boardOf(ownDesk),
    queueOf(ownDesk, state),
  ])
  const [form, changes] = await Promise.all([
    formOf(entry.head.call, entry.version, entry.head.track),
    changesOf(entry),
  ])
  const linked = await linkedTo(form, id, entry.answers)
  return { entry, form, history, changes, board, queue, linked, links: inWords(linked) }
}
