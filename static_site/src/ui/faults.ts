/** What is wrong with a plain form: at the fields, in a summary in the form's order, or about the whole. */
import { computed, ref, shallowRef, type ComputedRef, type Ref } from "vue"
import { asProblem, type Fault } from "@/api"
import { labelled, words } from "@/i18n"
import type { SummaryLine } from "./ErrorSummary.vue"

/** Words at hand from the first visit; all others are fetched when something else is wrong. */
const first = words({
  wrong: { zh: "填写有误", en: "not correct" },
  required: { zh: "请填写", en: "please fill in" },
})
const told = shallowRef<typeof first.of>(first.of)
const fetchWords = async (): Promise<void> => {
  told.value = await import("./faultWords").then(
    ({ faults }) => faults.of,
    () => first.of,
  )
}

export interface Faults<F extends string> {
  /** Words by field. */
  at: ComputedRef<Partial<Record<F, string>>>
  lines: ComputedRef<SummaryLine[]>
  /** Words about the whole form, when no field is to blame. */
  whole: Ref<string>
  busy: Ref<boolean>
  /** Runs the act unless `found` says something is wrong; takes what the API refuses. True when it was done. */
  run: (found: Fault[], act: () => Promise<void>) => Promise<boolean>
}

/**
 * The faults of a plain form, in the form's order.
 * `labels`: a function per field that gives its label; ids of controls are the names.
 */
export function useFaults<F extends string>(labels: Record<F, () => string>): Faults<F> {
  const found = ref<Fault[]>([]) as Ref<Fault[]>
  const whole = ref("")
  const busy = ref(false)
  const names = Object.keys(labels) as F[]
  const nameOf = ({ pointer }: Fault): F | undefined => names.find((name) => pointer.split("/").pop() === name)

  const at = computed(() => {
    const said: Partial<Record<F, string>> = {}
    for (const fault of found.value) {
      const name = nameOf(fault)
      if (name && !said[name]) said[name] = told.value(fault.code, "wrong", fault.params)
    }
    return said
  })
  const lines = computed(() =>
    names.flatMap((name) => (at.value[name] ? [{ id: name, text: labelled(labels[name](), at.value[name]) }] : [])),
  )

  async function note(faults: Fault[]): Promise<void> {
    if (faults.some(({ code }) => code !== "required")) await fetchWords()
    found.value = faults
  }

  async function take(thrown: unknown): Promise<void> {
    const problem = asProblem(thrown)
    await note(problem.errors.filter(nameOf))
    const { problemText } = await import("./problems")
    whole.value = found.value.length ? "" : problemText(problem)
  }

  async function run(wrong: Fault[], act: () => Promise<void>): Promise<boolean> {
    whole.value = ""
    await note(wrong)
    if (wrong.length || busy.value) return false
    busy.value = true
    try {
      await act()
      return true
    } catch (thrown) {
      await take(thrown)
      return false
    } finally {
      busy.value = false
    }
  }
  return { at, lines, whole, busy, run }
}

/** A fault for each name whose value is blank. */
export function blanks(values: Record<string, string>): Fault[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value.trim() ? [] : [{ pointer: `/${name}`, code: "required" }],
  )
}
