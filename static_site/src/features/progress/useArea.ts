/** Accounts of a desk's area, page after page, as far as a browser counts them at once. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue"
import { api, asProblem, type Problem } from "@/api"
import type { AreaAccount } from "@/api/desk"

const PAGES = 10 // fetched at a time

export interface Area {
  readonly accounts: ShallowRef<readonly AreaAccount[] | null>
  readonly cursor: Ref<string | null>
  readonly loading: Ref<boolean>
  readonly problem: Ref<Problem | null>
  readonly open: (desk: string) => Promise<void>
  readonly more: () => Promise<void>
}

export function useArea(call: string): Area {
  const accounts = shallowRef<readonly AreaAccount[] | null>(null)
  const cursor = ref<string | null>(null)
  const loading = ref(false)
  const problem = ref<Problem | null>(null)
  let desk = ""
  let latest = 0

  async function pages(after: string | null): Promise<void> {
    const mine = (latest += 1)
    loading.value = true
    problem.value = null
    try {
      let next = after
      for (let page = 0; page < PAGES && mine === latest; page += 1) {
        const got = await api.get("/calls/{call}/desks/{desk}/applicants", {
          path: { call, desk },
          query: { cursor: next ?? undefined },
        })
        if (mine !== latest) return
        accounts.value = [...(accounts.value ?? []), ...got.items]
        cursor.value = next = got.cursor
        if (!next) break
      }
    } catch (thrown) {
      if (mine === latest) problem.value = asProblem(thrown)
    } finally {
      if (mine === latest) loading.value = false
    }
  }
  function open(next: string): Promise<void> {
    desk = next
    accounts.value = null
    cursor.value = null
    return pages(null)
  }
  return { accounts, cursor, loading, problem, open, more: () => pages(cursor.value) }
}
