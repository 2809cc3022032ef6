/** A ranked list being put in order: the order that stands, one's own, and what a colleague did meanwhile. */
import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue"
import { api, asProblem, type Head, type Problem } from "@/api"
import type { Board, DeskHead, ImportedOrder } from "@/api/desk"
import type { OwnDesk } from "../desk/useDesk"
import { difference, inserted, movedBetween, rebased, sameOrder, type Difference, type Order } from "./moves"

export interface Ranking {
  readonly board: ShallowRef<Board>
  /** One's own order, saved or not. */
  readonly order: ShallowRef<Order>
  readonly heads: ComputedRef<ReadonlyMap<string, DeskHead>>
  readonly moved: ComputedRef<ReadonlySet<string>>
  readonly dirty: ComputedRef<boolean>
  readonly busy: Ref<boolean>
  readonly problem: Ref<Problem | null>
  /** What a colleague changed since one looked, with the names of what is gone. */
  readonly theirs: ShallowRef<(Difference & { names: ReadonlyMap<string, string> }) | null>
  readonly baseRank: (id: string) => number
  readonly move: (id: string, index: number) => void
  /** An order from elsewhere, as far as it holds the same entries; not saved yet. */
  readonly take: (ids: readonly string[]) => void
  /** Recommends what a sheet adds, one after the other, then saves its order; the ids that were recommended. */
  readonly bring: (sheet: ImportedOrder, told: (done: number) => void) => Promise<string[]>
  readonly discard: () => void
  readonly save: () => Promise<boolean>
  readonly insert: (id: string, rank: number, opinion: string) => Promise<Head | null>
  readonly report: () => Promise<boolean>
  readonly refresh: () => Promise<void>
}

const idsOf = (board: Board): string[] => board.items.map(({ id }) => id)

/** Ids as sheets give them, the part after the track alone, in full; `known` where they are not the same entries. */
function wholly(ids: readonly string[], known: Order): Order {
  const full = new Map(known.flatMap((id) => [[id, id] as const, [id.slice(id.lastIndexOf(".") + 1), id] as const]))
  const found = [...new Set(ids.flatMap((id) => full.get(id) ?? []))]
  return found.length === known.length ? found : known
}

export const listed = ({ call, desk, track }: OwnDesk): Promise<Board> =>
  api.get("/calls/{call}/desks/{desk}/lists/{track}", { path: { call: call.id, desk, track: track.id } })

export function useRanking(ownDesk: OwnDesk, first: Board): Ranking {
  const path = { call: ownDesk.call.id, desk: ownDesk.desk, track: ownDesk.track.id }
  const board = shallowRef(first)
  const order = shallowRef<Order>(idsOf(first))
  const base = computed(() => idsOf(board.value))
  const ranks = computed(() => new Map(base.value.map((id, index) => [id, index + 1])))
  const dirty = computed(() => !sameOrder(base.value, order.value))
  const busy = ref(false)
  const problem = ref<Problem | null>(null)
  const theirs: Ranking["theirs"] = shallowRef(null)

  /** Another state of the list: one's own moves are put on it. */
  function adopt(next: Board): void {
    const mine = rebased(base.value, order.value, idsOf(next))
    board.value = next
    order.value = next.state === "open" ? mine : idsOf(next)
  }
  async function refresh(): Promise<void> {
    const names = new Map(board.value.items.map(({ id, name }) => [id, name]))
    const next = await listed(ownDesk)
    for (const { id, name } of next.items) names.set(id, name)
    const found = difference(base.value, idsOf(next))
    if (found.added.length + found.removed.length + found.moved.length) theirs.value = { ...found, names }
    adopt(next)
  }
  async function attempt<T>(act: () => Promise<T>): Promise<T | null> {
    busy.value = true
    problem.value = null
    try {
      const done = await act()
      theirs.value = null
      return done
    } catch (thrown) {
      problem.value = asProblem(thrown)
      if (/^(list_|step_|rank_|quota_|closed)/.test(problem.value.code)) await refresh().catch(() => undefined)
      return null
    } finally {
      busy.value = false
    }
  }
  async function save(): Promise<boolean> {
    const sent = order.value
    const done = await attempt(() =>
      api.put("/calls/{call}/desks/{desk}/lists/{track}", { order: [...sent] }, { path, ifMatch: board.value.etag }),
    )
    if (done) show(done)
    return done !== null
  }
  function show(next: Board): void {
    board.value = next
    order.value = idsOf(next)
  }
  async function insert(id: string, rank: number, opinion: string): Promise<Head | null> {
    const head = await attempt(() =>
      api.post("/submissions/{submission}/recommend", { rank, opinion }, { path: { submission: id } }),
    )
    if (!head) return null
    const mine = inserted(order.value, id, rank - 1)
    const next = await listed(ownDesk)
    const stands = new Set(idsOf(next))
    board.value = next
    order.value =
      mine.length === stands.size && mine.every((one) => stands.has(one))
        ? mine
        : rebased(base.value, mine, idsOf(next))
    return head
  }
  async function bring(sheet: ImportedOrder, told: (done: number) => void): Promise<string[]> {
    const done: string[] = []
    await attempt(async () => {
      for (const { id, opinion } of sheet.recommended) {
        await api.post(
          "/submissions/{submission}/recommend",
          { rank: base.value.length + done.length + 1, opinion },
          { path: { submission: id } },
        )
        told(done.push(id))
      }
      show(await listed(ownDesk))
      order.value = wholly(sheet.order, base.value)
    })
    if (done.length === sheet.recommended.length && dirty.value) await save()
    return done
  }
  async function report(): Promise<boolean> {
    const done = await attempt(() =>
      api.post("/calls/{call}/desks/{desk}/lists/{track}/report", {}, { path, ifMatch: board.value.etag }),
    )
    if (done) show(done)
    return done !== null
  }
  return {
    board,
    order,
    dirty,
    busy,
    problem,
    theirs,
    save,
    insert,
    bring,
    report,
    refresh,
    heads: computed(() => new Map(board.value.items.map((head) => [head.id, head]))),
    moved: computed(() => movedBetween(base.value, order.value)),
    baseRank: (id) => ranks.value.get(id) ?? 0,
    move: (id, index) => (order.value = inserted(order.value, id, index)),
    take: (ids) => (order.value = wholly(ids, base.value)),
    discard: () => {
      order.value = base.value
      theirs.value = null
    },
  }
}
