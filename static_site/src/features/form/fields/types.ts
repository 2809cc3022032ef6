/** The field types of the browser: one component each, and how an answer is read. Nobody else switches on a type. */
import { defineAsyncComponent, type Component } from "vue"
import type { FieldType } from "../rules"
import FilesInput from "../files/FilesInput.vue"
import ChoiceInput from "./ChoiceInput.vue"
import ChoicesInput from "./ChoicesInput.vue"
import DateInput from "./DateInput.vue"
import LineInput from "./LineInput.vue"
import LongInput from "./LongInput.vue"
import RegionInput from "./RegionInput.vue"
import TableInput from "./TableInput.vue"
import { SHOW, type Show } from "./display"

export interface TypeInBrowser {
  readonly component: Component
  /** How one value is read; tables, links and files have readers of their own (`read/`). */
  readonly show?: Show
  /** Several controls under one legend. */
  readonly group?: boolean
  /** Narrow enough to stand beside another. */
  readonly half?: boolean
  /** May break over pages when printed. */
  readonly long?: boolean
  /** Says its limits itself, beside the control. */
  readonly saysLimits?: boolean
  readonly inputmode?: "numeric" | "decimal" | "tel" | "email" | "url"
  readonly width?: "short" | "mid"
  /** Columns of twelve it takes within a row of a table. */
  readonly cell?: "c2" | "c3" | "c4" | "c6" | "c12"
}

const number = { component: LineInput, half: true, inputmode: "decimal", width: "short", cell: "c3" } as const

export const types: Readonly<Record<FieldType, TypeInBrowser>> = {
  text: { component: LineInput, show: SHOW.text, cell: "c6" },
  long: { component: LongInput, show: SHOW.long, long: true, saysLimits: true, cell: "c12" },
  integer: { ...number, show: SHOW.integer, inputmode: "numeric" },
  decimal: { ...number, show: SHOW.decimal },
  percent: { ...number, show: SHOW.percent },
  money: { ...number, show: SHOW.money },
  date: { component: DateInput, show: SHOW.date, half: true },
  month: { component: DateInput, show: SHOW.month, half: true },
  yesno: { component: ChoiceInput, show: SHOW.yesno, group: true },
  choice: { component: ChoiceInput, show: SHOW.choice, group: true },
  choices: { component: ChoicesInput, show: SHOW.choices, group: true },
  region: { component: RegionInput, show: SHOW.region, group: true, cell: "c6" },
  uscc: { component: LineInput, show: SHOW.uscc, half: true, width: "mid", cell: "c4" },
  mobile: { component: LineInput, show: SHOW.mobile, half: true, inputmode: "tel", width: "short" },
  phone: { component: LineInput, show: SHOW.phone, half: true, inputmode: "tel", width: "mid" },
  email: { component: LineInput, show: SHOW.email, half: true, inputmode: "email", width: "mid" },
  url: { component: LineInput, show: SHOW.url, inputmode: "url", cell: "c6" },
  table: { component: TableInput, group: true, long: true },
  link: { component: defineAsyncComponent(() => import("./LinkInput.vue")), group: true },
  attachments: { component: FilesInput, group: true, long: true, saysLimits: true },
}
