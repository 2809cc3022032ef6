/** Where each role's work begins. */
import type { Account, Role } from "@/api"
import { at } from "@/app/call"

const HOME: Record<Role, string> = { applicant: "/submissions", recommender: "/desk", organiser: "/overview" }

export const homeOf = ({ role }: Account): string => at(HOME[role])
