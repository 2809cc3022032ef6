/** Before signing out: what was typed and never sent is named, and removed with the session. */
import { useSession } from "@/session/session"
import { forget, unsent } from "./drafts"
import { askToConfirm } from "@/ui/confirm"
import { t } from "./words"

/**
 * Whether the reader signs out; false to stay.
 * A browser without a database has nothing to lose.
 */
export async function mayLeave(): Promise<boolean> {
  const account = useSession().account.value?.id
  if (!account) return true
  const left = await unsent(account).catch(() => [])
  if (left.length === 0) return true
  const sure = await askToConfirm({
    title: t("unsentTitle"),
    text: t("unsentText", { n: left.length }),
    verb: t("unsentLeave"),
    danger: true,
  })
  if (sure) await forget(account).catch(() => undefined)
  return sure
}
