/** Faults of an import, by row and column, in words. */
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
