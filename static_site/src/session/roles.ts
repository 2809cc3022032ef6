/** Everything the site knows of a role: its name, where its work begins, and which pages it may open. */
import type { Account, Role } from "@/api"
import { text, type Text } from "@/i18n"
import { useCall } from "./call"
import { TERMS } from "@/i18n/terms"

interface RoleRow {
  readonly name: Text
  /** Its accounts, in the organiser's list of accounts. */
  readonly accounts: Text
  /** The page that opens after signing in. */
  readonly home: (call: string) => string
  /** Files entries of its own. */
  readonly files: boolean
  /** Holds entries that others filed: a desk, or the organiser. */
  readonly holds: boolean
  /** Registers by itself; the organiser issues the other accounts. */
  readonly registers: boolean
}

/** A role of the evaluation: its accounts are issued, and it neither files nor holds entries. */
const evaluates = (name: Text, home: string): RoleRow => ({
  name,
  accounts: name,
  home: (call) => `/${home}/${call}`,
  files: false,
  holds: false,
  registers: false,
})

export const ROLES: Readonly<Record<Role, RoleRow>> = {
  applicant: {
    name: { zh: "申报用户", en: "Applicant" },
    accounts: TERMS.applicants,
    home: (call) => `/calls/${call}/submissions`,
    files: true,
    holds: false,
    registers: true,
  },
  recommender: {
    name: { zh: "推荐用户", en: "Recommending desk" },
    accounts: { zh: "推荐单位账户", en: "Desks' accounts" },
    home: (call) => `/desk/${call}/-`,
    files: true,
    holds: true,
    registers: false,
  },
  organiser: {
    name: { zh: "主办单位", en: "Organiser" },
    accounts: { zh: "主办单位账户", en: "Organiser's accounts" },
    home: (call) => `/organiser/${call}`,
    files: false,
    holds: true,
    registers: false,
  },
  agency: evaluates({ zh: "评审机构", en: "Review agency" }, "evaluation"),
  expert: evaluates({ zh: "评审专家", en: "Expert" }, "reading"),
  observer: evaluates({ zh: "监督员", en: "Observer" }, "evaluation"),
}

export const everyone = Object.keys(ROLES) as Role[]
export const filers = everyone.filter((role) => ROLES[role].files)
export const holders = everyone.filter((role) => ROLES[role].holds)
/** Roles whose accounts are issued, in the order of the organiser's list. */
export const issued = everyone.filter((role) => !ROLES[role].registers)

export const roleName = (role: Role): string => text(ROLES[role].name)

/** Where the account's work begins. */
export const homeOf = ({ role, authority }: Account): string => {
  const { call } = useCall()
  return ROLES[role].home(call.value?.authority.id === authority ? call.value.id : "-")
}
