/** Form descriptions by call, version and track: immutable, so fetched once. */
import { api } from "@/api"
import type { Form } from "./rules"

const asked = new Map<string, Promise<Form>>()

export function formOf(call: string, version: number, track: string): Promise<Form> {
  const key = `${call} ${version} ${track}`
  const form = asked.get(key) ?? (api.get("/calls/{call}/versions/{version}/tracks/{track}", { path: { call, version, track } }) as Promise<Form>)
  asked.set(key, form)
  form.catch(() => asked.delete(key))
  return form
}
