/** Sends answers to the server and says what became of them, as autosave wants to know it. */
import { api, asProblem } from "@/api"
import type { Answers as ApiAnswers } from "@/api"
import type { Current, Failure, Send } from "./autosave"

/**
 * Why a save failed.
 * What the server has instead is read by `current`.
 */
export function failure(thrown: unknown, current = (body: unknown): Current => body as Current): Failure {
  const { status, code, body } = asProblem(thrown)
  if (code === "stale") return { kind: "stale", current: current(body["current"]) }
  if (status === 401) return { kind: "signed-out" }
  if (status <= 0 || status >= 500 || status === 429 || code === "busy") return { kind: "offline" }
  return { kind: "refused", code }
}

/** A page that goes away asks nobody to sign in, and its request outlives it. */
export const sender =
  (id: string, version: number): Send =>
  async (answers, etag, leaving, base) => {
    const extras = { path: { submission: id }, ifMatch: etag, keepalive: leaving, quiet: leaving }
    try {
      const body = { answers: answers as ApiAnswers, version }
      const saved = await api.put("/submissions/{submission}/answers", body, extras)
      const { refused } = saved
      if (!refused.length) return { kind: "saved", saved }
      const { putBack } = await import("./saving/late")
      return { kind: "saved", saved, kept: putBack(answers, base, refused), refused }
    } catch (thrown) {
      return failure(thrown)
    }
  }
