/** Marks between words, as each language sets them. */
import { language } from "./language"

const zh = (): boolean => language.value === "zh"

/** 名称：内容 / "Name: content". */
export const labelled = (label: string, said: string): string => (zh() ? `${label}：${said}` : `${label}: ${said}`)

/** （补充）, with the blank before it that English wants. */
export const aside = (said: string | number): string => (zh() ? `（${said}）` : ` (${said})`)

/** 甲；乙 / "one; two", for what may hold commas itself. */
export const series = (said: readonly string[]): string => said.join(zh() ? "；" : "; ")

/** 甲、乙 / "one, two". */
export const names = (said: readonly string[]): string => said.join(zh() ? "、" : ", ")
