/** Prints what a first visit of each page loads (gzip, JS + CSS) and fails over budget. */
import { readFileSync } from "node:fs"
import { gzipSync } from "node:zlib"

const DIST = new URL("../dist/", import.meta.url)
const KB = 1024
const PAGES = {
  "src/features/public/HomePage.vue": 60,
  "src/features/account/SignInPage.vue": 60,
  "src/features/account/RegisterPage.vue": 75,
  "src/features/form/FormPage.vue": 90,
  "src/features/evaluation/reading/ReadingPage.vue": 90,
  "src/features/evaluation/reading/EntryPage.vue": 90,
}

const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", DIST), "utf8"))
const size = (file) => gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length

function filesOf(key, seen = new Set()) {
  const chunk = manifest[key]
  if (seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const css of chunk.css ?? []) seen.add(css)
  for (const next of chunk.imports ?? []) filesOf(next, seen)
  return seen
}

let over = false
for (const [page, budget] of Object.entries(PAGES)) {
  if (!manifest[page]) {
    console.log(`${page.padEnd(32)} not built`)
    continue
  }
  const files = filesOf(page, filesOf("index.html"))
  const total = [...files].reduce((sum, file) => sum + size(file), 0) / KB
  over ||= total > budget
  console.log(`${page.padEnd(32)} ${total.toFixed(1).padStart(6)} KB of ${budget}${total > budget ? "  OVER" : ""}`)
}
process.exitCode = over ? 1 : 0
