/** The tree over a log's leaves in their order (RFC 9162, 2.1), as `chalicelib/domain/record/tree.py` has it. */
import { same, sha256, type Bytes } from "./bytes"

const joined = (...parts: readonly Bytes[]): Bytes => Uint8Array.from(parts.flatMap((part) => [...part]))
const node = (left: Bytes, right: Bytes): Promise<Bytes> => sha256(joined(Uint8Array.of(1), left, right))

export const leafHash = (leaf: Bytes): Promise<Bytes> => sha256(joined(Uint8Array.of(0), leaf))

/** The root over hashes of leaves. */
export async function root(leaves: readonly Bytes[]): Promise<Bytes> {
  const [first] = leaves
  if (!first) return sha256(new Uint8Array())
  if (leaves.length === 1) return first
  let half = 1
  while (half * 2 < leaves.length) half *= 2
  return node(await root(leaves.slice(0, half)), await root(leaves.slice(half)))
}

/** Whether a leaf's hash is at `index` below a root (2.1.3.2). */
export async function isIncluded(leaf: Bytes, index: number, size: number, path: readonly Bytes[], of: Bytes) {
  if (index < 0 || index >= size) return false
  let [at, last, hash] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return false
    if (at % 2 || at === last) {
      hash = await node(sibling, hash)
      for (; at && at % 2 === 0; last = half(last)) at = half(at)
    } else hash = await node(hash, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && same(hash, of)
}

/** Whether the tree of `old` leaves begins that of `size` (2.1.4.2). */
export async function isConsistent(old: number, before: Bytes, size: number, of: Bytes, path: readonly Bytes[]) {
  if (old < 0 || old > size) return false
  if (!old || old === size) return !path.length && same(before, old ? of : await root([]))
  const proof = Number.isInteger(Math.log2(old)) ? [before, ...path] : path
  const [seed, ...rest] = proof
  if (!seed) return false
  let [at, last, was, now] = [old - 1, size - 1, seed, seed]
  for (; at % 2; last = half(last)) at = half(at)
  for (const one of rest) {
    if (last === 0) return false
    if (at % 2 || at === last) {
      ;[was, now] = [await node(one, was), await node(one, now)]
      for (; at && at % 2 === 0; last = half(last)) at = half(at)
    } else now = await node(now, one)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && same(was, before) && same(now, of)
}

const half = (n: number): number => Math.floor(n / 2)
