/** What link fields may choose from, fetched per field, and the state of each for the rules. */
import { computed, shallowRef, type ComputedRef, type Ref } from "vue"
import type { Linkable } from "./context"
import { types } from "./fields/types"
import * as filing from "./filing"
import { allFields, type Answers, type Form } from "./rules"

export interface Links {
  readonly linkables: (field: string) => Promise<readonly Linkable[]>
  readonly states: ComputedRef<Readonly<Record<string, string>>>
}

export function useLinks(form: Form, submission: string, answers: Ref<Answers>): Links {
  const found = shallowRef<Readonly<Record<string, readonly Linkable[]>>>({})

  async function linkables(field: string): Promise<readonly Linkable[]> {
    const items = await filing.linkables(submission, field)
    found.value = { ...found.value, [field]: items }
    return items
  }
  // what is not fetched yet, or not told, is taken to be well; the server looks again
  const assumed = computed(() =>
    allFields(form)
      .filter(({ id, type }) => types[type].holds === "links" && !found.value[id])
      .flatMap(({ id, states }) =>
        ((answers.value[id] ?? []) as readonly string[]).map((one) => [one, states?.[0] ?? "pushed"] as const),
      ),
  )
  const states = computed(() => ({
    ...Object.fromEntries(assumed.value),
    ...Object.fromEntries(
      Object.values(found.value)
        .flat()
        .map(({ id, state }) => [id, state ?? "pushed"]),
    ),
  }))
  return { linkables, states }
}
