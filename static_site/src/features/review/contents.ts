/** What the page of one entry shows beside the form itself: its parts, and notes on its files. */
import type { Change } from "@/api"
import { sealedNote } from "@/features/form/files/sealNote"
import type { FormFile } from "@/features/form/rules"
import { text } from "@/i18n"
import type { Part } from "./SideToc.vue"
import type { Review } from "./useReview"
import { t } from "./words"

/** The parts of the page, in its order. */
export function partsOf({ changes, form }: Review): Part[] {
  const changed = new Set(changes?.map(({ field }) => field))
  return [
    ...(changes ? [{ id: "changes", label: t("changes"), tally: String(changed.size) }] : []),
    ...form.sections.map((section) => ({ id: `r-${section.id}`, label: text(section.title) })),
    { id: "history", label: t("history") },
  ]
}

/** Ids of files that came with the last push. */
function added(changes: readonly Change[] | null): Set<string> {
  const ids = (changes ?? []).flatMap(({ new: now, old }) =>
    !old && now && typeof now === "object" && "id" in now ? [String((now as { id: unknown }).id)] : [],
  )
  return new Set(ids)
}

/** Says of a file that it is new, or sealed otherwise. */
export function fileNotes({ changes, entry }: Review): (file: FormFile) => string {
  const fresh = added(changes)
  return (file) => [fresh.has(file.id) && t("added"), sealedNote(file, entry.code ?? "")].filter(Boolean).join(" · ")
}
