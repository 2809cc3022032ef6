/** The reminder that somebody of an area would get now, as the server will make it. */
import type { AreaAccount } from "@/api/desk"
import { standingOf } from "./figures"
import type { Message } from "@/features/messages/types"

type Some = Pick<AreaAccount, "account" | "submissions">

/**
 * What somebody has left to push.
 * A returned entry first, then drafts; nothing begun; or null, all pushed.
 */
export function leftOf(one: Pick<Some, "submissions">): Message["standing"] {
  const standing = standingOf(one)
  return standing === "pushed" ? null : standing
}

export function reminderTo(one: Some, call: string, desk: string): Message {
  const standing = leftOf(one)
  const n = one.submissions.filter(({ state }) => state === standing).length
  return {
    id: one.account,
    kind: "reminder",
    call,
    at: "",
    track: "",
    submission: "",
    name: "",
    desk,
    n,
    until: null,
    standing,
    stage: "",
    step: "",
    unread: true,
  }
}
