import type { Look } from '../serving/look.js'
import type { Plain } from '../serving/plain.js'

/** What a thread needs to train a project: values only. */
export interface ThreadPlan {
  /** The configuration that defines the project. */
  readonly config: string
  readonly project: string
  /** The folder of the embedded log. */
  readonly log: string
  readonly store: string
  readonly deadLetters: string
  readonly everyMs: number
  readonly keep: number
}

/** What it is asked. */
export type Order =
  | { readonly kind: 'stop' }
  | { readonly kind: 'promote'; readonly id: number; readonly contestant: string }

/** What it tells. */
export type Told =
  | { readonly kind: 'begun' }
  | { readonly kind: 'look'; readonly look: Look; readonly said: readonly Said[] }
  | { readonly kind: 'saved'; readonly version: number }
  | { readonly kind: 'promoted'; readonly id: number; readonly error: string | undefined }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'ended' }

/** What was predicted of an event before it was learned. */
export type Said = readonly [id: string, answer: Plain]
