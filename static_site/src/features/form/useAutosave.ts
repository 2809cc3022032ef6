/** Autosave for as long as a page is open: bound to its events, its state ready to be shown. */
import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from "vue"
import { Autosave, type SaveState } from "./autosave"
import { clean, type Answers, type Form } from "./rules"
import { browserDrafts, memoryDrafts } from "./saving/drafts"
import { sameAnswers } from "./saving/merge"
import { openChannel, Tabs } from "./saving/tabs"
import { freshRow } from "./fields/rows"
import { sender } from "./send"

interface Start {
  readonly account: string
  readonly submission: string
  readonly form: Form
  readonly answers: Answers
  readonly etag: string
  readonly savedAt: string
  readonly onAnswers: (answers: Answers, why: "other-tab" | "recovered" | "chosen") => void
}

export interface Saving {
  readonly save: Autosave
  readonly state: ShallowRef<SaveState>
  /** How many other tabs have this form open. */
  readonly others: Ref<number>
}

export function useAutosave({ account, submission, form, answers, etag, savedAt, onAnswers }: Start): Saving {
  const state = shallowRef<SaveState>({ kind: "saved", at: savedAt })
  const others = ref(0)
  const tabs = new Tabs(freshRow()._id, openChannel(account, submission))
  tabs.onOthers = (count) => (others.value = count)
  const save = new Autosave(
    {
      account,
      submission,
      tabs,
      send: sender(submission, form.version),
      drafts: typeof indexedDB === "undefined" ? memoryDrafts() : browserDrafts(),
      onState: (next) => (state.value = next),
      onAnswers,
      now: () => new Date().toISOString(),
      same: (a, b) => sameAnswers(clean(form, a), clean(form, b)),
    },
    answers,
    etag,
    savedAt,
  )
  const hidden = (): void => void (document.visibilityState === "hidden" ? save.flush(true) : save.flush())
  const leaving = (): void => void save.flush(true)
  const online = (): void => void save.flush()
  onMounted(() => {
    document.addEventListener("visibilitychange", hidden)
    window.addEventListener("pagehide", leaving)
    window.addEventListener("online", online)
    void save.recover()
  })
  onBeforeUnmount(() => {
    document.removeEventListener("visibilitychange", hidden)
    window.removeEventListener("pagehide", leaving)
    window.removeEventListener("online", online)
    void save.flush().finally(() => save.close())
  })
  return { save, state, others }
}
