import type { random } from '@coelho/core'
import {
  alignTo8,
  assemble,
  type Bytes,
  join,
  kindOf,
  type Parts,
  putTogether,
  seal,
  takeApart,
} from './snapshot-parts.test-support.js'

/** Damages snapshots on purpose, with and without a checksum that fits. */

type Rng = random.Random
type Json = Record<string, unknown> | unknown[]

/** A damaged snapshot, and what was done to it. */
export interface Mutant {
  readonly bytes: Uint8Array
  readonly what: string
}

/** A few changes: to the bytes, or to the arrays and then the header of a snapshot taken apart. */
export function mutate(valid: Uint8Array, rng: Rng): Mutant {
  const what: string[] = []
  if (rng.random() < 0.15) {
    let bytes = valid.slice()
    for (let i = rng.choice([1, 1, 2, 3]); i > 0; i--) bytes = mutateBytes(bytes, rng, what)
    const sealed = rng.random() < 0.6
    return { bytes: sealed ? seal(bytes) : bytes, what: describe(what, sealed) }
  }
  const parts = takeApart(valid)
  if (rng.random() < 0.2) emptySome(parts, rng, what)
  const changes = rng.choice([1, 1, 2, 3, 6])
  const share = rng.choice([0, 0.5, 1]) // of changes to arrays
  for (let i = 0; i < changes; i++) if (rng.random() < share) mutateArray(parts, rng, what)
  const body = putTogether(parts).subarray(-bodyLength(parts) || Infinity)
  for (let i = 0; i < changes; i++) if (rng.random() >= share) mutateJson(parts.header, rng, what)
  return { bytes: assemble(parts.header, body), what: describe(what, true) }
}

function bodyLength({ header, arrays }: Parts): number {
  const sizes = arrays.map((array, i) => {
    return alignTo8(array.length * kindOf(header.buffers[i][0]).BYTES_PER_ELEMENT)
  })
  return sizes.reduce((sum, size) => sum + size, 0)
}

function describe(what: readonly string[], sealed: boolean): string {
  return `${what.join('; ')}${sealed ? ' (sealed)' : ''}`
}

function mutateBytes(bytes: Bytes, rng: Rng, what: string[]): Bytes {
  const at = bytes.length > 0 ? rng.randrange(bytes.length) : 0
  const length = Math.min(rng.choice([1, 8, 64]), bytes.length - at)
  const kind = rng.choice(['flip', 'set', 'cut', 'append', 'repeat', 'zero', 'drop'] as const)
  what.push(`${kind} at byte ${at} of ${bytes.length}`)
  switch (kind) {
    case 'flip':
      bytes[at] ^= 1 << rng.randrange(8)
      return bytes
    case 'set':
      bytes[at] = rng.randrange(256)
      return bytes
    case 'cut':
      return bytes.slice(0, at)
    case 'append':
      return join(bytes, new Uint8Array(rng.choice([1, 8, 16])).fill(rng.randrange(256)))
    case 'repeat':
      return join(bytes.slice(0, at + length), bytes.slice(at))
    case 'zero':
      return bytes.fill(0, at, at + length)
    case 'drop':
      return join(bytes.slice(0, at), bytes.slice(at + length))
  }
}

const FLOATS = [NaN, Infinity, -Infinity, -0, 0, 1, -1, 0.5, 5e-324, 1e308, -1e308, 2 ** 53, 1e9]
const INTS = [0, 1, -1, 2, 3, 4, 7, 100, 65_535, 2 ** 31 - 1, -(2 ** 31), 2 ** 30]

