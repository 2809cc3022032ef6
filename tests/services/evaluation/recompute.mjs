/** Computes tallies again, one a line of standard input, with the module that the site has (its bundle is argv[2]). */
import { createInterface } from "node:readline"

const { recompute } = await import(process.argv[2])

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await recompute(JSON.parse(line)).catch((fault) => ({ fault: String(fault) }))
  process.stdout.write(`${JSON.stringify(answer)}\n`)
}
