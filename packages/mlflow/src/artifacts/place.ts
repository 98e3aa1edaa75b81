import type { FileInfo } from '../client/entities.js'
import type { Body } from './body.js'

/** Bytes of an artifact as they come. */
export type Download = AsyncIterable<Uint8Array>

/** Where the artifacts of a run are, and how one gets at them. Steps were looked at before. */
export interface Place {
  /** For messages. */
  readonly uri: string
  list(steps: readonly string[]): AsyncIterable<FileInfo>
  read(steps: readonly string[]): Promise<Download>
  write(steps: readonly string[], body: Body): Promise<void>
  remove(steps: readonly string[]): Promise<void>
}
