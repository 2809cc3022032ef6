/**
 * The only door to the API: `api.get("/calls/{call}", { path: { call } })`.
 *
 * Changes carry an Idempotency-Key, the same on every try, so that a try after a lost answer does
 * nothing twice. Refusals are thrown as `Problem`.
 */
import { freshId } from "./ids"
import { noteClosed, onlineNow, tries } from "./network"
import { Problem } from "./problem"
import type { In, Method, Out, Place, Query, Route } from "./routes"

type PathPart<M extends Method, P extends Route<M>> = [Place<M, P>] extends [never]
  ? { path?: undefined }
  : { path: Place<M, P> }
type QueryPart<Q> = [Q] extends [never]
  ? { query?: undefined }
  : Record<string, never> extends Q
    ? { query?: Q }
    : { query: Q }

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
type Options<M extends Method, P extends Route<M>> = Extras & PathPart<M, P> & QueryPart<Query<M, P>>
type Rest<M extends Method, P extends Route<M>> =
  Record<string, never> extends PathPart<M, P> & QueryPart<Query<M, P>>
    ? [options?: Options<M, P>]
    : [options: Options<M, P>]

interface Plan extends Extras {
  path?: Record<string, string | number>
  query?: object
}

const TRIES = 5
const PAUSE = 400 // milliseconds, doubled at each try; from the first on about what Retry-After says

let signInAgain: () => Promise<boolean> = () => Promise.resolve(false)

/**
 * Tells the client how to get a session back.
 * `ask` resolves true when the reader has signed in again.
 */
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

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

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
    noteClosed(answer)
    return answer
  } catch (thrown) {
    if (plan.signal?.aborted) throw thrown
    onlineNow(false)
    throw new Problem(0, "offline")
  }
}

/**
 * Whether a request may be sent again.
 * Busy: nothing was done. From 502 on a gateway did not hear from the server, and nobody knows: nothing is done twice,
 * but signing in and registering spend a proof.
 */
const mayRepeat = ({ code, status }: Problem, method: string, { quiet }: Plan): boolean =>
  code === "busy" || (status > 501 && code !== "maintenance" && (method === "GET" || !quiet))

async function settled(method: string, route: string, body: unknown, plan: Plan): Promise<Response> {
  try {
    for (let tried = 1; ; tried += 1) {
      const answer = await send(method, route, body, plan)
      if (answer.ok) return answer
      const problem = await Problem.from(answer)
      if (tried === TRIES || !mayRepeat(problem, method, plan)) throw problem
      tries.value = tried + 1
      await wait(PAUSE * 2 ** tried * (1 + Math.random()))
    }
  } finally {
    tries.value = 0
  }
}

async function ask<T>(method: string, route: string, body: unknown, given: Plan = {}): Promise<T> {
  const plan = { ...given, key: given.key ?? freshId() }
  try {
    return await read<T>(await settled(method, route, body, plan))
  } catch (thrown) {
    const gone = thrown instanceof Problem && thrown.status === 401 && !plan.quiet
    if (!gone || !(await signInAgain())) throw thrown
    return read<T>(await settled(method, route, body, plan))
  }
}

async function read<T>(answer: Response): Promise<T> {
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

export const api = {
  get: <P extends Route<"get">>(route: P, ...[options]: Rest<"get", P>) =>
    ask<Out<"get", P>>("GET", route, undefined, options as Plan),
  post: <P extends Route<"post">>(route: P, body: In<"post", P>, ...[options]: Rest<"post", P>) =>
    ask<Out<"post", P>>("POST", route, body, options as Plan),
  put: <P extends Route<"put">>(route: P, body: In<"put", P>, ...[options]: Rest<"put", P>) =>
    ask<Out<"put", P>>("PUT", route, body, options as Plan),
  patch: <P extends Route<"patch">>(route: P, body: In<"patch", P>, ...[options]: Rest<"patch", P>) =>
    ask<Out<"patch", P>>("PATCH", route, body, options as Plan),
  del: <P extends Route<"delete">>(route: P, ...[options]: Rest<"delete", P>) =>
    ask<Out<"delete", P>>("DELETE", route, undefined, options as Plan),
}
