/** Where each role's work begins. */
import type { Account, Role } from "@/api"
import { useCall } from "@/session/call"

const HOME: Record<Role, (call: string) => string> = {
  applicant: (call) => `/calls/${call}/submissions`,
  recommender: (call) => `/desk/${call}/-`,
  organiser: (call) => `/organiser/${call}`,
}

export const homeOf = ({ role, authority }: Account): string => {
  const { call } = useCall()
  return HOME[role](call.value?.authority.id === authority ? call.value.id : "-")
}
