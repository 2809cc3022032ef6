/** Runs the proof of work apart from the page, so that the page stays usable. */
import type { Challenge } from "@/api/types"
import { solve } from "./solve"

self.addEventListener("message", ({ data }: MessageEvent<Challenge>) => {
  void solve(data).then((solution) => self.postMessage(solution))
})
