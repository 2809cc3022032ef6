/** Where a message leads: to its entry, its list, or the page where what it asks for is done. */
import type { Role } from "@/api"
import type { Kind, Message } from "./types"

/** Who reads: the role, and the desk whose lists are its own. */
export interface Reader {
  readonly role: Role
  readonly desk: string | null
}

type Way = (message: Message, reader: Reader) => string

const entry: Way = ({ submission }) => `/submissions/${submission}`
const edit: Way = ({ submission }) => `/submissions/${submission}/edit`
const inbox: Way = ({ call, track }) => `/desk/${call}/${track}`
const review: Way = (message, reader) => `${inbox(message, reader)}/${message.submission}`

function reported({ call, track, desk }: Message, { role, desk: own }: Reader): string {
  if (role === "organiser") return `/organiser/${call}/lists/${track}`
  return desk === own ? `/desk/${call}/reports` : `/desk/${call}/${track}/lists`
}

function reminded(message: Message, reader: Reader): string {
  if (message.submission) return edit(message, reader)
  return `/calls/${message.call}/${message.standing === "nothing" ? "new" : "submissions"}`
}

const ownAccount: Way = () => "/account"
const season: Way = ({ call }) => `/evaluation/${call}`
const reading: Way = ({ call }) => `/reading/${call}`
const objections: Way = ({ call }) => `/evaluation/${call}/objections`

/** Where what one person proposed is confirmed: a notice and a ruling have pages of their own. */
function second(message: Message, reader: Reader): string {
  if (message.step === "objection") return objections(message, reader)
  return message.step === "public_notice" ? `/evaluation/${message.call}/public-notices` : season(message, reader)
}

function manual({ call }: Message, { role }: Reader): string {
  if (role === "expert") return `/calls/${call}/help/experts`
  return `/calls/${call}/help${role === "agency" || role === "observer" ? "/evaluation" : ""}`
}

const WAYS: Record<Kind, Way> = {
  pushed: entry,
  arrived: inbox,
  asked_back: review,
  returned: entry,
  recommended: entry,
  declined: entry,
  sent_back: review,
  reported,
  reported_at_close: reported,
  reopened: (message, reader) => `${inbox(message, reader)}/ranking`,
  late_pass: edit,
  correction: ({ submission }) => `/submissions/${submission}/correct`,
  corrected: review,
  admitted: entry,
  not_admitted: entry,
  noticed: entry,
  objection_filed: objections,
  objection_taken: entry,
  objection_to_answer: ({ call }) => `/desk/${call}/objections`,
  objection_answered: objections,
  objection_ruled: entry,
  awarded: entry,
  not_selected: entry,
  revoked: entry,
  excluded: entry,
  roll_frozen: ({ call }) => `/desk/${call}/reports`,
  link_request: (message, reader) => `${entry(message, reader)}#links`,
  closing: edit,
  reminder: reminded,
  call_changed: reminded,
  draft_ends: edit,
  handed_out: manual,
  password_reset: ownAccount,
  disabled: ownAccount,
  enabled: ownAccount,
  jury_step: season,
  second_person: second,
  expert_declined: season,
  reviews_opened: reading,
  reviews_added: reading,
  reviews_moved: reading,
  relieved: reading,
  sheet_reopened: ({ call, track, stage, name }) => `/reading/${call}/${track}/${stage}/${name}`,
  reconsider: reading,
  reviews_closing: reading,
  review_reminder: reading,
}

/** The address that a message leads its reader to. */
export const leadsTo = (message: Message, reader: Reader): string => WAYS[message.kind](message, reader)
