import type * as z from 'zod'
import type { Permission } from './permissions.ts'

type Schema = z.core.$ZodType

interface Spec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/${string}`
  readonly summary: string
  readonly tag: string
  /** Who may call it: anybody, whoever is signed in, or whoever holds the permission. */
  readonly access: 'public' | 'signed-in' | Permission
  readonly params?: Schema
  readonly query?: Schema
  readonly body?: Schema
  readonly response: Schema
  /** What success answers; 200 unless told. */
  readonly status?: 200 | 201 | 202
}

type Parts = 'params' | 'query' | 'body'
type Sent<S extends Spec> = {
  [K in Parts as S[K] extends Schema ? K : never]: z.input<Extract<S[K], Schema>>
}
type Parsed<S extends Spec> = {
  [K in Parts as S[K] extends Schema ? K : never]: z.output<Extract<S[K], Schema>>
}

/** One HTTP operation, known to the server, the web apps and the OpenAPI document alike. */
export interface Route<Sends, Gets, Reply> extends Spec {
  /** Types only; never present at run time. */
  readonly types?: { sends: Sends; gets: Gets; reply: Reply }
}

export function route<const S extends Spec>(spec: S): Route<Sent<S>, Parsed<S>, z.input<S['response']>> {
  return spec
}
