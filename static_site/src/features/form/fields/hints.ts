/** A field's limits in words, for its help, its counter and the empty form. */
import { bytes, figure, text } from "@/i18n"
import type { Field } from "../rules/description"
import { t } from "./words"

export type Hint = (field: Field) => string
type Bound = number | string | null | undefined

/** Picks the words for both bounds, or for one. */
function between(
  min: Bound,
  max: Bound,
  both: (min: number, max: number) => string,
  most: (max: number) => string,
): string {
  if (typeof max !== "number") return ""
  return typeof min === "number" && min > 0 ? both(min, max) : most(max)
}

export const chars: Hint = ({ min, max }) => {
  if (typeof min === "number" && typeof max !== "number") return t("charsMin", { min })
  return between(
    min,
    max,
    (least, most) => t("chars", { min: least, max: most }),
    (most) => t("charsMax", { max: most }),
  )
}

export function files({ min, max, size, kinds, limits }: Field): string {
  const amount =
    max === 1
      ? t("filesOne")
      : between(
          min,
          max,
          (least, most) => t("files", { min: least, max: most }),
          (most) => t("filesMax", { max: most }),
        )
  const own = (limits ?? [])
    .filter((limit) => limit.size)
    .map((limit) => `${limit.kinds.join(" ").toUpperCase()} ≤ ${bytes(Number(limit.size))}`)
  return [amount, (kinds ?? []).join(" ").toUpperCase(), size ? `≤ ${bytes(size)}` : "", ...own]
    .filter(Boolean)
    .join(" · ")
}

export const picks: Hint = ({ min, max }) =>
  between(
    min,
    max,
    (least, most) => (least === most ? t("picksMax", { max: most }) : t("picks", { min: least, max: most })),
    (most) => t("picksMax", { max: most }),
  )

export const links: Hint = ({ min, max }) =>
  between(
    min,
    max,
    (least, most) => t("picks", { min: least, max: most }),
    (most) => t("picksMax", { max: most }),
  )

export const rows: Hint = ({ min_rows, max_rows }) =>
  between(
    min_rows,
    max_rows,
    (least, most) => t("rows", { min: least, max: most }),
    (most) => t("rowsMax", { max: most }),
  )

/** Numbers' limits and unit, for the empty form: `0–1,000,000 万元`. */
export function range(field: Field): string {
  const ends = [field.min, field.max].map((end) => (typeof end === "number" ? figure(end) : (end ?? "")))
  return `${ends.some(Boolean) ? ends.join("–") : ""} ${text(field.unit)}`.trim()
}
