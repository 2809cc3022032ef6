/** The jury of an address, and what its fields are called. */
import { shallowRef, type ShallowRef } from "vue"
import { useRoute } from "vue-router"
import { api, type Call, type Track } from "@/api"
import { useCall } from "@/session/call"
import { text } from "@/i18n"
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

interface Described {
  readonly sections?: readonly {
    fields: readonly { id: string; options?: readonly { value: string; label: object }[] }[]
  }[]
}

/**
 * Names of the fields that experts are drawn for.
 * They are the options of the track's category; until they are there, their values.
 */
export function useFieldNames(call: Call, track: Track): ShallowRef<(field: string) => string> {
  const name = shallowRef((field: string) => field || t("anyField"))
  const place = { call: call.id, version: call.version, track: track.id }
  if (track.category_field)
    api
      .get("/calls/{call}/versions/{version}/tracks/{track}", { path: place })
      .then((form: unknown) => {
        const fields = (form as Described).sections?.flatMap((section) => section.fields) ?? []
        const options = fields.find(({ id }) => id === track.category_field)?.options ?? []
        const labels = new Map(options.map((one) => [one.value, text(one.label as Record<string, string>)]))
        name.value = (field) => labels.get(field) ?? (field || t("anyField"))
      })
      .catch(() => undefined)
  return name
}
