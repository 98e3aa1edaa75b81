import { StoreError } from '../errors.js'

/**
 * `created` is durable. `exists` may be one's own write whose answer was lost on the way back, and
 * was tried again below; `unknown` says that no answer came. What is there then decides.
 */
export type Created = 'created' | 'exists' | 'unknown'

/**
 * Bytes under names, each written once and never changed: all that a checkpoint store needs of
 * a disk, a bucket or a memory. What is read is what was written, whole, or nothing.
 */
export interface Objects {
  /** Where they are, for messages: `file:checkpoints`, `s3://bucket/prefix`. */
  readonly url: string
  /** The bytes, or `undefined` where there are none. */
  read(key: string): Promise<Uint8Array | undefined>
  /** Of several that create one key, one succeeds. A `StoreError`: it is not to be relied on. */
  create(key: string, bytes: Uint8Array): Promise<Created>
  /** The names of the objects in a folder, not of the folders in it, in no order. */
  list(folder: string): Promise<string[]>
  /** Removes it where it is. */
  remove(key: string): Promise<void>
}

const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/

/** A name a project may have: it becomes a folder, and part of addresses. */
export function isSafeName(name: string): boolean {
  return SEGMENT.test(name) && !name.endsWith('.') && !name.includes('..')
}

/** Keys come from names of our own; this is the last look before a disk or a bucket sees them. */
export function checkKey(key: string): string {
  if (key.split('/').every(isSafeName)) return key
  throw new StoreError('store', 'a key must be made of letters, digits, ".", "_" and "-"', key)
}
