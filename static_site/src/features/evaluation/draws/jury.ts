/** The jury of an address, and what its fields are called. */
import { computed, type ComputedRef } from "vue"
import { useRoute } from "vue-router"
import type { Call, Track } from "@/api"
import { useCall } from "@/session/call"
import { useCategories } from "../categories"
import { t } from "./words"

export interface JuryPath {
  readonly call: string
  readonly track: string
  readonly stage: string
}

/** For pages behind `requireCall`, so that call and track are there. */
export function useJury(): { path: JuryPath; call: Call; track: Track } {
  const { params } = useRoute()
  const call = useCall().call.value as Call
  const path = { call: call.id, track: String(params["track"]), stage: String(params["stage"]) }
  return { path, call, track: call.tracks.find(({ id }) => id === path.track) as Track }
}

/** What the fields that experts are drawn for are called. */
export function useFieldNames(call: Call, track: Track): ComputedRef<(field: string) => string> {
  const names = useCategories(call, track)
  return computed(() => (field) => (field ? names.value(field) : t("anyField")))
}
