/** Decisions on one entry: what is asked before each, what a refusal means, and what follows. */
import { computed, ref, type ComputedRef, type Ref } from "vue"
import { api, asProblem, type Head, type Problem } from "@/api"
import { askToConfirm, toast } from "@/ui"
import { looksAgain, troubleText } from "@/features/lists/decision/refusal"
import { t as decision } from "@/features/lists/decision/words"
import { deskName, type Desks } from "@/features/lists/desk/useDesk"
import { t as shared } from "@/features/lists/desk/words"
import { sent } from "./inputs"
import type { Review } from "./useReview"
import { t } from "./words"

export type Act = "return" | "decline" | "take-back" | "send-back"

interface Around {
  readonly review: Readonly<Ref<Review | null>>
  readonly desks: Readonly<Ref<Desks>>
  /** Leads on after a change; false where the entry stays where it is. */
  readonly goOn: (after: Head, said: string) => Promise<boolean>
  /** Shows the page anew. */
  readonly reload: () => Promise<void>
  /** Shows how the entry is by now, as far as that can be fetched; the page stays meanwhile. */
  readonly refresh: () => Promise<void>
}

export interface Decision {
  /** The dialog that is open. */
  readonly asking: Ref<Act | null>
  readonly busy: Ref<boolean>
  readonly problem: Ref<Problem | null>
  /** What a refusal meant, in words, where no dialog says it. */
  readonly trouble: ComputedRef<string>
  /** Name of the desk that an entry would be sent back to. */
  readonly below: ComputedRef<string>
  /** More time for that desk; null for none. */
  readonly until: Ref<string | null>
  /** What is wrong with it, in words. */
  readonly untilFault: ComputedRef<string>
  /** Begins an act: asks for what it needs. */
  readonly act: (which: Act) => void
  readonly recommend: (rank: number, opinion: string) => Promise<void>
  readonly giveBack: (reason: string, asks?: Record<string, string>) => Promise<void>
  readonly decline: (reason: string) => Promise<void>
  readonly sendBack: (reason: string) => Promise<void>
}

/**
 * Acts on the entry `id`.
 * A refusal shows how it is by now, and keeps what was typed.
 */
export function useDecision(id: string, { review, desks, goOn, reload, refresh }: Around): Decision {
  const asking = ref<Act | null>(null)
  const busy = ref(false)
  const problem = ref<Problem | null>(null)
  const until = ref<string | null>(null)

  const path = { path: { submission: id } }
  const listed = computed(() => review.value?.board?.items ?? [])
  const name = computed(() => review.value?.entry.head.name || shared("untitled"))
  const from = computed(() => review.value?.entry.head.came.slice(-1)[0]?.desk ?? null)
  const below = computed(() => deskName(desks.value, from.value))
  const trouble = computed(() =>
    problem.value && !asking.value ? troubleText(problem.value, listed.value.length) : "",
  )
  const untilFault = computed(() => {
    const fault = problem.value?.errors.find(({ pointer }) => pointer === "/until")
    return fault ? decision.of(`until_${fault.code}`, "until_too_early") : ""
  })

  async function take(change: () => Promise<Head>, said: string): Promise<void> {
    busy.value = true
    problem.value = null
    try {
      const after = await change()
      asking.value = null
      sent(id)
      toast(said)
      if (!(await goOn(after, said))) await reload()
    } catch (thrown) {
      problem.value = asProblem(thrown)
      if (looksAgain(problem.value)) {
        asking.value = null
        await refresh()
      }
    } finally {
      busy.value = false
    }
  }

  const recommend = (rank: number, opinion: string): Promise<void> =>
    take(
      () => api.post("/submissions/{submission}/recommend", { rank, opinion }, path),
      t("didRecommend", { name: name.value, n: rank }),
    )
  const giveBack = (reason: string, asks: Record<string, string> = {}): Promise<void> =>
    take(
      () => api.post("/submissions/{submission}/return", { reason, asks }, path),
      t("didReturn", { name: name.value }),
    )
  const decline = (reason: string): Promise<void> =>
    take(() => api.post("/submissions/{submission}/decline", { reason }, path), t("didDecline", { name: name.value }))
  const sendBack = (reason: string): Promise<void> =>
    take(
      () =>
        api.post("/submissions/{submission}/send-back", { reason, desk: from.value ?? "", until: until.value }, path),
      t("didSendBack", { name: name.value, desk: below.value }),
    )

  async function takeBack(): Promise<void> {
    const rank = listed.value.findIndex((one) => one.id === id) + 1
    const sure = await askToConfirm({
      title: t("takeBackTitle"),
      text: t("takeBackText", { name: name.value, n: rank }),
      verb: t("takeBack"),
    })
    if (sure)
      await take(
        () => api.post("/submissions/{submission}/take-back", {}, path),
        t("didTakeBack", { name: name.value }),
      )
  }
  async function returnAsAsked(): Promise<void> {
    if (await askToConfirm({ title: t("oneClickTitle"), text: t("oneClickText"), verb: t("oneClick") }))
      await giveBack(t("oneClickReason"))
  }
  function act(which: Act): void {
    problem.value = null
    until.value = null
    if (which === "take-back") void takeBack()
    else if (which === "return" && review.value?.entry.head.asked_back_at) void returnAsAsked()
    else asking.value = which
  }
  return { asking, busy, problem, trouble, below, until, untilFault, act, recommend, giveBack, decline, sendBack }
}
