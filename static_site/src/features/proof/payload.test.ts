import { expect, test } from "vitest"
import type { Challenge } from "@/api"
import { payload } from "./payload"

const challenge = {
  parameters: { algorithm: "PBKDF2/SHA-256", data: { login: "泰山区住建局𠀀é" } },
  signature: "00",
} as unknown as Challenge

test("a login name in Chinese travels in a proof", () => {
  const solution = { counter: 7, derivedKey: "ab" }
  const sent = Buffer.from(payload(challenge, solution), "base64").toString("utf8")
  expect(JSON.parse(sent)).toEqual({ challenge, solution })
})
