/** The facts of a unit as the call's forms ask for them: one field per fact, from whichever form has it. */
import type { Call } from "@/api"
import { text } from "@/i18n"
import { formOf } from "@/features/form/descriptions"
import { allFields, problems, type Answers, type Field, type Problem, type Regions } from "@/features/form/rules"

/** Facts about the people to call; the others are about the unit. */
const CONTACT = /^contact_/

/** A form's field as a fact: without the form's own conditions and bounds, and its help only where all forms agree. */
function fact(field: Field, name: string, known: Field | undefined): Field {
  if (!known) return { ...field, id: name, when: null, within: null }
  return text(known.help) === text(field.help) ? known : { ...known, help: null }
}

/**
 * The fields of a dossier, in the order of the forms.
 * Each is named after its own fact.
 */
export async function dossierFields(call: Call): Promise<Field[]> {
  const forms = await Promise.all(call.tracks.map((track) => formOf(call.id, call.version, track.id)))
  const byFact = new Map<string, Field>()
  for (const field of forms.flatMap(allFields))
    if (field.dossier) byFact.set(field.dossier, fact(field, field.dossier, byFact.get(field.dossier)))
  return [...byFact.values()]
}

export const isContact = ({ id }: Field): boolean => CONTACT.test(id)

/**
 * What looks wrong in a dossier so far.
 * Nothing is missing in one, and nothing keeps it from being saved.
 */
export function doubts(fields: readonly Field[], answers: Answers, regions: Regions, today: string): Problem[] {
  const optional = fields.map((field) => ({ ...field, required: false }))
  const form = { sections: [{ id: "dossier", title: {}, fields: optional }], checks: [], total_size: 0 }
  return problems(form, answers, [], { today, regions, links: {} })
}
