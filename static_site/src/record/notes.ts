/** Signed notes, checkpoints and proofs as text (C2SP), as `chalicelib/domain/record/notes.py` has them. */
import { decode, hex, sha256, type Bytes } from "./bytes"

const PROOF = "c2sp.org/tlog-proof@v1"

export interface Key {
  readonly name: string
  readonly id: string
  readonly key: CryptoKey
}
interface Note {
  readonly text: string
  readonly signatures: readonly { readonly name: string; readonly id: string; readonly signature: Bytes }[]
}
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Bytes
}
interface Proof {
  readonly leaf: Bytes
  readonly index: number
  readonly path: readonly Bytes[]
  readonly note: string
}

const P256 = { name: "ECDSA", namedCurve: "P-256" }

/** A key by the line of `keys.json`: name, id, type and key. */
export async function readKey(line: string): Promise<Key> {
  const [name = "", id = "", ...rest] = line.split("+")
  const key = decode(rest.join("+"))
  const spki = key.slice(1)
  if (!name || key[0] !== 2 || hex((await sha256(spki)).slice(0, 4)) !== id) throw new Error("no key of this kind")
  return { name, id, key: await crypto.subtle.importKey("spki", spki, P256, false, ["verify"]) }
}

export function readNote(written: string): Note {
  const gap = written.lastIndexOf("\n\n")
  const lines = written.slice(gap + 2)
  if (gap < 0 || !lines.endsWith("\n")) throw new Error("no note")
  const signatures = lines
    .slice(0, -1)
    .split("\n")
    .map((line) => {
      const [dash, name = "", signed = ""] = line.split(" ")
      const value = decode(signed)
      if (dash !== "—" || !name || value.length < 5) throw new Error("no signature")
      return { name, id: hex(value.slice(0, 4)), signature: value.slice(4) }
    })
  return { text: written.slice(0, gap + 1), signatures }
}

/**
 * What is wrong with who signed a note.
 * "key" where no known key did, "signature" where one did so wrongly.
 */
export async function unsigned(note: Note, keys: readonly Key[]): Promise<"key" | "signature" | null> {
  let known = 0
  for (const { name, id, signature } of note.signatures) {
    const key = keys.find((one) => one.name === name && one.id === id)
    if (!key) continue
    known += 1
    if (!(await fits(key.key, signature, note.text))) return "signature"
  }
  return known ? null : "key"
}

/** Whether an ECDSA signature in DER fits. */
export async function fits(key: CryptoKey, der: Bytes, text: string): Promise<boolean> {
  const raw = rawOf(der)
  const how = { name: "ECDSA", hash: "SHA-256" }
  return raw !== null && crypto.subtle.verify(how, key, raw, new TextEncoder().encode(text))
}

/**
 * A signature in DER as WebCrypto takes it.
 * That is both halves in 32 bytes each; null for what is none.
 */
export function rawOf(der: Bytes): Bytes | null {
  const raw = new Uint8Array(64)
  if (der[0] !== 0x30 || der[1] !== der.length - 2) return null
  let at = 2
  for (const end of [32, 64]) {
    const size = der[at + 1] ?? 0
    const half = der.slice(at + 2, at + 2 + size)
    if (der[at] !== 2 || half.length !== size || !size) return null
    const figures = half[0] === 0 ? half.slice(1) : half
    if (figures.length > 32) return null
    raw.set(figures, end - figures.length)
    at += 2 + size
  }
  return at === der.length ? raw : null
}

export function readCheckpoint(text: string): Checkpoint {
  const [origin = "", size = "", root = ""] = text.split("\n")
  if (!origin) throw new Error("no checkpoint")
  return { origin, size: figure(size), root: hash(root) }
}

export const isProof = (written: string): boolean => written.startsWith(`${PROOF}\n`)

export function readProof(written: string): Proof {
  const gap = written.indexOf("\n\n")
  const [, extra = "", index = "", ...path] = written.slice(0, gap).split("\n")
  if (gap < 0 || !extra.startsWith("extra ") || !index.startsWith("index ")) throw new Error("no proof")
  return {
    leaf: decode(extra.slice(6)),
    index: figure(index.slice(6)),
    path: path.map(hash),
    note: written.slice(gap + 2),
  }
}

function figure(text: string): number {
  if (!/^(0|[1-9]\d{0,14})$/.test(text)) throw new Error("no number")
  return Number(text)
}
function hash(text: string): Bytes {
  const value = decode(text)
  if (value.length !== 32) throw new Error("no hash")
  return value
}
