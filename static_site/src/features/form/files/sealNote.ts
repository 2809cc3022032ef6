import type { FormFile } from "../rules"
import { isOfOther } from "../seal"
import { t } from "./words"

/**
 * Says of a sealed scan that it was made for other content.
 * For readers of a pushed form; empty for other files.
 */
export const sealedNote = (file: FormFile, code: string): string =>
  isOfOther(file, code) ? t("sealedOther", { old: file.content ?? "", now: code }) : ""
