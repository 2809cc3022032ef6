/** Where a desk's work begins: the first track in which something waits. */
import type { RouteLocationNormalized } from "vue-router"
import type { Call } from "@/api"
import { useCall } from "@/session/call"
import { useSession } from "@/session/session"
import { pageOf } from "./useInbox"
import { placesOf, deskOf } from "../desk/useDesk"

/**
 * The first track in which something waits.
 * The call's first where nothing does.
 */
export const trackToOpen = (
  { tracks }: Pick<Call, "tracks">,
  waiting: Readonly<Record<string, number>>,
): string | undefined => (tracks.find(({ id }) => waiting[id]) ?? tracks[0])?.id

/**
 * Replaces `-` for the track by the one to open.
 * Where that cannot be known now, the address stays as it is.
 */
export async function landed(to: RouteLocationNormalized): Promise<true | string> {
  const call = useCall().call.value
  const account = useSession().account.value
  if (to.params["track"] !== "-" || !call || !account || call.id !== to.params["call"]) return true
  const { desk, organiser } = deskOf(account)
  const first = call.tracks[0]
  const page =
    first &&
    (await pageOf({ call, desk, track: first }, placesOf(organiser)[0] ?? "pushed", { limit: 1 }).catch(() => null))
  const track = page && trackToOpen(call, page.waiting)
  return track ? to.fullPath.replace("/-", `/${track}`) : true
}
