/** What other pages read a form with. */
export { default as AnswerRead } from "./AnswerRead.vue"
export { default as Changes } from "./Changes.vue"
export { default as FormRead } from "./FormRead.vue"
export { default as Timeline } from "./Timeline.vue"
export { default as FileList } from "../files/FileList.vue"
export { formOf } from "../descriptions"
export { differing } from "./differ"
export { shown } from "../fields/shown"
