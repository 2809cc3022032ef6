/** A proof of work for what could be guessed at or flooded: signing in, registering and objecting. */
import { ref, type Ref } from "vue"
import { api, type Challenge } from "@/api"
import { payload } from "./payload"
import type { Solution } from "./solve"

const working = ref(false)

/** Whether a proof is being worked out, to be shown as 正在进行安全校验. */
export function useProof(): Readonly<Ref<boolean>> {
  return working
}

function solved(challenge: Challenge): Promise<Solution> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" })
  return new Promise<Solution>((done, failed) => {
    worker.onmessage = ({ data }: MessageEvent<Solution>) => done(data)
    worker.onerror = (event) => failed(new Error(event.message))
    worker.postMessage(challenge)
  }).finally(() => worker.terminate())
}

/**
<<<<<<< HEAD
 * Solves a challenge; its payload in base64.
 * It is bound to `login`, of which there is none to object.
=======
 * Solves a challenge bound to `login`; its payload in base64.
 * There is no login name to object.
>>>>>>> site-objections
 */
export async function proof(purpose: "sign-in" | "register" | "object", login: string): Promise<string> {
  working.value = true
  try {
    const challenge = await api.post("/challenges", { login, purpose }, { quiet: true })
    const solution = await solved(JSON.parse(JSON.stringify(challenge)) as Challenge)
    return payload(challenge, solution)
  } finally {
    working.value = false
  }
}
