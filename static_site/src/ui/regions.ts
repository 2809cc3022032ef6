/** The country's regions, fetched once: codes of GB/T 2260, provinces of 2 digits, others of 6. */
import { onMounted, shallowRef, type ShallowRef } from "vue"

export interface Region {
  code: string
  name: string
}
type Names = Readonly<Record<string, string>>

let asked: Promise<Names> | null = null
const names = shallowRef<Names>({})

async function fetched(): Promise<Names> {
  const answer = await fetch("/regions.json")
  if (!answer.ok) throw new Error(`regions: ${answer.status}`)
  return (await answer.json()) as Names
}

/** Fetches the names unless they are there; a later call tries again after a failure. */
export async function loadRegions(): Promise<Names> {
  asked ??= fetched()
  try {
    names.value = await asked
  } catch (thrown) {
    asked = null
    throw thrown
  }
  return names.value
}

/** Province and city above a code, itself included: `370102` is 37, 370100, 370102. */
export function lineOf(code: string): string[] {
  const line = [code.slice(0, 2), `${code.slice(0, 4)}00`, code]
  return [...new Set(code.length === 2 ? [code] : line)]
}

const parentOf = (code: string): string | null => lineOf(code).slice(-2)[code.length === 2 ? 1 : 0] ?? null

/** The regions right below a code; all provinces for null. */
export function below(all: Names, parent: string | null): Region[] {
  const under = (code: string): boolean =>
    parent === null ? code.length === 2 : code.length === 6 && code !== parent && parentOf(code) === parent
  return Object.keys(all)
    .filter(under)
    .sort()
    .map((code) => ({ code, name: all[code] ?? code }))
}

/** "山东省 济南市 历下区"; a city that is only a shell (市辖区) is left out. */
export function regionName(all: Names, code: string): string {
  const shell = (name: string): boolean => name === "市辖区" || name === "县" || name.includes("直辖县级")
  return lineOf(code)
    .map((one) => all[one] ?? one)
    .filter((name) => !shell(name))
    .join(" ")
}

/** Names for a page, empty until they are there. */
export function useRegions(): ShallowRef<Names> {
  onMounted(() => void loadRegions().catch(() => undefined))
  return names
}
