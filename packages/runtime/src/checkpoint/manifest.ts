import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { CorruptCheckpointError } from '../errors.js'
import { isCount } from '../is-count.js'
import { isRecord } from '../is-record.js'
import { isSafeName } from '../store/objects.js'

/** Where the next event of a partition is, and what the one before it was. */
export interface Position {
  /** `topic/3`, or what the source calls a partition. */
  readonly partition: string
  /** The offset to go on from. */
  readonly next: number
  /** SHA-256 of the last record learned: tells a log from another of the same name. */
  readonly witness: string | null
  /** That record's offset. */
  readonly witnessAt: number | null
  /** So many events were gone before they could be learned, and were passed over. */
  readonly lost: number
}

/** So many records of a partition in a row: `from` is the first offset, `next` the one after. */
export type OrderRun = readonly [partition: number, from: number, next: number]

/** What one generation of a project is: everything but the model's bytes. */
export interface Manifest {
  readonly format: 1
  readonly project: string
  /** Counts up by one; each number is created once. */
  readonly generation: number
  /** Counts owners: a claim raises it, and fences the owners before. */
  readonly epoch: number
  /** The process that wrote it, and its how manieth it is: tells one's own write from another's. */
  readonly writer: string
  readonly sequence: number
  /** The hash of the generation before; `null` of the first. */
  readonly parent: string | null
  /** The snapshot it stands for. */
  readonly blob: { readonly sha256: string; readonly bytes: number }
  readonly positions: readonly Position[]
  /** Events learned since the beginning. */
  readonly events: number
  /** The snapshot that `order` goes on from, which is kept as long as it is named here. */
  readonly base: { readonly events: number; readonly sha256: string }
  /** In which order the partitions' records were learned: a replay of it gives the same bytes. */
  readonly order: readonly OrderRun[]
  /** For people only; nothing is decided by it. */
  readonly savedAt: string
}

const LONGEST = 4 << 20
const HASH = /^[0-9a-f]{64}$/

/**
 * The hash of some bytes, as it is written in manifests and names.
 *
 * @example
 * sha256('abc').slice(0, 8) // => 'ba7816bf'
 */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** So many bytes are hashed before others get their turn. */
const PIECE = 1 << 21

/**
 * The same of what may be large. Of 64 MB it holds nobody up for more than 2 ms at a time;
 * WebCrypto, which hashes beside the thread, copies the bytes before that for 45 ms.
 */
export async function digestOf(bytes: Uint8Array): Promise<string> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += PIECE) {
    if (at > 0) await setImmediate()
    hash.update(bytes.subarray(at, at + PIECE))
  }
  return hash.digest('hex')
}

/** A manifest as bytes: its JSON in one line, and below it the hash of that line. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const text = JSON.stringify(manifest)
  return new TextEncoder().encode(`${text}\n${sha256(text)}\n`)
}

/** The hash that a child names as its parent. */
export function hashOf(manifest: Manifest): string {
  return sha256(JSON.stringify(manifest))
}

/** The manifest in these bytes, checked in each of its parts, whatever the bytes are. */
export function decodeManifest(bytes: Uint8Array): Manifest {
  if (bytes.length > LONGEST) throw refuse(`is larger than ${LONGEST} bytes`)
  const [text = '', hash = '', end, ...more] = new TextDecoder().decode(bytes).split('\n')
  if (end !== '' || more.length > 0 || sha256(text) !== hash) throw refuse('is damaged')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw refuse('is no JSON')
  }
  const wrong = firstWrong(value)
  if (wrong) throw refuse(wrong)
  return value as Manifest
}

function refuse(what: string): CorruptCheckpointError {
  return new CorruptCheckpointError('checkpoint', `a manifest ${what}`)
}

function firstWrong(value: unknown): string | undefined {
  if (!isRecord(value)) return 'is not an object'
  if (value['format'] !== 1) return `has format ${String(value['format'])}, this version reads 1`
  const wrong = Object.entries(FIELDS).find(([name, isRight]) => !isRight(value[name]))
  if (wrong) return `has a wrong "${wrong[0]}"`
  const { order, positions } = value as unknown as Manifest
  if (order.some(([partition]) => partition >= positions.length)) return 'names unknown partitions'
  return undefined
}

const FIELDS: Record<Exclude<keyof Manifest, 'format'>, (value: unknown) => boolean> = {
  project: (value) => typeof value === 'string' && isSafeName(value),
  generation: isCount,
  epoch: isCount,
  writer: (value) => typeof value === 'string' && value.length > 0 && value.length <= 200,
  sequence: isCount,
  parent: (value) => value === null || isHash(value),
  blob: (value) => isRecord(value) && isHash(value['sha256']) && isCount(value['bytes']),
  positions: (value) => Array.isArray(value) && value.every(isPosition),
  events: isCount,
  base: (value) => isRecord(value) && isHash(value['sha256']) && isCount(value['events']),
  order: (value) => Array.isArray(value) && value.every(isRun),
  savedAt: (value) => typeof value === 'string',
}

function isPosition(value: unknown): boolean {
  if (!isRecord(value) || typeof value['partition'] !== 'string' || !isCount(value['next'])) {
    return false
  }
  const { witness, witnessAt, lost } = value
  if (!isCount(lost)) return false
  return witness === null ? witnessAt === null : isHash(witness) && isCount(witnessAt)
}

function isRun(value: unknown): boolean {
  return Array.isArray(value) && value.length === 3 && value.every(isCount) && value[1] < value[2]
}

function isHash(value: unknown): boolean {
  return typeof value === 'string' && HASH.test(value)
}
