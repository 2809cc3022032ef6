/** One state of one track at a desk: what lies there, in order of arrival, with the desk's own marks. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue"
import { api, asProblem, type Head, type Mark, type Problem, type State } from "@/api"
import type { DeskHead, DeskPage } from "@/api/desk"
import { placesOf, type OwnDesk } from "../desk/useDesk"

/** As many as a browser filters and sorts at once. */
const AT_ONCE = 1000

export interface Inbox {
  readonly heads: ShallowRef<readonly DeskHead[] | null>
  readonly counts: ShallowRef<DeskPage["counts"]>
  /** How many wait in each track; in this one as its list says. */
  readonly waiting: ComputedRef<DeskPage["waiting"]>
  readonly cursor: Ref<string | null>
  readonly loading: Ref<boolean>
  readonly problem: Ref<Problem | null>
  /** Fetches a state anew. */
  readonly open: (state: State) => Promise<void>
  readonly more: () => Promise<void>
  /** Shows a head as a change returned it; one that went to another state leaves the list. */
  readonly took: (head: Head) => void
  readonly marked: (id: string, mark: Mark, note: string) => Promise<void>
}

export const pageOf = (
  { call, desk, track }: Pick<OwnDesk, "call" | "desk" | "track">,
  state: State,
  { cursor, limit = AT_ONCE }: { cursor?: string | undefined; limit?: number } = {},
): Promise<DeskPage> =>
  api.get("/calls/{call}/desks/{desk}/submissions", {
    path: { call: call.id, desk },
    query: { track: track.id, state, limit, cursor },
  })

export function useInbox(ownDesk: OwnDesk): Inbox {
  const heads = shallowRef<readonly DeskHead[] | null>(null)
  const counts = shallowRef<DeskPage["counts"]>({})
  const everywhere = shallowRef<DeskPage["waiting"]>({})
  const waiting = computed(() => ({
    ...everywhere.value,
    [ownDesk.track.id]: counts.value[placesOf(ownDesk.organiser)[0] ?? "pushed"] ?? 0,
  }))
  const cursor = ref<string | null>(null)
  const loading = ref(false)
  const problem = ref<Problem | null>(null)
  let shown: State = "pushed"
  let latest = 0

  async function fetched(state: State, after?: string): Promise<void> {
    const mine = (latest += 1)
    loading.value = true
    problem.value = null
    try {
      const page = await pageOf(ownDesk, state, { cursor: after })
      if (mine === latest) show(page, state, after !== undefined)
    } catch (thrown) {
      if (mine === latest) problem.value = asProblem(thrown)
    } finally {
      if (mine === latest) loading.value = false
    }
  }
  function show(page: DeskPage, state: State, joined: boolean): void {
    heads.value = joined ? [...(heads.value ?? []), ...page.items] : page.items
    cursor.value = page.cursor
    everywhere.value = page.waiting
    // counters follow a moment later; a list that is all there counts itself
    counts.value = page.cursor ? page.counts : { ...page.counts, [state]: heads.value.length }
  }
  function open(state: State): Promise<void> {
    shown = state
    heads.value = null
    cursor.value = null
    return fetched(state)
  }
  function took(head: Head): void {
    const all = heads.value ?? []
    const stays = head.state === shown && head.desk === ownDesk.desk
    const known = all.find(({ id }) => id === head.id)
    if (!known) return
    heads.value = stays
      ? all.map((one) => (one.id === head.id ? { ...head, mark: one.mark, note: one.note } : one))
      : all.filter(({ id }) => id !== head.id)
    if (!stays)
      counts.value = {
        ...counts.value,
        [shown]: (counts.value[shown] ?? 1) - 1,
        [head.state]: (counts.value[head.state] ?? 0) + 1,
      }
  }
  async function marked(id: string, mark: Mark, note: string): Promise<void> {
    const kept = await api.put("/submissions/{submission}/mark", { mark, note }, { path: { submission: id } })
    heads.value = (heads.value ?? []).map((one) => (one.id === id ? { ...one, ...kept } : one))
  }
  return {
    heads,
    counts,
    waiting,
    cursor,
    loading,
    problem,
    open,
    took,
    marked,
    more: () => (cursor.value ? fetched(shown, cursor.value) : Promise.resolve()),
  }
}
