/** One act on many entries: each its own request, a few at a time, each with its own result. */
import { asProblem, freshId, type Problem } from "@/api"

export interface Result {
  readonly id: string
  readonly problem: Problem | null
}
/** `key` stays the same when an entry is tried again, so that nothing is done twice. */
export type Act = (id: string, key: string) => Promise<void>

const AT_ONCE = 3

export class Bulk {
  private readonly keys = new Map<string, string>()

  constructor(private readonly act: Act) {}

  /** Results in the order of `ids`; `told` hears how many are done. */
  async run(ids: readonly string[], told: (done: number) => void): Promise<Result[]> {
    const results = new Map<string, Result>()
    const waiting = [...ids]
    const work = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
        results.set(id, await this.one(id))
        told(results.size)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    return ids.map((id) => results.get(id) as Result)
  }

  private async one(id: string): Promise<Result> {
    const key = this.keys.get(id) ?? freshId()
    this.keys.set(id, key)
    try {
      await this.act(id, key)
      return { id, problem: null }
    } catch (thrown) {
      return { id, problem: asProblem(thrown) }
    }
  }
}
