/** All problems that stop a form's push, in the order of the page. The server decides; this says the same. */
import { types } from "../fields/types"
import { failures } from "./checks"
import { clean } from "./clean"
import { allFields, see, type Seen } from "./conditions"
import type { Answers, Check, Field, Form, FormFile, Problem, World } from "./description"
import type { CheckCell, Placed } from "./lists"
import { fault } from "./values"

type Judged = Pick<Form, "sections" | "checks" | "total_size">

/**
 * Finds all problems of a form in complete mode.
 * Hidden fields have none.
 */
export function problems(form: Judged, typed: Answers, files: readonly FormFile[], world: World): Problem[] {
  const seen = see(allFields(form), clean(form, typed), world.today)
  const ofChecks = form.checks.flatMap((check) => checkProblems(form, check, seen, world))
  const tooMuch = totalFault(form, files, seen)
  return form.sections.flatMap((section) =>
    section.fields
      .filter((field) => seen.shown(field.id))
      .flatMap((field) => [
        ...[...fieldFaults(field, files, world, seen), ...(tooMuch?.field === field.id ? [tooMuch.fault] : [])].map(
          ({ at, code, params }): Problem => ({
            pointer: `/${field.id}${at}`,
            field: field.id,
            section: section.id,
            code,
            params,
            level: "refuse",
          }),
        ),
        ...ofChecks.filter((one) => one.field === field.id),
      ]),
  )
}

function fieldFaults(field: Field, files: readonly FormFile[], world: World, { look }: Seen): readonly Placed[] {
  const own = files.filter((file) => file.field === field.id)
  return types[field.type].check(field, look(field.id), { world, look, files: own, cell: checkCell })
}

const checkCell: CheckCell = (column, value, world, look) =>
  types[column.type].check(column, value, { world, look, files: [], cell: checkCell })

/** All files together, said at the first field that has some. */
function totalFault(
  form: Judged,
  files: readonly FormFile[],
  { shown }: Seen,
): { field: string; fault: Placed } | null {
  const fields = allFields(form)
    .filter((field) => types[field.type].holds === "files" && shown(field.id))
    .map(({ id }) => id)
  const counted = files.filter((file) => fields.includes(file.field))
  const total = counted.reduce((sum, file) => sum + file.size, 0)
  const field = fields.find((id) => counted.some((file) => file.field === id))
  if (field === undefined || !form.total_size || total <= form.total_size) return null
  return { field, fault: { ...fault("too_large", { max: form.total_size, total }), at: "" } }
}

/** The problems of a check stand at the first field it names; where that one is hidden, nowhere. */
function checkProblems(form: Judged, check: Check, { look }: Seen, world: World): Problem[] {
  const fields = allFields(form)
  const first = check.fields[0] ?? ""
  const field = first.split(".")[0] ?? ""
  const section = form.sections.find((one) => one.fields.some(({ id }) => id === field))
  if (!section) return []
  return failures(check, first, look, (id) => fields.find((one) => one.id === id), world).map((pointer) => ({
    pointer,
    field,
    section: section.id,
    code: "check",
    params: { check: check.id },
    level: check.level,
  }))
}
