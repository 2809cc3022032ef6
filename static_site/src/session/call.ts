/** The call of the page: named by the address, else the last one seen, else the first in the reader's language. */
import { ref, shallowRef } from "vue"
import { api, asProblem, setClock, type Call, type CallHead, type Desk, type Problem } from "@/api"
import { callSpeaks, isRead, onOwnClock, text } from "@/i18n"
import { useSession } from "./session"

const KEY = "laurel.call"
const call = shallowRef<Call | null>(null)
const calls = shallowRef<CallHead[]>([])
const problem = ref<Problem | null>(null)
const desks = new Map<string, Promise<Desk[]>>()

async function listed(authority?: string): Promise<CallHead[]> {
  if (!calls.value.some((head) => !authority || head.authority.id === authority))
    calls.value = (await api.get("/calls", { quiet: true })).items
  return calls.value
}

/** Accounts belong to an authority: whoever is signed in lands in one of its calls, which may be hidden from others. */
async function wanted(id: string | null, authority: string | undefined): Promise<string | null> {
  if (id) return id
  const all = await listed(authority)
  const own = all.filter((head) => head.authority.id === authority)
  const heads = own.length ? own : all
  const last = localStorage.getItem(KEY)
  const readable = heads.find((head) => isRead(head.languages))
  return (heads.find((head) => head.id === last) ?? readable ?? heads[0])?.id ?? null
}

function show(found: Call): void {
  call.value = found
  setClock(found.now)
  callSpeaks(found.languages)
  localStorage.setItem(KEY, found.id)
}

/**
 * Makes a call the current one.
 * `id`, or the usual one of a reader of `authority`; what fails stands in `problem`.
 */
export async function openCall(id: string | null, authority?: string): Promise<void> {
  const fits = !authority || call.value?.authority.id === authority
  if (call.value && (id ? call.value.id === id : fits)) return
  problem.value = null
  try {
    const known = await wanted(id, authority)
    if (known && known !== call.value?.id) show(await api.get("/calls/{call}", { path: { call: known }, quiet: true }))
  } catch (thrown) {
    problem.value = asProblem(thrown)
  }
}

/**
 * Fetches the current call again.
 * After its stage or dates may have changed.
 */
export async function refreshCall(): Promise<void> {
  if (call.value) show(await api.get("/calls/{call}", { path: { call: call.value.id }, quiet: true }))
}

/**
 * The desks of a call, asked for once by each account.
 * Contacts are not for everybody.
 */
export function desksOf(id: string): Promise<Desk[]> {
  const key = `${useSession().account.value?.id ?? ""}/${id}`
  const known = desks.get(key) ?? api.get("/calls/{call}/desks", { path: { call: id } }).then(({ items }) => items)
  desks.set(key, known)
  known.catch(() => desks.delete(key))
  return known
}

/** Pseudo desk code of the organiser, who holds nominated entries. */
export const ORGANISER = "organiser"

/** Names of a call's desks by code, the organiser's office among them. */
export async function deskNames(id: string): Promise<Readonly<Record<string, string>>> {
  const all = await desksOf(id).catch((): Desk[] => [])
  const office = text(call.value?.authority.names)
  return { ...Object.fromEntries(all.map(({ code, names }) => [code, text(names)])), [ORGANISER]: office }
}

/** An address of the current call's: `at("/notice")` is `/calls/shandong-2021/notice`. */
export function at(path: string): string {
  return `/calls/${call.value?.id ?? "-"}${path}`
}

/**
 * Marks a time of the reader's own clock as such.
 * `said` is the time `iso`; only where the current call's clock shows another.
 */
export const ownTime = (said: string, iso: string): string =>
  call.value ? onOwnClock(said, iso, call.value.zone) : said

export function useCall() {
  return { call, calls, problem, listed }
}
