/**
 * The only door to the API: `api.get("/calls/{call}", { path: { call } })`.
 *
 * Changes carry an Idempotency-Key, the same on every try, so that a try after a lost answer does
 * nothing twice. Refusals are thrown as `Problem`.
 */
import { freshId } from "./ids"
import { onlineNow } from "./network"
import { Problem } from "./problem"
import type { Deletes, Gets, Patches, Posts, Puts } from "./routes"

type Names<P> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type PathPart<P> = [Names<P>] extends [never]
  ? { path?: undefined }
  : { path: Record<Names<P>, string | number> }
type QueryPart<Q> = [Q] extends [never] ? { query?: undefined } : { query: Q }

interface Extras {
  signal?: AbortSignal
  /** ETag the change is meant for. */
  ifMatch?: string
  /** Made once per intention; give it to try the same change again later. */
  key?: string
  /** True where a missing session is an answer, not a surprise: nobody is asked to sign in. */
  quiet?: boolean
  /** True for a last save while the page is being left. */
  keepalive?: boolean
}
type Options<P, Q = never> = Extras & PathPart<P> & QueryPart<Q>
type Rest<P, Q = never> =
  Record<string, never> extends PathPart<P> & QueryPart<Q>
    ? [options?: Options<P, Q>]
    : [options: Options<P, Q>]

interface Plan extends Extras {
  path?: Record<string, string | number>
  query?: object
}

const TRIES = 4
const PAUSE = 250 // milliseconds, doubled at each try

let signInAgain: () => Promise<boolean> = () => Promise.resolve(false)

/** Tells the door how to get a session back: resolves true when the reader has signed in again. */
export function whenSignedOut(ask: () => Promise<boolean>): void {
  signInAgain = ask
}

function address(route: string, { path = {}, query = {} }: Plan): string {
  const filled = route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(path[name])))
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  const search = new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))
  return `/api${filled}${pairs.length ? `?${search.toString()}` : ""}`
}

function headers(method: string, body: unknown, plan: Plan): Record<string, string> {
  return {
    Accept: "application/json",
    ...(body !== undefined && { "Content-Type": "application/json" }),
    ...(method !== "GET" && { "Idempotency-Key": plan.key ?? "" }),
    ...(plan.ifMatch && { "If-Match": plan.ifMatch }),
  }
}

async function send(method: string, route: string, body: unknown, plan: Plan): Promise<Response> {
  const init = {
    method,
    headers: headers(method, body, plan),
    body: JSON.stringify(body),
    signal: plan.signal,
    keepalive: plan.keepalive,
  }
  try {
    const answer = await fetch(address(route, plan), init)
    onlineNow(true)
    return answer
  } catch (thrown) {
    if (plan.signal?.aborted) throw thrown
    onlineNow(false)
    throw new Problem(0, "offline")
  }
}

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

async function settled(method: string, route: string, body: unknown, plan: Plan): Promise<Response> {
  for (let tried = 1; ; tried += 1) {
    const answer = await send(method, route, body, plan)
    if (answer.ok) return answer
    const problem = await Problem.from(answer)
    if (problem.code !== "busy" || tried === TRIES) throw problem
    await wait(PAUSE * 2 ** (tried - 1) * (0.5 + Math.random()))
  }
}

async function ask<Out>(method: string, route: string, body: unknown, given: Plan = {}): Promise<Out> {
  const plan = { ...given, key: given.key ?? freshId() }
  try {
    return await read<Out>(await settled(method, route, body, plan))
  } catch (thrown) {
    const gone = thrown instanceof Problem && thrown.status === 401 && !plan.quiet
    if (!gone || !(await signInAgain())) throw thrown
    return read<Out>(await settled(method, route, body, plan))
  }
}

async function read<Out>(answer: Response): Promise<Out> {
  return (answer.status === 204 ? undefined : await answer.json()) as Out
}

type Out<M, P extends keyof M> = M[P] extends { out: infer O } ? O : never
type In<M, P extends keyof M> = M[P] extends { in: infer I } ? I : never
type Query<P extends keyof Gets> = Gets[P] extends { query: infer Q } ? Q : never

export const api = {
  get: <P extends keyof Gets>(route: P, ...[options]: Rest<P, Query<P>>) =>
    ask<Out<Gets, P>>("GET", route, undefined, options as Plan),
  post: <P extends keyof Posts>(route: P, body: In<Posts, P>, ...[options]: Rest<P>) =>
    ask<Out<Posts, P>>("POST", route, body, options as Plan),
  put: <P extends keyof Puts>(route: P, body: In<Puts, P>, ...[options]: Rest<P>) =>
    ask<Out<Puts, P>>("PUT", route, body, options as Plan),
  patch: <P extends keyof Patches>(route: P, body: In<Patches, P>, ...[options]: Rest<P>) =>
    ask<Out<Patches, P>>("PATCH", route, body, options as Plan),
  del: <P extends keyof Deletes>(route: P, ...[options]: Rest<P>) =>
    ask<Out<Deletes, P>>("DELETE", route, undefined, options as Plan),
}
