import { SnapshotError } from '../errors.js'
import { type Checking, classOf, isSelfStoring, type StoredClass, stateFields } from './classes.js'
import { kindOfArray, type NumberArray } from './format.js'

/** Values nested deeper are refused: no model comes near it, and the stack stays safe. */
const DEEPEST = 64

type Json = Record<string, unknown>

/** Builds objects from their descriptions, of known classes only, each field of its own kind. */
export class Decoder {
  private readonly objects: readonly unknown[]
  private readonly buffers: readonly NumberArray[]
  private readonly classes: ReadonlyMap<string, StoredClass>
  private readonly built: Map<number, object | 'being built'> = new Map()
  private readonly taken: Set<number> = new Set()
  private depth = 0

  constructor(
    objects: readonly unknown[],
    buffers: readonly NumberArray[],
    classes: ReadonlyMap<string, StoredClass>,
  ) {
    this.objects = objects
    this.buffers = buffers
    this.classes = classes
  }

  root(id: unknown): object {
    const root = this.object(id)
    if (this.built.size !== this.objects.length || this.taken.size !== this.buffers.length) {
      throw new SnapshotError('objects or buffers are left over')
    }
    return root
  }

  /** The object of that number; a part that is there already is filled, not built. */
  private object(id: unknown, there?: unknown): object {
    if (!Number.isSafeInteger(id) || (id as number) < 0 || (id as number) >= this.objects.length) {
      throw new SnapshotError('a reference must be the number of an object', id)
    }
    const known = this.built.get(id as number)
    if (known === 'being built') throw new SnapshotError('an object must not hold itself')
    if (known && isObject(there) && known !== there) {
      throw new SnapshotError('a part must belong to one object', id)
    }
    if (known) return known
    this.built.set(id as number, 'being built')
    const stored = asRecord(this.objects[id as number])
    const object = this.build(this.classNamed(stored['class']), stored, there)
    this.built.set(id as number, object)
    return object
  }

  private build(cls: StoredClass, stored: Json, there: unknown): object {
    const given = asRecord(stored['state'] ?? {})
    let object: object
    if (cls.rules) {
      const options = this.value(stored['options']) as object
      const schema = 'schema' in given ? { schema: this.value(given['schema']) } : {}
      object = new cls({ ...options, ...schema } as never)
    } else object = partOf(cls, there)
    if (isSelfStoring(object)) {
      object.restoreState(stored['own'])
      return object
    }
    const fields = stateFields(cls)
    const expected = 'schema' in given ? ['schema', ...fields] : fields
    if (Object.keys(given).sort().join() !== [...expected].sort().join()) {
      throw new SnapshotError(`${cls.id} must have the fields ${expected.join(', ')}`)
    }
    for (const name of fields) {
      const before = (object as Json)[name]
      this.assign(cls, object, name, this.value(given[name], before))
    }
    ;(object as Checking).checkState?.()
    return object
  }

  /** A field takes what a fresh object has there: the same kind of number, array or part. */
  private assign(cls: StoredClass, object: object, name: string, value: unknown): void {
    const fields = object as Json
    if (!sameKind(fields[name], value, cls)) {
      throw new SnapshotError(`${cls.id}.${name} must be of another kind`, value)
    }
    fields[name] = value
  }

  private value(json: unknown, there?: unknown): unknown {
    if (++this.depth > DEEPEST) throw new SnapshotError('values are nested too deep')
    try {
      if (typeof json !== 'object' || json === null) return json
      return this.tagged(json as Json, there)
    } finally {
      this.depth--
    }
  }

  private tagged(json: Json, there: unknown): unknown {
    switch (json['$']) {
      case 'number':
        return Number(json['value'])
      case 'bigint':
        return toBigInt(json['value'])
      case 'undefined':
        return undefined
      case 'array':
        return this.buffer(json['buffer'])
      case 'object':
        return this.object(json['id'], there)
      case 'list':
        return asList(json['values']).map((value, i) => this.value(value, itemOf(there, i)))
      case 'map':
        return new Map(this.entries(json['entries']))
      case 'record':
        return Object.fromEntries(this.entries(json['entries']).map(named))
      case 'parts':
        return this.parts(json, there)
      case 'function':
        return this.functionNamed(json['id'])
      default:
        throw new SnapshotError('a value must be of a known kind', json['$'])
    }
  }

  private entries(json: unknown): [unknown, unknown][] {
    return asList(json).map((entry) => {
      const [name, value] = asList(entry)
      return [this.value(name), this.value(value)]
    })
  }

