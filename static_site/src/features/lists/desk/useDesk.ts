/** Where the reader sits: the call, the desk whose entries are handled here, and what the desks are called. */
import { shallowRef, type ShallowRef } from "vue"
import { useRoute } from "vue-router"
import { serverNow, type Account, type Call, type Desk, type State, type Track } from "@/api"
import { desksOf, ORGANISER, useCall } from "@/session/call"
import { useSession } from "@/session/session"
import { language, text } from "@/i18n"
import type { Regions } from "@/ui/regions"
import { placed } from "@/ui/states"
import { t } from "./words"

export { ORGANISER }

export interface OwnDesk {
  readonly call: Call
  /** Code of the desk; `organiser` for what top desks have nominated. */
  readonly desk: string
  readonly organiser: boolean
  /** The track of the address, else the call's first. */
  readonly track: Track
  /** An address of this desk: `to("/progress")`. */
  readonly to: (path: string) => string
}

/** Whose entries an account of a desk or of the organiser handles. */
export const deskOf = ({ role, desk }: Account): Pick<OwnDesk, "desk" | "organiser"> =>
  role === "organiser" ? { desk: ORGANISER, organiser: true } : { desk: desk?.code ?? "", organiser: false }

/** For pages behind `requireCall`, so that call and track are there. */
export function useDesk(): OwnDesk {
  const account = useSession().account.value
  const call = useCall().call.value as Call
  const wanted = useRoute().params["track"]
  return {
    call,
    ...(account ? deskOf(account) : { desk: "", organiser: false }),
    track: (call.tracks.find(({ id }) => id === wanted) ?? call.tracks[0]) as Track,
    to: (path) => `/desk/${call.id}${path}`,
  }
}

/** The states that are tabs of a list. */
export const placesOf = (organiser: boolean): State[] => placed(({ tabs }) => (organiser ? tabs.organiser : tabs.desk))

export type Desks = ReadonlyMap<string, Desk>

/** The call's desks by code, empty until they are there. */
export function useDesks(call: string): ShallowRef<Desks> {
  const desks = shallowRef<Desks>(new Map())
  desksOf(call).then(
    (all) => (desks.value = new Map(all.map((desk) => [desk.code, desk]))),
    () => undefined,
  )
  return desks
}

export function deskName(desks: Desks, code: string | null): string {
  if (code === ORGANISER) return text(useCall().call.value?.authority.names) || t("organiser")
  return text(desks.get(code ?? "")?.names) || code || ""
}

/**
 * A desk by the place it stands for: 历下区.
 * Where that is shorter.
 */
export function placeName(desks: Desks, regions: Regions, code: string): string {
  const region = desks.get(code)?.region
  const short = region ? regions[region]?.[0] : undefined
  if (language.value === "zh" && short) return short
  return deskName(desks, code).split(", ")[0] ?? code // “…, Jinan”: the city is clear from where it stands
}

/** Whether a desk's time to recommend has ended. */
export function outOfTime(desks: Desks, code: string): boolean {
  const desk = desks.get(code)
  return !!desk && Date.parse(desk.recommends_until) < serverNow()
}

/** Names one after the other, as the reader's language sets them apart. */
export const listOf = (names: readonly string[]): string => names.join(language.value === "zh" ? "、" : ", ")

/**
 * The desks that report to `code`.
 * Those that report to nobody for the organiser.
 */
export const childrenOf = (desks: Desks, code: string): Desk[] =>
  [...desks.values()].filter(({ parent }) => (code === ORGANISER ? !parent : parent === code))
