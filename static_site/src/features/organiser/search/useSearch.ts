/** A search over all desks: stretch after stretch, as far as a person waits for at once. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue"
import { api, asProblem, type Head, type Problem } from "@/api"

const ROWS = 1000 // looked through in a request
const STRETCHES = 10 // in a row, before the reader is asked
const ENOUGH = 100

export interface Search {
  readonly heads: ShallowRef<readonly Head[]>
  readonly looked: Ref<number>
  readonly total: Ref<number>
  /** There is more to look through. */
  readonly more: Ref<boolean>
  readonly busy: Ref<boolean>
  readonly problem: Ref<Problem | null>
  readonly start: (text: string) => Promise<void>
  readonly goOn: () => Promise<void>
}

const NUMBER = /^[0-9A-Z]{10}$/

export function useSearch(call: string): Search {
  const heads = shallowRef<readonly Head[]>([])
  const [looked, total, more, busy] = [ref(0), ref(0), ref(false), ref(false)]
  const problem = ref<Problem | null>(null)
  let text = ""
  let cursor: string | null = null
  let latest = 0

  /** A whole filing number leads to its entry at once. */
  async function numbered(): Promise<Head | null> {
    const number = text.normalize("NFKC").replace(/\s/g, "").toUpperCase()
    if (!NUMBER.test(number)) return null
    return api.get("/filing-numbers/{number}", { path: { number } }).catch(() => null)
  }
  async function stretches(): Promise<void> {
    const mine = (latest += 1)
    busy.value = true
    problem.value = null
    try {
      const wanted = heads.value.length + ENOUGH
      for (let n = 0; n < STRETCHES; n += 1) {
        const found = await api.get("/calls/{call}/submissions", {
          path: { call },
          query: { q: text, limit: ROWS, cursor: cursor ?? undefined },
        })
        if (mine !== latest) return
        heads.value = [...heads.value, ...found.items]
        looked.value += found.looked
        total.value = Math.max(found.total, looked.value)
        cursor = found.cursor
        more.value = cursor !== null
        if (!cursor || heads.value.length >= wanted) break
      }
    } catch (thrown) {
      if (mine === latest) problem.value = asProblem(thrown)
    } finally {
      if (mine === latest) busy.value = false
    }
  }
  async function start(next: string): Promise<void> {
    text = next
    cursor = null
    heads.value = []
    looked.value = total.value = 0
    more.value = false
    const mine = (latest += 1)
    busy.value = true
    const found = await numbered()
    if (mine !== latest) return
    if (!found) return stretches()
    heads.value = [found]
    busy.value = false
  }
  return { heads, looked, total, more, busy, problem, start, goOn: stretches }
}