/** Another element, more of them, fewer, or the elements of another buffer. */
function mutateArray({ header, arrays }: Parts, rng: Rng, what: string[]): void {
  if (arrays.length === 0) return
  const i = rng.randrange(arrays.length)
  const array = arrays[i]
  const [kind] = header.buffers[i]
  const place = rng.randrange(array.length + 1)
  const odd = rng.choice(kind === 'float64' ? FLOATS : INTS)
  const change = rng.choice(['set', 'set', 'near', 'near', 'swap', 'insert', 'remove', 'other'])
  what.push(`${change} at ${place} of buffer ${i} (${kind}, ${array.length}), ${odd}`)
  if (change === 'insert') array.splice(place, 0, ...Array(rng.choice([1, 4, 1000])).fill(odd))
  else if (change === 'remove') array.splice(place, rng.choice([1, 4, 1000]))
  else if (change === 'other') arrays[i] = [...rng.choice(arrays)]
  else if (place >= array.length) return
  else if (change === 'set') array[place] = odd
  else if (change === 'near') array[place] += rng.choice([-2, -1, -0.5, 0.5, 1, 2])
  else {
    const other = rng.randrange(array.length)
    const value = array[place]
    array[place] = array[other]
    array[other] = value
  }
}

/** Takes all elements from most buffers of one object: what is left must not hang together. */
function emptySome({ header, arrays }: Parts, rng: Rng, what: string[]): void {
  const objects = header['objects'] as Record<string, unknown>[]
  const object = rng.choice(objects)
  const places = placesIn(object).filter(({ key }) => key === 'buffer')
  for (const place of places) if (rng.random() < 0.8) arrays[Number(at(place))] = []
  if (rng.random() < 0.5) emptyLabels(objects)
  what.push(`most buffers of ${String(object['class'])} empty`)
}

function emptyLabels(objects: readonly Record<string, unknown>[]): void {
  for (const object of objects) if (object['class'] === 'Labels') object['own'] = []
}

interface Place {
  readonly holder: Json
  readonly key: string | number
}

/** Every place of the header that holds a value. */
function placesIn(json: unknown, found: Place[] = []): Place[] {
  if (typeof json !== 'object' || json === null) return found
  for (const key of Object.keys(json)) {
    found.push({ holder: json as Json, key })
    placesIn((json as Record<string, unknown>)[key], found)
  }
  return found
}

const at = ({ holder, key }: Place) => (holder as Record<string, unknown>)[key]

function put({ holder, key }: Place, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  })
}

const NUMBERS = [
  0,
  -1,
  1,
  2,
  0.5,
  1e9,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e300,
  -1e300,
  5e-324,
  16_777_216,
]
const WORDS = [
  '',
  '__proto__',
  'constructor',
  'toString',
  'schema',
  'options',
  'float64',
  'int32',
  'uint8',
  'numbers',
  'joined',
  'list',
  'map',
  'record',
  'parts',
  'array',
  'object',
  'number',
  'undefined',
  'bigint',
  'Schema',
  'Labels',
  'tree.ClassTree',
  'tree.ClassLeaf',
  'tree.ClassList',
  'tree.Fan',
  'tree.Nodes',
  'tree.SizeLimit',
  'tree.NumericTable',
  'tree.NominalTable',
  'tree.HoeffdingTreeClassifier',
  'tree.splitter.GaussianSplitter',
  'naiveBayes.GaussianNB',
  'preprocessing.StandardScaler',
  'preprocessing.WindowedMoments',
  'compose.Pipeline',
  'Object',
  'Function',
  'mc',
  'gini',
  'hellinger',
  'a',
  'x'.repeat(5000),
]

/** Values of the format's own kinds, well formed but out of place. */
function oddValue(rng: Rng): unknown {
  const id = () => rng.randrange(8)
  return rng.choice([
    () => rng.choice(NUMBERS),
    () => rng.choice(WORDS),
    () => rng.choice([null, true, false]),
    () => ({}),
    () => [],
    () => ({ $: 'number', value: rng.choice(['NaN', 'Infinity', '-Infinity', '-0', 'x']) }),
    () => ({ $: 'bigint', value: rng.choice(['5', '-12', 'x', '9'.repeat(400)]) }),
    () => ({ $: 'undefined' }),
    () => ({ $: 'object', id: id() }),
    () => ({ $: 'array', buffer: id() }),
    () => ({ $: 'list', values: [rng.choice(NUMBERS), { $: 'object', id: id() }, null] }),
    () => ({ $: 'map', entries: [[rng.choice(WORDS), rng.choice(NUMBERS)]] }),
    () => ({ $: 'record', entries: [[rng.choice(WORDS), rng.choice(NUMBERS)]] }),
    () => ({ $: 'record', entries: [[{ $: 'record', entries: [['toString', 1]] }, 1]] }),
    () => nested(rng.choice([3, 70, 300])),
    () => Array.from({ length: rng.choice([10, 20_000]) }, () => rng.choice(NUMBERS)),
  ])()
}

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let i = 0; i < depth; i++) value = { $: 'list', values: [value] }
  return value
}

