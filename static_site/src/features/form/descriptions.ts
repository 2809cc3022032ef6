/** Form descriptions by call, version and track: immutable, so fetched once. */
import { api } from "@/api"
import type { Form } from "./rules"

const asked = new Map<string, Promise<Form>>()

export function formOf(call: string, version: number, track: string): Promise<Form> {
  const key = `${call} ${version} ${track}`
  const form = asked.get(key) ?? fetched(call, version, track)
  asked.set(key, form)
  form.catch(() => asked.delete(key))
  return form
}

/** The description is data of its own kind (docs/calls.md), which the API's document does not go into. */
async function fetched(call: string, version: number, track: string): Promise<Form> {
  const found: unknown = await api.get("/calls/{call}/versions/{version}/tracks/{track}", {
    path: { call, version, track },
  })
  return found as Form
}
