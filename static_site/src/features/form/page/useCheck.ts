/** 检查并推送 and 保存: what is wrong is told line by line, what is whole goes on to the push. */
import { computed, nextTick, ref, shallowRef, type ComputedRef, type Ref } from "vue"
import { useRouter } from "vue-router"
import { ownTime } from "@/session/call"
import { text } from "@/i18n"
import type { SummaryLine } from "@/ui/ErrorSummary.vue"
import { toast } from "@/ui/live"
import { useRegions } from "@/ui/regions"
import { showProblem } from "@/ui/showProblem"
import { controlId } from "../context"
import { check as checkOnServer } from "../filing"
import type { Form, Problem } from "../rules"
import type { OpenForm } from "../useForm"
import { t as saving } from "../saveWords"
import { t } from "../words"
import { recent } from "./shortTime"

export interface Checking {
  /** How often the summary was asked for: it is read anew each time. */
  readonly checks: Ref<number>
  readonly lines: ComputedRef<readonly SummaryLine[]>
  readonly checking: Ref<boolean>
  readonly storing: Ref<boolean>
  readonly summarise: () => Promise<void>
  /** Saves and checks; goes on to the push where nothing is missing. */
  readonly check: () => Promise<void>
  /** Saves at once, and says so: it happens by itself all the time. */
  readonly store: () => Promise<void>
}

/** Where a problem's line leads: the first option, the cell, or the whole field. */
function target({ field, pointer }: Pick<Problem, "field" | "pointer">): string {
  const cell = controlId(pointer)
  return document.getElementById(cell) ? cell : controlId(`/${field}`)
}

/**
 * Checks and saves the form of submission `id`.
 * While `busy` files are on their way nothing is pushed.
 */
export function useCheck(
  id: string,
  form: Form,
  { problems, saving: { save, state } }: Pick<OpenForm, "problems" | "saving">,
  folded: Ref<Record<string, boolean>>,
  busy: Readonly<Ref<number>>,
): Checking {
  const router = useRouter()
  const regions = useRegions()
  const { refused, checked, fromServer } = problems
  const messages = shallowRef<typeof import("../fields/messages") | null>(null)
  const lines = computed<readonly SummaryLine[]>(() =>
    (messages.value?.fieldByField(form, refused.value, regions.value) ?? []).map((one) => ({
      id: target(one),
      text: t("at", {
        section: text(form.sections.find(({ id: section }) => section === one.section)?.title),
        field: one.where,
        said: one.said,
      }),
    })),
  )
  const checks = ref(0)
  async function summarise(): Promise<void> {
    messages.value ??= await import("../fields/messages")
    checked.value = true
    for (const { section } of refused.value) folded.value[section] = false
    await nextTick()
    checks.value += 1
  }

  const checking = ref(false)
  async function check(): Promise<void> {
    checking.value = true
    try {
      const saved = await save.flush()
      if (refused.value.length === 0 && saved) fromServer(await checkOnServer(id))
      if (refused.value.length) await summarise()
      else if (busy.value) toast(t("uploading", { n: busy.value }))
      else if (saved) await router.push(`/submissions/${id}/push`)
      else if (state.value.kind !== "conflict") toast(saving("offline"))
    } catch (thrown) {
      await showProblem(thrown)
    } finally {
      checking.value = false
    }
  }

  const storing = ref(false)
  async function store(): Promise<void> {
    storing.value = true
    const saved = await save.flush()
    const { value } = state
    if (saved && value.kind === "saved")
      toast(value.at ? saving("saved", { at: ownTime(recent(value.at), value.at) }) : saving("savedPlain"))
    else if (value.kind === "offline") toast(saving("offline"))
    storing.value = false
  }
  return { checks, lines, checking, storing, summarise, check, store }
}
