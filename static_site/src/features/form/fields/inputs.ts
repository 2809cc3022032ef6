/** The controls of the field types. */
import { defineAsyncComponent, type Component } from "vue"
import FilesInput from "../files/FilesInput.vue"
import ChoiceInput from "./ChoiceInput.vue"
import ChoicesInput from "./ChoicesInput.vue"
import DateInput from "./DateInput.vue"
import LineInput from "./LineInput.vue"
import LongInput from "./LongInput.vue"
import RegionInput from "./RegionInput.vue"
import TableInput from "./TableInput.vue"
import type { Input } from "./types"

export const INPUTS: Readonly<Record<Input, Component>> = {
  line: LineInput,
  long: LongInput,
  date: DateInput,
  choice: ChoiceInput,
  choices: ChoicesInput,
  region: RegionInput,
  table: TableInput,
  link: defineAsyncComponent(() => import("./LinkInput.vue")),
  files: FilesInput,
}