function mutateJson(header: Parts['header'], rng: Rng, what: string[]): void {
  const { buffers } = header as { buffers: unknown }
  const table: unknown[] = Array.isArray(buffers) ? [buffers, ...buffers] : []
  const places = placesIn(header).filter(
    ({ holder }) => !table.includes(holder) || rng.random() < 0.1,
  )
  if (rng.random() < 0.1) {
    addObject(header, places, rng, what)
    return
  }
  const isNumber = (place: Place) => typeof at(place) === 'number' && place.key !== 'buffer'
  const likely = rng.random() < 0.4 ? places.filter(isNumber) : places
  if (places.length === 0) return
  const place = rng.choice(likely.length > 0 ? likely : places)
  const value = at(place)
  const kind = rng.choice([
    'odd',
    'alike',
    'alike',
    'alike',
    'other',
    'swap',
    'drop',
    'add',
  ] as const)
  what.push(`${kind} at "${String(place.key)}" (${JSON.stringify(value)?.slice(0, 60)})`)
  if (kind === 'odd') put(place, oddValue(rng))
  else if (kind === 'alike') put(place, alike(value, rng))
  else if (kind === 'other') put(place, structuredClone(at(rng.choice(places))))
  else if (kind === 'swap') {
    const other = rng.choice(places)
    const [a, b] = [structuredClone(value), structuredClone(at(other))]
    put(place, b)
    put(other, a)
  } else if (kind === 'drop') {
    if (Array.isArray(place.holder)) place.holder.splice(Number(place.key), 1)
    else delete place.holder[place.key]
  } else if (Array.isArray(place.holder)) {
    place.holder.splice(Number(place.key), 0, structuredClone(value))
  } else put({ holder: place.holder, key: rng.choice(WORDS) }, structuredClone(value))
}

/** One object more, and something that leads to it. */
function addObject(header: Parts['header'], places: Place[], rng: Rng, what: string[]): void {
  const objects = header['objects'] as Record<string, unknown>[]
  if (!Array.isArray(objects) || objects.length === 0 || places.length === 0) return
  const copy = structuredClone(rng.choice(objects))
  if (typeof copy === 'object' && copy !== null) {
    if (rng.random() < 0.5) copy['class'] = rng.choice(WORDS)
    if (rng.random() < 0.3) copy['state'] = {}
  }
  const id = objects.push(copy) - 1
  const links = places.filter((place) => place.key === 'id' && rng.random() < 0.5)
  for (const link of links) put(link, id)
  if (links.length === 0) put(rng.choice(places), { $: 'object', id })
  what.push(`one more ${JSON.stringify(copy)?.slice(0, 60)}`)
}

/** A value of the same kind that is not the same. */
function alike(value: unknown, rng: Rng): unknown {
  if (typeof value === 'number') {
    return rng.choice([value + 1, value - 1, -value, value * 2, value / 2, ...NUMBERS])
  }
  if (typeof value === 'string') return rng.choice([...WORDS, value + value, value.slice(1)])
  if (typeof value === 'boolean') return !value
  if (Array.isArray(value)) {
    return rng.choice([value.slice(1), [...value, ...value], [...value].reverse(), []])
  }
  if (typeof value !== 'object' || value === null) return oddValue(rng)
  const entries = Object.entries(value)
  return Object.fromEntries(rng.choice([entries.slice(1), [...entries].reverse(), []]))
}
