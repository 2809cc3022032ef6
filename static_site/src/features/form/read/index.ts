/** What other pages read a form with. */
export { askedBack } from "./askBack"
export { default as Changes } from "./Changes.vue"
export { default as FormRead } from "./FormRead.vue"
export { default as Timeline } from "./Timeline.vue"
export { formOf } from "../descriptions"
export { shown } from "../fields/shown"
