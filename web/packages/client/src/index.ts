export { ApiError, call, problemOf, unreachable, withQuery } from './http.ts'
export { StaffApi } from './staff.ts'
export type { Assignment, ListFilter } from './staff.ts'
export type * from './types.ts'
