/** Says what went wrong in a message; its words are fetched when something does. */
import { asProblem } from "@/api"
import { toast } from "./live"

export async function showProblem(thrown: unknown): Promise<void> {
  const { problemText } = await import("./problems")
  toast(problemText(asProblem(thrown)))
}
