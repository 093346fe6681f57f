export { ApiError, call, problemOf, unreachable } from './http.ts'
export { asking, upload, urlOf } from './operations.ts'
export { StaffApi } from './staff.ts'
export type * from './types.ts'
