/** Autosave for as long as a page is open: bound to its events, its state ready to be shown. */
import { onBeforeUnmount, onMounted, ref, shallowRef, type Ref, type ShallowRef } from "vue"
import { Autosave, type SaveState, type Send } from "./autosave"
import type { Answers } from "./rules"
import { browserDrafts, memoryDrafts } from "./saving/drafts"
import { openChannel, Tabs } from "./saving/tabs"
import { freshId } from "@/api/ids"

interface Start {
  readonly account: string
  /** What is written on: a submission, or the address of a sheet. */
  readonly submission: string
  readonly send: Send
  readonly same?: (a: Answers, b: Answers) => boolean
  readonly answers: Answers
  readonly etag: string
  readonly savedAt: string | null
  readonly onAnswers: (answers: Answers, why: "other-tab" | "recovered" | "chosen") => void
}

export interface Saving {
  readonly save: Autosave
  readonly state: ShallowRef<SaveState>
  /** How many other tabs have this form open. */
  readonly others: Ref<number>
}

export function useAutosave({ answers, etag, savedAt, ...parts }: Start): Saving {
  const state = shallowRef<SaveState>({ kind: "saved", at: savedAt })
  const others = ref(0)
  const tabs = new Tabs(freshId(), openChannel(parts.account, parts.submission))
  tabs.onOthers = (count) => (others.value = count)
  const save = new Autosave(
    {
      ...parts,
      tabs,
      drafts: typeof indexedDB === "undefined" ? memoryDrafts() : browserDrafts(),
      onState: (next) => (state.value = next),
      now: () => new Date().toISOString(),
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
