import type { FormFile } from "../rules"
import { isOfOther } from "../seal"
import { t } from "./words"

/** A note for readers of a pushed form on a sealed scan that was made for other content; empty for other files. */
export const sealedNote = (file: FormFile, code: string): string =>
  isOfOther(file, code) ? t("sealedOther", { old: file.content ?? "", now: code }) : ""
