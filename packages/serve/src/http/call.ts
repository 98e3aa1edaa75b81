import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { Identity } from './access/keyring.js'

/** One request, while it is answered. */
export interface Call {
  /** As it was given, or made up. */
  readonly id: string
  /** By `performance.now()`. */
  readonly begun: number
  /** The origin of another site that was allowed to ask; null for our own pages and programs. */
  readonly origin: string | null
  /** Whether the connection ends with the answer. */
  isLast: boolean
  /** The pattern of its route: what metrics are counted by. */
  route: string
  status: number
  identity: Identity | null
}

export interface AppEnv {
  Bindings: HttpBindings & { readonly call: Call }
}

export type Ctx = Context<AppEnv>
