/** What an entry's links name, in words; of an entry of somebody else's only that it is there. */
import { api, type Linked } from "@/api"
import { words } from "@/i18n"
import { stateWord } from "@/ui/states"
import { types } from "./fields/types"
import { allFields, type Form } from "./rules"

const t = words({
  hidden: { zh: "其他账户申报的一项（未经对方确认，不显示）", en: "an entry of another account (not confirmed by it)" },
})

/** The entry's name, where its owner has confirmed the link. */
export const linkedName = ({ name }: Linked): string => name ?? t("hidden")

/** Names, numbers and states of linked entries, by id. */
export const inWords = (linked: readonly Linked[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    linked.map((one) => [
      one.id,
      [linkedName(one), one.filing_no, one.state && stateWord(one.state)].filter(Boolean).join(" · "),
    ]),
  )

/**
 * What a submission's links name.
 * Empty where the form has no link field.
 */
export async function linkedNames(id: string, form: Form): Promise<Readonly<Record<string, string>>> {
  if (!allFields(form).some(({ type }) => types[type].holds === "links")) return {}
  return inWords((await api.get("/submissions/{submission}/linked", { path: { submission: id } })).items)
}
