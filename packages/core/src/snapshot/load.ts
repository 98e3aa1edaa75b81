import { CoelhoError, SnapshotError } from '../errors.js'
import { classTable } from './classes.js'
import { Decoder } from './decoder.js'
import {
  alignTo8,
  BUFFER_KINDS,
  type BufferKind,
  FORMAT_VERSION,
  isLittleEndian,
  littleEndian,
  type NumberArray,
  PREFIX_BYTES,
  readPrefix,
} from './format.js'

export interface LoadOptions<Model> {
  /** The classes that may be built: those of the model and of what it holds. */
  readonly learners: readonly ((abstract new (...options: never[]) => Model) | KnownFunction)[]
  /** True where a hash has shown that the bytes are whole: they are not summed up once more. */
  readonly isVerified?: boolean
  /**
   * True where nobody else reads or writes the bytes from now on: the model's arrays lie in them,
   * and a large one is there in half the time and memory.
   */
  readonly isOwned?: boolean
}

/** A function among the options of a model: only its id is saved, and it must be given again. */
export interface KnownFunction {
  (...args: never[]): unknown
  readonly id: string
}

/**
 * The model a snapshot holds, as if it had never been interrupted. Only the given classes are
 * built, no code is run, and whatever does not fit is a `SnapshotError`.
 *
 * @example
 * const bytes = snapshot.save(new naiveBayes.GaussianNB())
 * const model = snapshot.load(bytes, { learners: [naiveBayes.GaussianNB] })
 * model.toString() // => 'GaussianNB()'
 */
export function load<Model>(given: Uint8Array, options: LoadOptions<Model>): Model
export function load<Model = unknown>(given: Uint8Array, options: LoadOptions<unknown>): Model
export function load<Model = unknown>(given: Uint8Array, options: LoadOptions<unknown>): Model {
  if (!(given instanceof Uint8Array)) throw new SnapshotError('must be a Uint8Array', given)
  // Node's Buffer is one too, but its `slice` copies nothing.
  const bytes = new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
  try {
    const table = classTable(options?.learners)
    const headerLength = readPrefix(bytes, options.isVerified)
    const header = parseHeader(bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headerLength))
    const start = alignTo8(PREFIX_BYTES + headerLength)
    const buffers = readBuffers(bytes, start, header.buffers, options.isOwned)
    const decoder = new Decoder(header.objects, buffers, table)
    return decoder.root(header.root) as Model
  } catch (error) {
    if (error instanceof SnapshotError) throw error
    if (error instanceof CoelhoError)
      throw new SnapshotError(`refused: ${error.message.replace(/\.$/, '')}`)
    throw error
  }
}

interface Header {
  root: unknown
  objects: unknown[]
  buffers: unknown[]
}

function parseHeader(bytes: Uint8Array): Header {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new SnapshotError('the header is not JSON')
  }
  const { format, root, objects, buffers } = (header ?? {}) as Record<string, unknown>
  if (format !== FORMAT_VERSION || !Array.isArray(objects) || !Array.isArray(buffers)) {
    throw new SnapshotError('the header must have a format, objects and buffers')
  }
  return { root, objects, buffers }
}

/** The buffers, copied out unless they may stay; their lengths must fill the file exactly. */
function readBuffers(
  bytes: Uint8Array,
  start: number,
  table: readonly unknown[],
  mayStay = false,
): NumberArray[] {
  const stay = mayStay && bytes.byteOffset % 8 === 0 && isLittleEndian()
  let at = start
  const buffers: NumberArray[] = []
  for (const entry of table) {
    const [kind, length] = Array.isArray(entry) ? entry : []
    if (typeof kind !== 'string' || !Object.hasOwn(BUFFER_KINDS, kind)) {
      throw new SnapshotError('a buffer must be of a known kind', kind)
    }
    const make = BUFFER_KINDS[kind as BufferKind]
    const size = length * make.BYTES_PER_ELEMENT
    if (!Number.isSafeInteger(length) || length < 0 || at + alignTo8(size) > bytes.length) {
      throw new SnapshotError('a buffer reaches beyond the end: the file was cut off', length)
    }
    if (stay) buffers.push(new make(bytes.buffer as ArrayBuffer, bytes.byteOffset + at, length))
    else {
      const own = littleEndian(bytes.slice(at, at + size), make.BYTES_PER_ELEMENT)
      buffers.push(new make(own.buffer as ArrayBuffer))
    }
    at += alignTo8(size)
  }
  if (at !== bytes.length) throw new SnapshotError('bytes are left over behind the last buffer')
  return buffers
}
