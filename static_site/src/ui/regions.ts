/** The country's regions, fetched once: codes of GB/T 2260, provinces of 2 digits, others of 6. */
import { onMounted, shallowRef, type ShallowRef } from "vue"

export interface Region {
  code: string
  name: string
}
/** `/regions.json`, the very list the server checks by: name and parent by code. */
export type Regions = Readonly<Record<string, readonly [name: string, parent: string | null]>>

let asked: Promise<Regions> | null = null
const known = shallowRef<Regions>({})

async function fetched(): Promise<Regions> {
  const answer = await fetch("/regions.json")
  if (!answer.ok) throw new Error(`regions: ${answer.status}`)
  return (await answer.json()) as Regions
}

/**
 * Fetches the list unless it is there.
 * A later call tries again after a failure.
 */
export async function loadRegions(): Promise<Regions> {
  asked ??= fetched()
  try {
    known.value = await asked
  } catch (thrown) {
    asked = null
    throw thrown
  }
  return known.value
}

/** A code and all above it, from the top: 37, 370100, 370102. */
export function lineOf(all: Regions, code: string): string[] {
  const parent = all[code]?.[1]
  return parent ? [...lineOf(all, parent), code] : [code]
}

/**
 * The regions right below a code, in the list's order.
 * All provinces for null.
 */
export function below(all: Regions, parent: string | null): Region[] {
  return Object.entries(all).flatMap(([code, [name, above]]) => (above === parent ? [{ code, name }] : []))
}

const SHELL = /^(市辖区|县|.*直辖县级.*)$/

/**
 * "山东省 济南市 历下区".
 * A level that is only a shell (市辖区) is left out.
 */
export function regionName(all: Regions, code: string): string {
  const names = lineOf(all, code).map((one) => all[one]?.[0] ?? one)
  return names.filter((name) => !SHELL.test(name)).join(" ")
}

/** The list for a page, empty until it is there. */
export function useRegions(): ShallowRef<Regions> {
  onMounted(() => void loadRegions().catch(() => undefined))
  return known
}
