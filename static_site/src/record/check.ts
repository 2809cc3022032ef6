/**
 * Checks a file against the record of its call: who signed, whether it is in it, whether the record only grew.
 *
 * Nothing of ours is believed but the keys, which anybody may keep: leaves, checkpoint and file are put together here.
 */
import { hex, hmac, same, sha256, utf8, type Bytes } from "./bytes"
import { isProof, readCheckpoint, readKey, readNote, readProof, unsigned, type Checkpoint, type Key } from "./notes"
import { isIncluded, leafHash, root } from "./tree"

/** Fetches a file of a call's record by its name. */
export type Fetch = (call: string, name: string) => Promise<string>
type Fault = "unknown" | "record" | "key" | "signature" | "leaf" | "past" | "digest" | "rows"
interface Statement {
  readonly call: string
  readonly seal: number
  readonly leaf: number
  readonly kind: string
  readonly about: string
  readonly at: string
  readonly digest?: string
  readonly salted?: string
}
export interface Verdict {
  readonly kind: "proof" | "checkpoint" | "notice" | "unknown"
  readonly fault: Fault | null
  /** What was sealed. */
  readonly statement?: Statement
  /** Rows of a notice. */
  readonly rows?: number
  /** What it was checked against. */
  readonly against?: { readonly origin: string; readonly size: number; readonly code: string }
}
interface RecordFiles {
  readonly keys: readonly Key[]
  readonly statements: readonly Statement[]
  readonly hashes: readonly Bytes[]
  readonly last: Checkpoint
}
interface Notice {
  readonly call: string
  readonly n: number
  readonly digest: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly record: { readonly seal: number; readonly leaf: number; readonly salt: string }
}

/** Which file it is, and what is wrong with it. */
export async function checkFile(text: string, fetch: Fetch): Promise<Verdict> {
  try {
    if (isProof(text)) return await checkProof(text, fetch)
    if (text.includes("\n\n— ")) return await checkCheckpoint(text, fetch)
    const notice = JSON.parse(text) as Notice
    if (notice.rows && notice.record) return await checkNotice(notice, fetch)
  } catch (error) {
    if (error instanceof NoRecord) return { kind: "unknown", fault: "record" }
  }
  return { kind: "unknown", fault: "unknown" }
}

class NoRecord extends Error {}

async function checkProof(text: string, fetch: Fetch): Promise<Verdict> {
  const proof = readProof(text)
  const note = readNote(proof.note)
  const below = readCheckpoint(note.text)
  const statement = JSON.parse(new TextDecoder().decode(proof.leaf)) as Statement
  const record = await load(callOf(below), fetch)
  const hash = await leafHash(proof.leaf)
  const found = { kind: "proof", statement, against: shown(below) } as const
  const unfit = await unsigned(note, record.keys)
  if (unfit) return { ...found, fault: unfit }
  if (!(await isIncluded(hash, proof.index, below.size, proof.path, below.root))) return { ...found, fault: "leaf" }
  return { ...found, fault: await past(below, record) }
}

async function checkCheckpoint(text: string, fetch: Fetch): Promise<Verdict> {
  const note = readNote(text)
  const below = readCheckpoint(note.text)
  const record = await load(callOf(below), fetch)
  const found = { kind: "checkpoint", against: shown(below) } as const
  return { ...found, fault: (await unsigned(note, record.keys)) ?? (await past(below, record)) }
}

async function checkNotice(notice: Notice, fetch: Fetch): Promise<Verdict> {
  const record = await load(notice.call, fetch)
  const { seal, leaf, salt } = notice.record
  const statement = record.statements.find((one) => one.seal === seal && one.leaf === leaf)
  const found = { kind: "notice", rows: notice.rows.length, against: shown(record.last), statement } as const
  const digest = hex(await sha256(utf8(JSON.stringify(notice.rows.map(row)))))
  if (digest !== notice.digest) return { ...found, fault: "digest" }
  const fits = statement?.kind === "notice" && statement.about === String(notice.n)
  return { ...found, fault: fits && (await hmac(salt, digest)) === statement.salted ? null : "rows" }
}

const row = (of: Readonly<Record<string, unknown>>): unknown[] => [
  ...["n", "track", "id", "revision"].map((name) => of[name]),
  ...["name", "unit_name", "place", "category"].map((name) => of[name] ?? ""),
]

/** Whether the record of now begins as it was then. */
async function past(then: Checkpoint, { hashes }: RecordFiles): Promise<Fault | null> {
  return then.size <= hashes.length && same(await root(hashes.slice(0, then.size)), then.root) ? null : "past"
}

/** The record of a call, once its leaves come to the root that was signed. */
async function load(call: string, fetch: Fetch): Promise<RecordFiles> {
  try {
    const read = async <T>(name: string): Promise<T> => JSON.parse(await fetch(call, name)) as T
    const [known, index, written] = await Promise.all([
      read<{ keys: { verifier: string }[] }>("keys.json"),
      read<{ seals: { leaves: string }[] }>("index.json"),
      fetch(call, "checkpoint"),
    ])
    const keys = await Promise.all(known.keys.map((one) => readKey(one.verifier)))
    const parts = await Promise.all(index.seals.map((one) => fetch(call, one.leaves)))
    const leaves = parts.flatMap((part) => part.split("\n").slice(0, -1))
    const hashes = await Promise.all(leaves.map((one) => leafHash(utf8(one))))
    const note = readNote(written)
    const last = readCheckpoint(note.text)
    const whole = last.size === hashes.length && same(await root(hashes), last.root)
    if (!whole || (await unsigned(note, keys))) throw new Error("not the record that was signed")
    return { keys, hashes, last, statements: leaves.map((one) => JSON.parse(one) as Statement) }
  } catch (error) {
    throw new NoRecord(String(error))
  }
}

const callOf = ({ origin }: Checkpoint): string => origin.slice(origin.lastIndexOf("/") + 1)
const shown = ({ origin, size, root }: Checkpoint) => ({ origin, size, code: hex(root).slice(0, 16).toUpperCase() })
