/** Public files of a call, which lie beside the site and cost no read of the API. */
import { Problem } from "@/api"

export interface OpenNotice {
  readonly n: number
  readonly opens_at: string
  readonly closes_at: string
  /** Addresses of the file of its rows and of its page. */
  readonly rows: string
  readonly page: string
  readonly rulings: readonly {
    readonly row: number
    readonly consequence?: string
    readonly corrections: Partial<Pick<OpenRow, "name" | "unit_name">>
  }[]
}

export interface OpenRow {
  readonly n: number
  readonly track: string
  readonly name: string
  readonly unit_name?: string
}

/** A notice with the rows that one may object to, as they read now. */
export interface NoticeRows {
  readonly notice: OpenNotice
  readonly rows: readonly OpenRow[]
}

async function read<T>(address: string): Promise<T> {
  const answer = await fetch(address).catch(() => {
    throw new Problem(0, "offline")
  })
  if (!answer.ok) throw new Problem(answer.status, answer.status < 500 ? "not_found" : "unexpected")
  return (await answer.json()) as T
}

/**
 * The rows of a notice as rulings have left them.
 * Words that were put right are as they read now; what was excluded is out.
 */
export function rowsNow(rows: readonly OpenRow[], { rulings }: Pick<OpenNotice, "rulings">): OpenRow[] {
  const out = new Set(rulings.filter(({ consequence }) => consequence === "exclude").map(({ row }) => row))
  return rows
    .filter(({ n }) => !out.has(n))
    .map((row) => rulings.reduce((now, one) => (one.row === row.n ? { ...now, ...one.corrections } : now), row))
}

/**
 * A notice with its rows.
 * Null where there is none of that number.
 */
export async function noticeRows(call: string, n: number): Promise<NoticeRows | null> {
  try {
    const index = await read<{ notices: OpenNotice[] }>(`/open/${encodeURIComponent(call)}/index.json`)
    const notice = index.notices.find((one) => one.n === n)
    if (!notice) return null
    const { rows } = await read<{ rows: OpenRow[] }>(notice.rows)
    return { notice, rows: rowsNow(rows, notice) }
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === "not_found") return null
    throw thrown
  }
}
