/** What was done to an account, in words. */
import type { AccountRecord } from "@/api"
import { labelled, text } from "@/i18n"
import { t } from "./words"

/** What was done, to what, and from where. */
export function whatOf({ step, facts }: AccountRecord): string {
  const changed = Array.isArray(facts["changed"]) ? facts["changed"].map(String) : []
  const what = t(step)
  if (changed.length) return labelled(what, changed.map((fact) => t.of(fact, "change_facts")).join(t("and")))
  if (step !== "sign_in" || typeof facts["known_device"] !== "boolean") return what
  return labelled(what, t(facts["known_device"] ? "known" : "unknown"))
}

/** Which office did it; the account itself where none did. */
export const whoOf = ({ office }: AccountRecord): string => text(office) || t("self")
