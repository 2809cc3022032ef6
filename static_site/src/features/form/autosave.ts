/** Saves a form soon after typing and at once when the page is left; keeps on this machine what cannot be sent. */
import type { Answers, Problem } from "./rules"
import type { DraftStore, LocalDraft } from "./saving/drafts"
import { sameAnswers } from "./saving/merge"
import type { SavedElsewhere, Tabs } from "./saving/tabs"

export interface Saved {
  readonly etag: string
  readonly saved_at: string
}
export interface Current extends Saved {
  readonly answers: Answers
}

/** Why a save failed. `stale` carries the server's version; `offline` covers whatever may pass by itself. */
export type Failure =
  | { readonly kind: "stale"; readonly current: Current }
  | { readonly kind: "offline" | "signed-out" }
  | { readonly kind: "refused"; readonly code: string }
export type Outcome = Success | Failure

/** A save. `kept`: what the server has now, where it `refused` some of what was sent. */
export interface Success {
  readonly kind: "saved"
  readonly saved: Saved
  readonly kept?: Answers
  readonly refused?: readonly Problem[]
}

/** Sends answers that began from `base`. `leaving`: the page goes away, the request must outlive it. Never throws. */
export type Send = (answers: Answers, etag: string, leaving: boolean, base: Answers) => Promise<Outcome>

export type SaveState =
  | { readonly kind: "saved"; readonly at: string | null }
  | { readonly kind: "waiting" | "saving" | "offline" | "signed-out" }
  | { readonly kind: "conflict"; readonly mine: Answers; readonly theirs: Current; readonly base: Answers }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "partly"; readonly refused: readonly Problem[] }

export interface Parts {
  readonly account: string
  readonly submission: string
  readonly send: Send
  readonly drafts: DraftStore
  readonly tabs: Tabs
  readonly onState: (state: SaveState) => void
  /** The answers changed from outside (another tab, a recovery, a choice): the form shows these. */
  readonly onAnswers: (answers: Answers, why: "other-tab" | "recovered" | "chosen") => void
  readonly now: () => string
  /** Whether two answers are kept as the same. */
  readonly same?: (a: Answers, b: Answers) => boolean
}

const PAUSE = 1500
const RETRY = [3000, 6000, 15000, 30000, 60000]
const HELLO = 120 // how long other tabs have to say that they live

export class Autosave {
  state: SaveState
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> | null = null
  private tries = 0
  private answers: Answers
  private base: Answers

  constructor(
    private readonly parts: Parts,
    base: Answers,
    private etag: string,
    savedAt: string | null,
  ) {
    this.answers = this.base = base
    this.state = { kind: "saved", at: savedAt }
    parts.tabs.onSaved = (saved) => this.elsewhere(saved)
  }

  get currentEtag(): string {
    return this.etag
  }

  /** Whether everything typed is on the server. */
  get settled(): boolean {
    return this.state.kind === "saved" && !this.running && this.same(this.answers, this.base)
  }

  /** Takes what is on the page now. Kept here at once, sent after a pause. */
  change(answers: Answers): void {
    this.answers = answers
    void this.keep()
    if (this.state.kind === "conflict") return
    if (this.state.kind !== "offline" && this.state.kind !== "signed-out") this.become({ kind: "waiting" })
    this.later(PAUSE)
  }

  /** Sends now what waits; resolves when it is saved or cannot be. */
  async flush(leaving = false): Promise<boolean> {
    clearTimeout(this.timer)
    while (this.running) await this.running
    if (this.state.kind === "conflict" || this.same(this.answers, this.base)) return this.settle()
    this.running = this.save(leaving)
    await this.running
    return this.settled
  }

  /** Looks for what a closed tab left behind: goes on from it, or shows both where the saved version has moved. */
  async recover(): Promise<void> {
    const { account, submission, drafts, tabs } = this.parts
    await new Promise((resolve) => setTimeout(resolve, HELLO))
    const left = (await drafts.of(account, submission).catch(() => [])).filter(
      (one) => !tabs.others.has(one.tab) && one.tab !== tabs.tab,
    )
    const [latest] = left.sort((a, b) => (a.at < b.at ? 1 : -1))
    if (latest && !this.same(this.answers, this.base)) return
    if (latest) await this.takeUp(latest)
    for (const draft of left) await drafts.remove(account, submission, draft.tab).catch(() => undefined)
  }

