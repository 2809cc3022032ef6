/** A message in words, made of its kind and what it is about. */
import { moment, words } from "@/i18n"
import { TERMS } from "@/i18n/terms"
import { ASKS, LINES } from "./kinds.generated"
import type { Reader } from "./links"
import type { Message } from "./types"

/** What the words need that the message knows by code alone. */
export interface Around {
  /** The name of a desk by its code. */
  readonly desk: (code: string) => string
  /** The name of the stage of the evaluation that a message is about. */
  readonly stage?: (message: Message) => string
  readonly zone: string
}

export const lines = words({ ...LINES, untitled: TERMS.untitled })

/** A name that holds quotation marks itself, as it stands between others. */
const inner = (name: string): string => name.replace(/“/g, "‘").replace(/”/g, "’")

/** What a message says. */
export function lineOf(message: Message, { desk, stage, zone }: Around): string {
  const { kind, n, until, standing, step } = message
  const params = {
    n,
    name: inner(message.name) || lines("untitled"),
    desk: desk(message.desk),
    stage: stage?.(message) ?? message.stage,
    at: until ? moment(until, zone) : "",
  }
  const key = [standing, step, until && "until"].map((fitting) => `${kind}_${fitting}`).find(lines.has)
  return lines.of(key ?? kind, "untitled", params)
}

/**
 * Whether the reader has to act.
 * Shape and word show it. `pushed`: own entries that were pushed since.
 */
export function isAsking(
  { kind, desk, submission }: Message,
  { desk: own }: Reader,
  pushed: ReadonlySet<string> = new Set(),
): boolean {
  switch (ASKS[kind]) {
    case "owner":
      return !pushed.has(submission)
    case "above":
      return desk !== own
    case "reader":
      return true
    default:
      return ASKS[kind] === "desk"
  }
}
