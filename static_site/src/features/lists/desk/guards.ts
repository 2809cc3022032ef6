/** Lets nobody into a page whose call or track does not exist; `-` stands for the call's first track. */
import type { RouteLocationNormalized } from "vue-router"
import { useCall } from "@/session/call"

export function requireCall(to: RouteLocationNormalized): true | string {
  const { call, problem } = useCall()
  if (!call.value) return problem.value?.code === "not_found" ? "/lost" : true
  const { call: id, track } = to.params
  const first = call.value.tracks[0]
  if (track === "-" && first) return to.fullPath.replace("/-", `/${first.id}`)
  const known = !track || call.value.tracks.some((one) => one.id === track)
  return call.value.id === id && known ? true : "/lost"
}