  /** Each buffer belongs to one place: two fields must never share an array. */
  private buffer(id: unknown): NumberArray {
    const buffer = Number.isSafeInteger(id) ? this.buffers[id as number] : undefined
    if (!buffer || this.taken.has(id as number)) {
      throw new SnapshotError('an array must have a buffer of its own', id)
    }
    this.taken.add(id as number)
    return buffer
  }

  private parts(json: Json, there: unknown): (object | null)[] {
    const cls = this.classNamed(json['class'])
    if (cls.rules || !cls.state)
      throw new SnapshotError('parts must be of a class of parts', cls.id)
    const present = this.value(json['present'])
    if (!(present instanceof Uint8Array)) throw new SnapshotError('parts must say which are there')
    const columns = asRecord(json['columns'])
    const list = Array.from(present, (is, i) => (is ? partOf(cls, itemOf(there, i)) : null))
    const parts = list.filter((part) => part !== null)
    for (const name of stateFields(cls)) {
      const values = this.column(columns[name], parts, name)
      parts.forEach((part, i) => {
        this.assign(cls, part, name, values[i])
      })
    }
    for (const part of parts) (part as Checking).checkState?.()
    return list
  }

  private column(json: unknown, parts: readonly object[], name: string): ArrayLike<unknown> {
    const column = asRecord(json)
    let values: ArrayLike<unknown>
    if (column['$'] === 'numbers') values = this.value(column['array']) as Float64Array
    else if (column['$'] === 'joined') values = this.split(column)
    else values = this.value(column, fieldsOf(parts, name)) as unknown[]
    if (values?.length === parts.length) return values
    throw new SnapshotError('a field must have a value for each part')
  }

  private split(column: Json): NumberArray[] {
    const lengths = this.value(column['lengths'])
    const joined = this.value(column['array'])
    if (!(lengths instanceof Int32Array) || !kindOfArray(joined)) {
      throw new SnapshotError('joined arrays must have lengths')
    }
    let at = 0
    const arrays = Array.from(lengths, (length) => {
      if (length < 0 || at + length > (joined as NumberArray).length) {
        throw new SnapshotError('joined arrays must fit their lengths', length)
      }
      at += length
      return (joined as NumberArray).slice(at - length, at)
    })
    if (at !== (joined as NumberArray).length) {
      throw new SnapshotError('joined arrays must fit their lengths', at)
    }
    return arrays
  }

  /** A function is never stored: it is one of those that were given. */
  private functionNamed(id: unknown): unknown {
    const known = this.classNamed(id)
    if (!known.rules && !known.state && !known.prototype?.constructor?.state) return known
    throw new SnapshotError('a class must not stand for a function', id)
  }

  private classNamed(id: unknown): StoredClass {
    const cls = typeof id === 'string' ? this.classes.get(id) : undefined
    if (cls) return cls
    throw new SnapshotError('it needs a class that is not among the given learners', id)
  }
}

/** `fresh` is what a new object has in the field: `null` there means "a declared part or null". */
function sameKind(fresh: unknown, value: unknown, cls: StoredClass): boolean {
  if (Array.isArray(fresh)) return Array.isArray(value)
  if (typeof fresh !== 'object' && typeof fresh !== 'undefined')
    return typeof value === typeof fresh
  if (value === null) return fresh === null
  if (typeof value !== 'object') return fresh === undefined
  if (fresh) return classOf(value) === classOf(fresh)
  return (cls.parts ?? []).includes(classOf(value))
}

/**
 * The part that is there, or a fresh one; one whose constructor needs to be given something is
 * only filled where it is.
 */
function partOf(cls: StoredClass, there?: unknown): object {
  if (isObject(there) && classOf(there) === cls) return there
  if (cls.length === 0) return new cls()
  throw new SnapshotError('a part must stand in its place', cls.id)
}

/** What stands at a place of a list that a fresh object has; the lists of leaves are empty. */
function itemOf(list: unknown, place: number): unknown {
  return Array.isArray(list) ? list[place] : undefined
}

function fieldsOf(parts: readonly object[], name: string): unknown[] {
  return parts.map((part) => (part as Json)[name])
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function named([name, value]: [unknown, unknown]): [string, unknown] {
  if (typeof name === 'string') return [name, value]
  throw new SnapshotError('a record must have strings as its names', name)
}

function asRecord(json: unknown): Json {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Json
  throw new SnapshotError('an object was expected', json)
}

function asList(json: unknown): unknown[] {
  if (Array.isArray(json)) return json
  throw new SnapshotError('a list was expected', json)
}

function toBigInt(json: unknown): bigint {
  if (typeof json === 'string' && /^-?\d{1,400}$/.test(json)) return BigInt(json)
  throw new SnapshotError('a whole number was expected', json)
}
