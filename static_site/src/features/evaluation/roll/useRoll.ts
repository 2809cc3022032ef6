/** The roll of a track: how far it is, one list of it, and the organiser's acts on both. */
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue"
import { api, type Head } from "@/api"
import { toast, useLoad } from "@/ui"
import type { Load } from "@/ui/load"
import { said } from "./problems"
import type { Roll, RollRow, Verdict } from "./types"
import { t } from "./words"

export interface RollPage {
  /** The first stage of the track; empty where it is not judged. */
  readonly stage: Ref<string>
  readonly hours: Ref<number>
  readonly load: Load<{ roll: Roll | null }>
  readonly rows: ShallowRef<readonly RollRow[]>
  readonly more: Ref<boolean>
  readonly busy: Ref<boolean>
  readonly frozen: ComputedRef<boolean>
  readonly next: () => Promise<void>
  /** Checks entries; `settles` are the doubles that they are checked in sight of. */
  readonly check: (
    heads: readonly Head[],
    verdict: Verdict,
    reason?: string,
    settles?: readonly string[],
  ) => Promise<boolean>
  readonly act: (work: () => Promise<unknown>) => Promise<boolean>
  readonly reload: () => Promise<void>
  readonly path: () => { call: string; track: string; stage: string }
}

const MOST = 50

export function useRoll(call: string, track: Ref<string>, desk: Ref<string>): RollPage {
  const stage = ref("")
  const hours = ref(48)
  const rows = shallowRef<readonly RollRow[]>([])
  const cursor = ref<string | null>(null)
  const busy = ref(false)
  const path = (): { call: string; track: string; stage: string } => ({ call, track: track.value, stage: stage.value })

  const load = useLoad(async () => {
    const rules = await api.get("/calls/{call}/rules", { path: { call } })
    hours.value = rules.evaluation?.correction_hours ?? 48
    stage.value = rules.tracks.find(({ id }) => id === track.value)?.stages[0]?.id ?? ""
    const at = "/calls/{call}/juries/{track}/{stage}/roll"
    return { roll: stage.value ? await api.get(at, { path: path() }) : null }
  })

  async function fetchRows(from: string | undefined): Promise<void> {
    const asked = desk.value
    const page = await api.get("/calls/{call}/juries/{track}/{stage}/roll/lists/{desk}", {
      path: { ...path(), desk: asked },
      query: { cursor: from },
    })
    if (asked !== desk.value) return
    rows.value = from ? [...rows.value, ...page.items] : page.items
    cursor.value = page.cursor
  }
  const next = async (): Promise<void> => void (await act(() => fetchRows(cursor.value ?? undefined)))

  async function reload(): Promise<void> {
    await load.reload()
    const shown = rows.value.length
    if (!desk.value || !stage.value) return
    await fetchRows(undefined)
    while (rows.value.length < shown && cursor.value) await fetchRows(cursor.value)
  }

  async function act(work: () => Promise<unknown>): Promise<boolean> {
    busy.value = true
    try {
      await work()
      return true
    } catch (thrown) {
      toast(said(thrown))
      return false
    } finally {
      busy.value = false
    }
  }

  /** Some at a time, as many as a request takes. */
  async function check(
    heads: readonly Head[],
    verdict: Verdict,
    reason = "",
    settles: readonly string[] = [],
  ): Promise<boolean> {
    const done = await act(async () => {
      for (let at = 0; at < heads.length; at += MOST) {
        const entries = heads.slice(at, at + MOST).map(({ id, revision }) => ({
          id,
          revision,
          settles: settles.filter((one) => one !== id),
        }))
        await api.put(
          "/calls/{call}/juries/{track}/{stage}/roll/checks",
          { entries, verdict, reason },
          { path: path() },
        )
      }
      toast(t("checked", { n: heads.length }))
    })
    await act(reload)
    return done
  }

  watch([desk, stage], async () => {
    rows.value = []
    cursor.value = null
    if (desk.value && stage.value) await act(() => fetchRows(undefined))
  })
  watch(track, () => void load.reload())

  return {
    stage,
    hours,
    load,
    rows,
    more: computed(() => cursor.value !== null),
    busy,
    frozen: computed(() => (load.value.value?.roll?.jury.roll ?? null) !== null),
    next,
    check,
    act,
    reload,
    path,
  }
}
