/** Entries that an entry rests on: a unit is recommended for scenarios that are recommended themselves. */
import { api, type Answers, type Linked } from "@/api"
import { types } from "@/features/form/fields/types"
import { linkedName } from "@/features/form/linkedNames"
import { allFields, clean, see, type Field, type Form } from "@/features/form/rules"
import { labelled, names, series, text } from "@/i18n"
import { stateWord } from "@/ui"
import { t } from "./words"

/** What a link field names, and which of it is not recommended. */
export interface Rests {
  readonly field: Field
  readonly linked: number
  readonly open: readonly Linked[]
}

/**
 * Link fields with too few recommended entries.
 * Fewer than the form asks for, and one at least.
 */
export function lacking(form: Form, answers: Answers, linked: readonly Linked[]): Rests[] {
  const kept = clean(form, answers)
  const { shown } = see(allFields(form), kept)
  const byId = new Map(linked.map((head) => [head.id, head]))
  return allFields(form).flatMap((field) => {
    const ids = kept[field.id]
    if (types[field.type].holds !== "links" || !shown(field.id) || !Array.isArray(ids)) return []
    const named = ids.flatMap((id) => (typeof id === "string" ? (byId.get(id) ?? []) : []))
    const open = named.filter(({ recommended }) => !recommended)
    return named.length && named.length - open.length < Math.max(1, Number(field.min ?? 0))
      ? [{ field, linked: named.length, open }]
      : []
  })
}

/**
 * What `lacking` found, in words.
 * What lies at another desk is told as far as it may be known here.
 */
export function hintOf(rests: readonly Rests[]): string {
  const stands = (one: Linked): string =>
    t("linkStands", {
      name: linkedName(one),
      state: one.recommended === null || !one.state ? t("linkAway") : stateWord(one.state),
    })
  return series(
    rests.map(({ field, linked, open }) =>
      labelled(
        text(field.label),
        t("linkHint", { n: linked - open.length, of: linked, names: names(open.map(stands)) }),
      ),
    ),
  )
}

/**
 * Heads of what an entry's link fields name.
 * None where it names nothing.
 */
export async function linkedTo(form: Form, submission: string, answers: Answers): Promise<readonly Linked[]> {
  const any = allFields(form).some(
    ({ id, type }) => types[type].holds === "links" && Array.isArray(answers[id]) && answers[id].length > 0,
  )
  return any ? (await api.get("/submissions/{submission}/linked", { path: { submission } })).items : []
}
