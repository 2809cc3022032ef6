/** The rules of a form, the same as the server's. */
export { allFields, holds, seen, seenInRow, under, type Lookup } from './conditions'
export type * from './description'
export { sizeOf } from './lists'
export { missing, type Missing } from './missing'
export { problems } from './problems'
export { levelOf } from './scalars'
export { isEmpty, length, nfc } from './text'
export { isDate, isMonth, isNumber } from './values'
