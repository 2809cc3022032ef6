/** Something fetched for a page: its value, whether it is under way, and what went wrong. */
import { ref, shallowRef, type Ref, type ShallowRef } from "vue"
import { asProblem, type Problem } from "@/api"

export interface Load<T> {
  value: ShallowRef<T | null>
  problem: Ref<Problem | null>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/**
 * Starts fetching at once.
 * An answer that a later `reload` overtook is dropped.
 */
export function useLoad<T>(fetch: () => Promise<T>): Load<T> {
  const value = shallowRef<T | null>(null)
  const problem = ref<Problem | null>(null)
  const loading = ref(false)
  let latest = 0
  async function reload(): Promise<void> {
    const mine = (latest += 1)
    loading.value = true
    problem.value = null
    try {
      const got = await fetch()
      if (mine === latest) value.value = got
    } catch (thrown) {
      if (mine === latest) problem.value = asProblem(thrown)
    } finally {
      if (mine === latest) loading.value = false
    }
  }
  void reload()
  return { value, problem, loading, reload }
}
