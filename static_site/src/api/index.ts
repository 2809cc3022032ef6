/** The API as the site sees it. */
export { api, whenSignedOut } from "./client"
export { freshId } from "./ids"
export { closedUntil, tries, useOnline } from "./network"
export { asProblem, Problem, type Fault } from "./problem"
export { serverNow, setClock } from "./time"
export type * from "./types"
