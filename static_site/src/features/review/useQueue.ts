/** The entries read one by one: which comes before and after, and where a decision leads. */
import { computed, onBeforeUnmount, onMounted, type ComputedRef } from "vue"
import { useRouter } from "vue-router"
import type { Head, State } from "@/api"
import { announce } from "@/ui"
import { around, leave } from "@/features/lists/desk/queue"
import { placesOf, type OwnDesk } from "@/features/lists/desk/useDesk"
import { t } from "./words"

export interface Queue {
  readonly near: ComputedRef<ReturnType<typeof around>>
  /** The address of the list it is read from. */
  readonly list: string
  /** The address of another entry of the list. */
  readonly to: (entry: string) => string
  /** Goes on after a change; false where the entry stays in its list, and nothing leads away. */
  readonly goOn: (after: Pick<Head, "state" | "desk">, said: string) => Promise<boolean>
}

/** The list an address names, else the desk's first. */
export function listedState(organiser: boolean, wanted: unknown): State {
  const states = placesOf(organiser)
  return states.find((one) => one === wanted) ?? (states[0] as State)
}

const FIELDS = "input, textarea, select, dialog, [role='dialog']"

/** Whether a key is meant for a field, a dialog or the browser. */
function isTaken({ target, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  const typing = target instanceof Element && target.closest(FIELDS) !== null
  return typing || altKey || ctrlKey || metaKey || shiftKey || document.querySelector("dialog[open]") !== null
}

/**
 * The place of entry `id` in the list of `state`.
 * `ids` may come later; ← and → turn the page.
 */
export function useQueue(ownDesk: OwnDesk, state: State, id: string, ids: () => readonly string[]): Queue {
  const router = useRouter()
  const { call, track } = ownDesk
  const query = state === listedState(ownDesk.organiser, null) ? "" : `?state=${state}`
  const near = computed(() => around(ids(), id))
  const list = ownDesk.to(`/${track.id}${query}`)
  const to = (entry: string): string => ownDesk.to(`/${track.id}/${entry}${query}`)

  async function goOn(after: Pick<Head, "state" | "desk">, said: string): Promise<boolean> {
    if (after.state === state && after.desk === ownDesk.desk) return false
    const next = near.value.after ?? near.value.before
    leave(call.id, track.id, state, id)
    if (!next) announce(`${said}。${t("noMore")}`)
    await router.push(next ? to(next) : list)
    return true
  }

  function pressed(event: KeyboardEvent): void {
    const turned = { ArrowLeft: near.value.before, ArrowRight: near.value.after }[event.key]
    if (turned && !isTaken(event)) void router.push(to(turned))
  }
  onMounted(() => document.addEventListener("keydown", pressed))
  onBeforeUnmount(() => document.removeEventListener("keydown", pressed))
  return { near, list, to, goOn }
}
