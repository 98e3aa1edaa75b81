import { SnapshotError } from '../errors.js'
import { classOf, isSelfStoring, type StoredClass, stateFields } from './classes.js'
import {
  alignTo8,
  type BufferKind,
  FORMAT_VERSION,
  kindOfArray,
  littleEndian,
  type NumberArray,
  PREFIX_BYTES,
  writePrefix,
} from './format.js'

interface StoredObject {
  class: string
  options?: unknown
  state?: Record<string, unknown>
  own?: unknown
}

/**
 * A model as bytes: data only, the same in every engine. `load` gives it back to the last bit.
 *
 * @example
 * const model = new naiveBayes.GaussianNB()
 * model.learnOne({ height: 110 }, 'child')
 * const bytes = snapshot.save(model)
 * snapshot.load(bytes, { learners: [naiveBayes.GaussianNB] }).predictOne({ height: 115 })
 * // => 'child'
 */
export function save(model: object): Uint8Array {
  const writer = new Writer()
  const root = writer.object(model)
  const header = { format: FORMAT_VERSION, root, objects: writer.objects, buffers: writer.table }
  return assemble(new TextEncoder().encode(JSON.stringify(header)), writer.buffers)
}

function assemble(header: Uint8Array, buffers: readonly NumberArray[]): Uint8Array {
  const start = alignTo8(PREFIX_BYTES + header.length)
  const total = buffers.reduce((sum, buffer) => sum + alignTo8(buffer.byteLength), start)
  const bytes = new Uint8Array(total)
  bytes.set(header, PREFIX_BYTES)
  let at = start
  for (const buffer of buffers) {
    const own = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    bytes.set(littleEndian(own, buffer.BYTES_PER_ELEMENT), at)
    at += alignTo8(buffer.byteLength)
  }
  writePrefix(bytes, header.length)
  return bytes
}

/** Collects objects once each, in the order in which they are met. */
class Writer {
  readonly objects: StoredObject[] = []
  readonly buffers: NumberArray[] = []
  readonly table: [BufferKind, number][] = []
  private readonly ids: Map<object, number> = new Map()

  object(value: object): number {
    const known = this.ids.get(value)
    if (known !== undefined) return known
    const cls = classOf(value)
    if (typeof cls?.id !== 'string') {
      throw new SnapshotError('only estimators and their parts can be saved', value)
    }
    const stored: StoredObject = { class: cls.id }
    const id = this.objects.push(stored) - 1
    this.ids.set(value, id)
    if (isSelfStoring(value)) {
      stored.own = value.saveState()
      return id
    }
    const fields = value as Record<string, unknown>
    if (cls.rules) {
      stored.options = this.record(Object.entries(fields['options'] as object))
      if (fields['schema']) stored.state = { schema: this.value(fields['schema']) }
    }
    const state = stateFields(cls).map((name) => [name, this.value(fields[name])])
    stored.state = { ...stored.state, ...Object.fromEntries(state) }
    return id
  }

  value(value: unknown): unknown {
    if (typeof value === 'number') return plainNumber(value)
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
    if (typeof value === 'bigint') return { $: 'bigint', value: String(value) }
    if (value === undefined) return { $: 'undefined' }
    if (Array.isArray(value)) return this.list(value)
    if (value instanceof Map) {
      return { $: 'map', entries: [...value].map((entry) => entry.map((v) => this.value(v))) }
    }
    if (typeof value === 'object') {
      const kind = kindOfArray(value)
      if (kind) return this.array(kind, value as NumberArray)
      if (Object.getPrototypeOf(value) === Object.prototype)
        return this.record(Object.entries(value))
      return { $: 'object', id: this.object(value) }
    }
    const { id } = value as { id?: unknown }
    if (typeof value === 'function' && typeof id === 'string') return { $: 'function', id }
    throw new SnapshotError('functions and symbols cannot be saved', value)
  }

  private record(entries: readonly (readonly [string, unknown])[]): unknown {
    return { $: 'record', entries: entries.map(([name, value]) => [name, this.value(value)]) }
  }

  private array(kind: BufferKind, array: NumberArray): unknown {
    this.table.push([kind, array.length])
    return { $: 'array', buffer: this.buffers.push(array) - 1 }
  }

  private list(values: readonly unknown[]): unknown {
    const part = values.find((value) => value !== null)
    if (part !== undefined && isPart(part))
      return this.parts(values as (object | null)[], classOf(part))
    return { $: 'list', values: values.map((value) => this.value(value)) }
  }

  /**
   * Many parts of one class, such as the leaves of a tree, field by field: numbers become one
   * array, arrays are put end to end. It is smaller than an object each, and as fast as copying.
   */
  private parts(values: readonly (object | null)[], cls: StoredClass): unknown {
    const present = Uint8Array.from(values, (value) => (value === null ? 0 : 1))
    const parts = values.filter((value) => value !== null) as Record<string, unknown>[]
    for (const part of parts) {
      if (classOf(part) !== cls)
        throw new SnapshotError('a list of parts must be of one class', part)
    }
    const fields = stateFields(cls).map((name) => [
      name,
      this.column(parts.map((part) => part[name])),
    ])
    const columns = Object.fromEntries(fields)
    return { $: 'parts', class: cls.id, present: this.array('uint8', present), columns }
  }

  private column(values: readonly unknown[]): unknown {
    if (values.every((value) => typeof value === 'number')) {
      return { $: 'numbers', array: this.array('float64', Float64Array.from(values as number[])) }
    }
    const kind = kindOfArray(values[0])
    if (kind) {
      const arrays = values as NumberArray[]
      const lengths = Int32Array.from(arrays, (array) => array.length)
      const joined = join(kind, arrays)
      return { $: 'joined', lengths: this.array('int32', lengths), array: this.array(kind, joined) }
    }
    return this.list(values)
  }
}

function isPart(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || isSelfStoring(value)) return false
  const cls = classOf(value)
  return typeof cls?.id === 'string' && !cls.rules
}

function join(kind: BufferKind, arrays: readonly NumberArray[]): NumberArray {
  const total = arrays.reduce((sum, array) => sum + array.length, 0)
  const joined = new (arrays[0].constructor as new (n: number) => NumberArray)(total)
  let at = 0
  for (const array of arrays) {
    if (kindOfArray(array) !== kind) throw new SnapshotError(`a field must be ${kind} in all parts`)
    joined.set(array, at)
    at += array.length
  }
  return joined
}

/** JSON has no NaN, no infinities and no -0. */
function plainNumber(value: number): unknown {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value
  return { $: 'number', value: Object.is(value, -0) ? '-0' : String(value) }
}
