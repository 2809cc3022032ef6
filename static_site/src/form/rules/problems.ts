/** Everything that stands between a form and its push, in the order of the page. The server decides; this says the same. */
import { failures } from './checks'
import { allFields, seen, type Lookup } from './conditions'
import type { Answer, Answers, Check, Field, Form, FormFile, Level, Problem, Row, World } from './description'
import { choicesFaults, fileFaults, linkFaults, tableFaults, type Placed } from './lists'
import { scalars } from './scalars'
import { isEmpty } from './text'
import { fault } from './values'

/** Finds all problems of a form in complete mode. Hidden fields have none. */
export function problems(form: Form, answers: Answers, files: readonly FormFile[], world: World): Problem[] {
  const { shown, look } = seen(form, answers)
  const ofChecks = form.checks.flatMap((check) => checkProblems(form, check, shown, look, world))
  return form.sections.flatMap((section) =>
    section.fields.filter((field) => shown(field.id)).flatMap((field) => [
      ...fieldFaults(field, answers[field.id], files, world, look).map((one) => problem(section.id, field.id, one)),
      ...ofChecks.filter((one) => one.field === field.id),
    ]))
}

const problem = (section: string, field: string, { at, code, params }: Placed, level: Level = 'refuse'): Problem =>
  ({ pointer: `/${field}${at}`, field, section, code, params, level })

function fieldFaults(field: Field, answer: Answer | undefined, files: readonly FormFile[], world: World, look: Lookup): Placed[] {
  const own = files.filter((file) => file.field === field.id)
  const value = field.type === 'attachments' ? own : answer
  if (isEmpty(value)) return field.required ? [{ ...fault('required'), at: '' }] : []
  if (field.type === 'attachments') return fileFaults(field, own)
  if (field.type === 'table') return tableFaults(field, value as readonly Row[], world)
  if (field.type === 'link') return linkFaults(field, value as readonly string[], world)
  if (field.type === 'choices') return choicesFaults(field, value as readonly string[], look)
  return (scalars[field.type]?.(field, value as string, world, look) ?? []).map((one) => ({ ...one, at: '' }))
}

function checkProblems(form: Form, check: Check, shown: (field: string) => boolean, look: Lookup, world: World): Problem[] {
  const first = check.fields.find((field) => shown(field.split('.')[0] as string))?.split('.')[0]
  const columns = (table: string): readonly Field[] => allFields(form).find((field) => field.id === table)?.columns ?? []
  const section = form.sections.find((one) => one.fields.some((field) => field.id === first))
  if (first === undefined || !section) return []
  return failures(check, look, columns, world).map((pointer) => {
    const field = pointer === '' ? first : (pointer.split('/')[1] as string)
    return { ...problem(section.id, field, { ...fault('check', { check: check.id }), at: '' }, check.level), pointer: pointer || `/${first}` }
  })
}
