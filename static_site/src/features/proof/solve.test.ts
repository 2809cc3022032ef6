import { expect, test } from "vitest"
import { solve } from "./solve"

const parameters = {
  nonce: "000102030405060708090a0b0c0d0e0f",
  salt: "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
  cost: 10,
  keyLength: 32,
  keyPrefix: "0",
}

/** The key of a counter, worked out apart from the solver. */
async function pbkdf2(counter: number): Promise<string> {
  const hex = parameters.nonce + counter.toString(16).padStart(8, "0")
  const key = await crypto.subtle.importKey("raw", Buffer.from(hex, "hex"), "PBKDF2", false, ["deriveBits"])
  const salt = Buffer.from(parameters.salt, "hex")
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", salt, iterations: 10, hash: "SHA-256" }, key, 256)
  return Buffer.from(bits).toString("hex")
}

test("the solution is the first counter whose key begins with the prefix", async () => {
  const { counter, derivedKey } = await solve({ parameters: { ...parameters, algorithm: "PBKDF2/SHA-256" } })
  const keys = await Promise.all(Array.from({ length: counter + 1 }, (_, n) => pbkdf2(n)))
  expect(keys.findIndex((key) => key.startsWith("0"))).toBe(counter)
  expect(derivedKey).toBe(keys[counter])
})

test("a prefix taken from a key leads back to its counter", async () => {
  const prefix = (await pbkdf2(37)).slice(0, 32)
  const solution = await solve({
    parameters: { ...parameters, algorithm: "PBKDF2/SHA-256", keyPrefix: prefix },
  })
  expect(solution.counter).toBe(37)
})
