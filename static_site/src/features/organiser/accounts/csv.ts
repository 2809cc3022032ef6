/** A file of accounts as text, and the faults of an import, by row and column, in words. */
import type { Fault } from "@/api"
import { t } from "../words"

export interface RowFault {
  readonly row: number
  readonly text: string
}

export function faultText({ code, params = {} }: Fault): RowFault {
  const named = String(params["column"] ?? "")
  const column = t.has(`column_${named}`) ? t.of(`column_${named}`, "csv_other") : named
  return { row: Number(params["row"] ?? 1), text: t.of(`csv_${code}`, "csv_other", { ...params, column }) }
}

export interface FileText {
  readonly text: string
  /** GB 18030, in which Excel in Chinese saves: a guess, so that somebody has to look. */
  readonly guessed: boolean
}

/** Control characters and private use: no text has them, and what is read by the wrong encoding is full of them. */
const RUBBISH = /(?![\t\n\f\r])[\p{Cc}\p{Co}\ufffd]/u

/**
 * Decodes the text of a file; null where it is none.
 * UTF-8 with or without its mark, UTF-16 with one, else GB 18030.
 */
export function decoded(data: ArrayBuffer): FileText | null {
  const [first, second] = new Uint8Array(data)
  const wide = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : null
  for (const encoding of wide ? [wide] : ["utf-8", "gb18030"])
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(data)
      return RUBBISH.test(text) ? null : { text, guessed: encoding === "gb18030" }
    } catch {
      continue
    }
  return null
}
