/** What goes into a route and what comes out of it, read off the API's description. */
import type { paths } from "./schema"

export type Method = "get" | "post" | "put" | "patch" | "delete"

/** The routes that know a method. */
export type Route<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, object> ? P : never
}[keyof paths]

type Operation<M extends Method, P extends Route<M>> = paths[P] extends Record<M, infer O> ? O : never
type Json<T> = T extends { content: { "application/json": infer Body } } ? Body : void
type Done<T> = T extends { 200: infer R } | { 201: infer R } | { 204: infer R } ? R : never

export type Out<M extends Method, P extends Route<M>> =
  Operation<M, P> extends { responses: infer Answers } ? Json<Done<Answers>> : never

/** The body; a route that takes none is sent an empty one. */
export type In<M extends Method, P extends Route<M>> =
  Operation<M, P> extends { requestBody: infer Body } ? Json<Body> : Record<string, never>

/** Names in the path, with their values; `never` where it has none. */
export type Place<M extends Method, P extends Route<M>> =
  Operation<M, P> extends { parameters: { path: infer Names } } ? Record<keyof Names & string, string | number> : never

/** What may stand after the `?`; `never` where nothing may. */
export type Query<M extends Method, P extends Route<M>> =
  Operation<M, P> extends { parameters: { query?: infer Names } } ? Exclude<Names, undefined> : never
