/** Who is signed in. The cookie is out of reach, so a flag remembers whether asking is worth a request. */
import { computed, ref } from "vue"
import { api, asProblem, type Account, type Registration, type Role, type SignedIn } from "@/api"

const FLAG = "laurel.signed-in"
const account = ref<Account | null>(null)
const role = computed<Role | "visitor">(() => account.value?.role ?? "visitor")

type Prove = (purpose: "sign-in" | "register", login: string) => Promise<string>
let prove: Prove = () => Promise.reject(new Error("no proof of work"))

/**
 * Sets how a proof of work is made.
 * The session itself does not know the worker.
 */
export function proveBy(make: Prove): void {
  prove = make
}
const hooks = new Set<() => Promise<boolean>>()
let asked: Promise<void> | null = null

function become(next: Account | null): void {
  account.value = next
  if (next) localStorage.setItem(FLAG, "1")
  else localStorage.removeItem(FLAG)
}

async function ask(): Promise<void> {
  if (!localStorage.getItem(FLAG)) return
  try {
    become(await api.get("/accounts/me", { quiet: true }))
  } catch (thrown) {
    if (asProblem(thrown).status === 401) become(null)
  }
}

/**
 * Resolves once it is known who is signed in.
 * Asks the server the first time only.
 */
export function sessionKnown(): Promise<void> {
  asked ??= ask()
  return asked
}

/** Sends with a proof. Others may have made it too easy while it was worked out: then with another, once. */
async function proven<T>(
  purpose: "sign-in" | "register",
  login: string,
  send: (proof: string) => Promise<T>,
): Promise<T> {
  try {
    return await send(await prove(purpose, login))
  } catch (thrown) {
    if (asProblem(thrown).code !== "proof_required") throw thrown
    return send(await prove(purpose, login))
  }
}

/** Returns the account, and how many tries had failed since it signed in last. */
async function signIn(login: string, password: string): Promise<SignedIn> {
  const answer = await proven("sign-in", login, (proof) =>
    api.post("/sessions", { login, password, proof }, { quiet: true }),
  )
  become(answer.account)
  return answer
}

async function register(form: Omit<Registration, "proof">): Promise<Account> {
  const answer = await proven("register", form.login, (proof) =>
    api.post("/accounts", { ...form, proof }, { quiet: true }),
  )
  become(answer.account)
  return answer.account
}

/** Ends the session unless a hook objects (unsent drafts); false when one did. */
async function signOut(): Promise<boolean> {
  for (const agrees of hooks) if (!(await agrees())) return false
  await api.del("/sessions/current", { quiet: true }).catch((thrown: unknown) => {
    if (asProblem(thrown).status !== 401) throw thrown
  })
  become(null)
  return true
}

/**
 * Asks before signing out: resolve false to stay.
 * Returns how to stop asking.
 */
export function beforeSignOut(agrees: () => Promise<boolean>): () => void {
  hooks.add(agrees)
  return () => hooks.delete(agrees)
}

export function useSession() {
  return { account, role, signIn, register, signOut, become }
}
