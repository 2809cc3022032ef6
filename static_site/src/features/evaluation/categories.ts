/** What the categories of a track are called, by its form. */
import { shallowRef, type ShallowRef } from "vue"
import type { Call, Track } from "@/api"
import { formOf } from "@/features/form/descriptions"
import { text } from "@/i18n"

export async function categoriesOf(call: Call, track: Track): Promise<ReadonlyMap<string, string>> {
  if (!track.category_field) return new Map()
  const { sections } = await formOf(call.id, call.version, track.id)
  const field = sections.flatMap(({ fields }) => fields).find(({ id }) => id === track.category_field)
  return new Map((field?.options ?? []).map(({ value, label }) => [value, text(label)]))
}

/** Says a category; its value until its name is there. */
export function useCategories(call: Call | null, track: Track | undefined): ShallowRef<(value: string) => string> {
  const name = shallowRef((value: string) => value)
  if (call && track)
    categoriesOf(call, track).then(
      (names) => (name.value = (value) => names.get(value) ?? value),
      () => undefined,
    )
  return name
}