  /** Goes on with what a person chose in a conflict. */
  async choose(answers: Answers): Promise<void> {
    if (this.state.kind !== "conflict") return
    this.etag = this.state.theirs.etag
    this.base = this.state.theirs.answers
    this.answers = answers
    this.parts.onAnswers(answers, "chosen")
    this.become({ kind: "waiting" })
    await this.flush()
  }

  /** Stops; what is unsent stays on this machine. */
  close(): void {
    clearTimeout(this.timer)
    this.parts.tabs.close()
  }

  private same(a: Answers, b: Answers): boolean {
    return (this.parts.same ?? sameAnswers)(a, b)
  }

  private settle(): boolean {
    if (this.state.kind === "waiting") this.become({ kind: "saved", at: null })
    return this.settled
  }

  private become(state: SaveState): void {
    this.state = state
    this.parts.onState(state)
  }

  private later(wait: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), wait)
  }

  private async save(leaving: boolean): Promise<void> {
    const sent = this.answers
    if (this.state.kind !== "offline" && this.state.kind !== "signed-out") this.become({ kind: "saving" })
    const outcome = await this.parts.send(sent, this.etag, leaving, this.base)
    this.running = null
    if (outcome.kind === "saved") await this.arrived(sent, outcome.saved, outcome)
    else this.failed(sent, outcome)
  }

  private async arrived(
    sent: Answers,
    saved: Saved,
    { kept = sent, refused = [] }: Partial<Success> = {},
  ): Promise<void> {
    this.tries = 0
    this.base = kept
    this.etag = saved.etag
    this.parts.tabs.saved({ answers: kept, etag: saved.etag, savedAt: saved.saved_at })
    if (!this.same(this.answers, sent)) return this.goOn()
    if (refused.length) {
      this.become({ kind: "partly", refused })
      return this.keep()
    }
    this.become({ kind: "saved", at: saved.saved_at })
    await this.parts.drafts
      .remove(this.parts.account, this.parts.submission, this.parts.tabs.tab)
      .catch(() => undefined)
  }

  private goOn(): void {
    this.become({ kind: "waiting" })
    this.later(PAUSE)
  }

  private failed(sent: Answers, failure: Failure): void {
    if (failure.kind === "stale") return void this.stale(sent, failure.current)
    this.become(failure)
    if (failure.kind !== "offline") return
    this.later(RETRY[Math.min(this.tries, RETRY.length - 1)] as number)
    this.tries += 1
  }

  private stale(sent: Answers, theirs: Current): Promise<void> | void {
    // an answer lost on its way back: what stands there is what we sent
    if (this.same(theirs.answers, sent)) return this.arrived(sent, theirs)
    this.become({ kind: "conflict", mine: this.answers, theirs, base: this.base })
  }

  private elsewhere({ answers, etag, savedAt }: SavedElsewhere): void {
    if (etag === this.etag) return
    const theirs = { answers, etag, saved_at: savedAt }
    if (this.running || !this.same(this.answers, this.base)) return this.clash(theirs)
    this.base = this.answers = answers
    this.etag = etag
    this.parts.onAnswers(answers, "other-tab")
    this.become({ kind: "saved", at: savedAt })
  }

  private clash(theirs: Current): void {
    if (this.running) return // its own answer will say stale, with what stands there
    clearTimeout(this.timer)
    this.become({ kind: "conflict", mine: this.answers, theirs, base: this.base })
  }

  private async takeUp(draft: LocalDraft): Promise<void> {
    if (this.same(draft.answers, this.base)) return
    this.answers = draft.answers
    await this.keep()
    this.parts.onAnswers(draft.answers, "recovered")
    if (draft.etag === this.etag) return this.goOn()
    const theirs = { answers: this.base, etag: this.etag, saved_at: "" }
    this.become({ kind: "conflict", mine: draft.answers, theirs, base: draft.base })
  }

  private keep(): Promise<void> {
    const { account, submission, tabs, drafts, now } = this.parts
    const draft = {
      account,
      submission,
      tab: tabs.tab,
      answers: this.answers,
      base: this.base,
      etag: this.etag,
      at: now(),
    }
    return drafts.put(draft).catch(() => undefined)
  }
}
