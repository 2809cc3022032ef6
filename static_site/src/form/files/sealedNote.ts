import type { FormFile } from "../rules"
import { isOfOther } from "../sealed"
import { t } from "./words"

/** What whoever reads a pushed form is told of a sealed scan that was made for other content; nothing of any other file. */
export const sealedNote = (file: FormFile, code: string): string =>
  isOfOther(file, code) ? t("sealedOther", { old: file.content ?? "", now: code }) : ""
