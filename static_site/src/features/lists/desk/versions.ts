/** The forms that a list's entries were pushed under: each is shown by its own, as the call may have changed since. */
import { shallowRef, watch, type ShallowRef } from "vue"
import type { Answers, Call, Track } from "@/api"
import { formOf } from "@/features/form/read"
import { allFields, type Field, type Form } from "@/features/form/rules"

/** Forms of a track by version of its call. */
export type Forms = ReadonlyMap<number, Form>
/** An entry as lists have it: its facts, and the version that they are of. */
interface Versioned {
  readonly version: number
  readonly facts: Answers
}

/**
 * The newest form, and those of the entries.
 * A version of 0 was not recorded.
 */
export async function formsOf(call: Call, track: Track, heads: readonly Versioned[]): Promise<Forms> {
  const versions = [...new Set([call.version, ...heads.map(({ version }) => version)])].filter(Boolean)
  const forms = await Promise.all(versions.map((version) => formOf(call.id, version, track.id)))
  return new Map(versions.map((version, n) => [version, forms[n] as Form]))
}

/**
 * The same for entries that come and go.
 * Empty until the forms are there.
 */
export function useForms(call: Call, track: Track, heads: () => readonly Versioned[]): ShallowRef<Forms> {
  const forms = shallowRef<Forms>(new Map())
  watch(
    heads,
    (now) =>
      formsOf(call, track, now).then(
        (found) => (forms.value = found),
        () => undefined,
      ),
    { immediate: true },
  )
  return forms
}

/**
 * All fields of an entry's own form.
 * Those of `newest` where its own is not there.
 */
export const fieldsOf = (forms: Forms, { version }: Versioned, newest: Form): Field[] =>
  allFields(forms.get(version) ?? newest)

/** A field as an entry's own form has it. */
export const ownField = (fields: readonly Field[], field: Field): Field =>
  fields.find(({ id }) => id === field.id) ?? field

/**
 * A field with the options that only other versions have.
 * For what shows entries of several.
 */
export function withOptionsOf(forms: Forms, field: Field): Field {
  const others = [...forms.values()].flatMap((form) => ownField(allFields(form), field).options ?? [])
  const all = [...(field.options ?? []), ...others]
  return field.options
    ? { ...field, options: [...new Map(all.reverse().map((one) => [one.value, one])).values()].reverse() }
    : field
}

/**
 * A field with the options that some facts name.
 * Looked for in the versions before, for rows that do not say theirs.
 */
export async function withOptionsFor(
  call: Call,
  track: Track,
  field: Field,
  facts: readonly Answers[],
): Promise<Field> {
  let known = field
  const unknown = (): boolean =>
    facts.some(({ [field.id]: value }) => value && !known.options?.some((one) => one.value === value))
  for (let version = call.version - 1; field.options && version > 0 && unknown(); version--) {
    const form = await formOf(call.id, version, track.id).catch(() => null)
    if (form) known = withOptionsOf(new Map([[version, form]]), known)
  }
  return known
}
