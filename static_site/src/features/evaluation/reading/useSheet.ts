/** One sheet while its page is open: what is written, saved as drafts of forms are, and what it still lacks. */
import { computed, ref, shallowRef } from "vue"
import { api, asProblem, type Problem } from "@/api"
import type { ReadEntry } from "@/api/reading"
import { failure } from "@/features/form/send"
import { useAutosave } from "@/features/form/useAutosave"
import type { Current, Send } from "@/features/form/autosave"
import type { Address } from "./lists"
import { flat, lacking, markOf, saidOf, sent, totalOf, type SheetAnswers } from "./sheet"

/** What the server says of a sheet that was saved elsewhere, as autosave wants to know it. */
function currentOf(body: unknown): Current {
  const { etag, saved_at, sheet } = body as { etag: string; saved_at: string; sheet: Parameters<typeof flat>[0] }
  return { etag, saved_at, answers: flat(sheet) }
}

export function useSheet(at: Address & { readonly entry: string }, read: ReadEntry, account: string) {
  const { criteria, scale } = read
  const path = { ...at }
  const sheet = shallowRef<SheetAnswers>(flat(read.sheet))
  const tried = ref(false)
  const problem = shallowRef<Problem | null>(null)
  const send: Send = async (answers, etag, leaving) => {
    try {
      const extras = { path, ifMatch: etag, keepalive: leaving, quiet: leaving }
      const saved = await api.put(
        "/reading/{call}/{track}/{stage}/{entry}/sheet",
        sent(answers, criteria, scale),
        extras,
      )
      return { kind: "saved", saved }
    } catch (thrown) {
      // nothing stands there yet where a first save was overtaken by an act that wrote nothing
      return failure(thrown, (body) => (body ? currentOf(body) : { etag: "0", saved_at: "", answers: {} }))
    }
  }
  const { save, state, others } = useAutosave({
    account,
    submission: ["reading", at.call, at.track, at.stage, at.entry].join("/"),
    send,
    answers: sheet.value,
    etag: read.sheet.etag,
    savedAt: read.sheet.saved_at,
    onAnswers: (answers) => (sheet.value = answers),
  })
  function set(key: string, value: string): void {
    const { [key]: _, ...rest } = sheet.value
    sheet.value = value === "" ? rest : { ...rest, [key]: value }
    save.change(sheet.value)
  }
  const lacks = computed(() => lacking(sheet.value, criteria, scale))

  /** Submits what is on the page; false where something is missing or it was refused. */
  async function submit(): Promise<boolean> {
    tried.value = true
    problem.value = null
    if (lacks.value.length || !(await save.flush())) return false
    try {
      const extras = { path, ifMatch: save.currentEtag }
      await api.post("/reading/{call}/{track}/{stage}/{entry}/sheet/submit", sent(sheet.value, criteria, scale), extras)
      return true
    } catch (thrown) {
      problem.value = asProblem(thrown)
      return false
    }
  }
  return {
    sheet,
    state,
    save,
    others,
    set,
    lacks,
    tried,
    problem,
    submit,
    mark: (id: string) => markOf(sheet.value, id),
    said: (id: string) => saidOf(sheet.value, id),
    total: computed(() => totalOf(sheet.value, criteria, scale)),
  }
}
