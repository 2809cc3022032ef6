/** Compares the code of a printed form with the codes of what was pushed. */
import { api, asProblem, type Head } from "@/api"
import { revision } from "@/features/form/filing"

export interface Scanned {
  readonly head: Head
  /** The code is that of the last push, of an earlier one, or of none that the reader may see. */
  readonly verdict: "latest" | "older" | "other"
  /** Which push it is of; 0 for none. */
  readonly n: number
}

/** Most pushes that are looked through, the last ones first. */
const MOST = 20

export async function scanned(number: string, code: string): Promise<Scanned> {
  const head = await api.get("/filing-numbers/{number}", { path: { number } })
  for (let n = head.revision; n > Math.max(0, head.revision - MOST); n -= 1) {
    if ((await codeOf(head.id, n)) === code.toUpperCase())
      return { head, verdict: n === head.revision ? "latest" : "older", n }
  }
  return { head, verdict: "other", n: 0 }
}

async function codeOf(id: string, n: number): Promise<string | null> {
  try {
    return (await revision(id, n)).code.toUpperCase()
  } catch (thrown) {
    if (asProblem(thrown).code === "not_found") return null
    throw thrown
  }
}
