/** The work itself: the smallest counter whose derived key begins with the challenge's prefix. */
import type { Challenge } from "@/api/types"

export interface Solution {
  counter: number
  derivedKey: string
}

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array((hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16)))
const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")

/** The nonce, followed by the counter as four bytes, most significant first. */
function password(nonce: Uint8Array, counter: number): Uint8Array<ArrayBuffer> {
  const made = new Uint8Array(nonce.length + 4)
  made.set(nonce)
  new DataView(made.buffer).setUint32(nonce.length, counter)
  return made
}

type Derive = (secret: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>

/** `PBKDF2/SHA-256` and its kin: `cost` iterations. */
function pbkdf2({ algorithm, salt, cost, keyLength }: Challenge["parameters"]): Derive {
  const settings = {
    name: "PBKDF2",
    salt: bytesOf(salt),
    iterations: cost,
    hash: algorithm.slice("PBKDF2/".length),
  }
  return async (secret) => {
    const key = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveBits"])
    return new Uint8Array(await crypto.subtle.deriveBits(settings, key, keyLength * 8))
  }
}

/** Solves a challenge; seconds at most, by the difficulty the server chose. */
export async function solve({ parameters }: Pick<Challenge, "parameters">): Promise<Solution> {
  const derive = pbkdf2(parameters)
  const nonce = bytesOf(parameters.nonce)
  for (let counter = 0; ; counter += 1) {
    const derivedKey = hexOf(await derive(password(nonce, counter)))
    if (derivedKey.startsWith(parameters.keyPrefix)) return { counter, derivedKey }
  }
}
