/** What is wrong with an open form, and what of it is shown: nothing before the first check, then all of it, live. */
import { computed, ref, shallowRef, watchEffect, type ComputedRef, type Ref } from "vue"
import { types } from "./fields/types"
import {
  allFields,
  missing,
  problems,
  type Answers,
  type Form,
  type FormFile,
  type Missing,
  type Problem,
  type Regions,
} from "./rules"

export interface Problems {
  /** Everything that a push would refuse or warn of now, in the order of the page. */
  readonly all: ComputedRef<readonly Problem[]>
  readonly refused: ComputedRef<readonly Problem[]>
  readonly count: ComputedRef<Missing>
  readonly checked: Ref<boolean>
  /** Takes what only the server knows (a link's state, the same credit code twice). */
  readonly fromServer: (found: readonly Problem[]) => void
  readonly errors: (pointer: string) => readonly string[]
  readonly hints: (pointer: string) => readonly string[]
  readonly faultsBelow: (pointer: string) => number
}

interface Parts {
  readonly form: Form
  readonly answers: Ref<Answers>
  readonly files: Ref<readonly FormFile[]>
  readonly regions: Ref<Regions>
  readonly today: string
  readonly links: Ref<Readonly<Record<string, string>>>
  /** What the last save could not take: said at its fields before any check. */
  readonly unsaved: Ref<readonly Problem[]>
}

const key = ({ pointer, code }: Problem): string => `${pointer} ${code}`

export function useProblems({ form, answers, files, regions, today, links, unsaved }: Parts): Problems {
  const checked = ref(false)
  const said = shallowRef<{ found: readonly Problem[]; answers: Answers; files: readonly FormFile[] } | null>(null)
  const tables = new Set(
    allFields(form)
      .filter(({ type }) => types[type].holds === "rows")
      .map(({ id }) => id),
  )

  const own = computed(() => {
    const found = problems(form, answers.value, files.value, { today, regions: regions.value, links: links.value })
    const known = Object.keys(regions.value).length > 0 // until the list is here nobody can say
    return known ? found : found.filter(({ code }) => code !== "unknown_region")
  })
  const all = computed(() => {
    const server = said.value
    const current = server && server.answers === answers.value && server.files === files.value ? server.found : []
    const known = new Set(own.value.map(key))
    const added = current.filter((one) => !known.has(key(one)))
    const places = allFields(form).map(({ id }) => id)
    return [...own.value, ...added].sort((a, b) => places.indexOf(a.field) - places.indexOf(b.field))
  })
  const refused = computed(() => all.value.filter(({ level }) => level === "refuse"))

  // words for what is wrong are fetched when something is: nothing is said before the first check
  const messages = shallowRef<typeof import("./fields/messages") | null>(null)
  watchEffect(async () => {
    if (checked.value || unsaved.value.length || all.value.some(({ level }) => level === "warn"))
      messages.value ??= await import("./fields/messages")
  })

  const shown = computed(() => {
    if (checked.value) return refused.value
    const fields = new Set(unsaved.value.map(({ field }) => field))
    const own = refused.value.filter(({ field }) => fields.has(field))
    return own.length ? own : unsaved.value
  })

  /** A field shows all that lies below it, save a table: its cells show their own. */
  const at = (pointer: string, list: readonly Problem[]): string[] => {
    const field = pointer.slice(1)
    const here = list.filter((one) => (one.field === field && !tables.has(field) ? true : one.pointer === pointer))
    return [...new Set(here.map((one) => messages.value?.sayProblem(form, one, regions.value) ?? ""))].filter(Boolean)
  }
  return {
    all,
    refused,
    count: computed(() => missing(form, all.value)),
    checked,
    fromServer: (found) => (said.value = { found, answers: answers.value, files: files.value }),
    errors: (pointer) => at(pointer, shown.value),
    hints: (pointer) =>
      at(
        pointer,
        all.value.filter(({ level }) => level === "warn"),
      ),
    faultsBelow: (pointer) =>
      checked.value ? refused.value.filter((one) => one.pointer.startsWith(`${pointer}/`)).length : 0,
  }
}
