/** The server's description of itself, as types: what may be asked, with what, and what is answered. */
import { send, withQuery, type Progress, type Query, type Request } from './http.ts'
import type { paths } from './schema.d.ts'

type Path = keyof paths
type Json<T> = { content: { 'application/json': T } }
type Described = { parameters: { query?: Query }; responses: object }
type Operation<M extends Method, P extends Path> = paths[P] extends Record<Lowercase<M>, infer O extends Described> ? O : never

export type Method = Uppercase<Exclude<keyof paths[Path], 'parameters'>>

/** The templates that have this method. */
export type PathOf<M extends Method> = { [P in Path]: paths[P] extends Record<Lowercase<M>, Described> ? P : never }[Path]

/** What may follow the `?`; never when nothing may. */
export type QueryOf<M extends Method, P extends PathOf<M>> = NonNullable<Operation<M, P>['parameters']['query']>

export type Body<M extends Method, P extends PathOf<M>> = Operation<M, P> extends { requestBody: Json<infer B> } ? B : undefined

/** The JSON of the success; `void` when it carries none. */
export type Answer<M extends Method, P extends PathOf<M>> = Success<Operation<M, P>['responses']>
type Success<R, S = keyof R & (200 | 201 | 202 | 204)> = S extends 204 ? void : S extends keyof R ? (R[S] extends Json<infer A> ? A : void) : never

/** One identifier for each `{…}`, in order. */
type Ids<P extends string> = P extends `${string}{${string}}${infer Rest}` ? [string, ...Ids<Rest>] : []

type Given<M extends Method, P extends PathOf<M>> = Pick<Request, 'signal'> &
  Pick<Operation<M, P>['parameters'], 'query'> &
  (Ids<P> extends [] ? { ids?: [] } : { ids: Ids<P> }) &
  (Body<M, P> extends undefined ? { body?: undefined } : { body: Body<M, P> })

/** May be left out where nothing has to be given. */
type Argument<G> = {} extends G ? [given?: G] : [given: G]

/** A function that asks what the description knows, over `call` or what is put around it. */
export function asking(call: <T>(method: string, url: string, request: Request) => Promise<T>) {
  return <M extends Method, P extends PathOf<M>>(method: M, template: P, ...[given]: Argument<Given<M, P>>) =>
    call<Answer<M, P>>(method, fill(template, given?.ids), given ?? {})
}

/** Sends a file, and tells how much of it has left. */
export function upload<P extends PathOf<'POST'>>(
  template: P,
  given: Given<'POST', P>,
  file: File,
  headers: Record<string, string>,
  onProgress: Progress,
) {
  return send<Answer<'POST', P>>(withQuery(fill(template, given.ids), given.query), file, { headers, signal: given.signal }, onProgress)
}

/** The address of what is not JSON: a file. */
export function urlOf<P extends PathOf<'GET'>>(template: P, ids: Ids<P>): string {
  return fill(template, ids)
}

function fill(template: string, ids: string[] = []): string {
  return ids.reduce((url, id) => url.replace(/\{\w+\}/, encodeURIComponent(id)), template)
}
