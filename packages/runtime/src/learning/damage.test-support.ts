import type { random } from '@coelho/core'

/**
 * Damages snapshots so that their checksum fits: what is known here of their format is written
 * down once more. 32 bytes stand first: magic, version, length of the header, checksum.
 */
const PREFIX = 32

type Json = Record<string, unknown> | unknown[]
interface Place {
  readonly holder: Json
  readonly key: string
}

/** A damaged copy, and what was done to it. */
export function damage(
  valid: Uint8Array,
  draw: random.Random,
): { readonly bytes: Uint8Array; readonly what: string } {
  const end = PREFIX + new DataView(valid.buffer, valid.byteOffset).getUint32(12, true)
  const header = JSON.parse(new TextDecoder().decode(valid.subarray(PREFIX, end)))
  const body = valid.slice(8 * Math.ceil(end / 8))
  const what: string[] = []
  for (let left = draw.choice([1, 1, 2, 4]); left > 0; left--) {
    if (draw.random() < 0.3 && body.length > 0) what.push(damageBody(body, draw))
    else what.push(damageHeader(header, draw))
  }
  return { bytes: assemble(header, body), what: what.join('; ') }
}

function damageBody(body: Uint8Array, draw: random.Random): string {
  const at = draw.randrange(body.length)
  body[at] = draw.random() < 0.5 ? draw.randrange(256) : body[at]! ^ (1 << draw.randrange(8))
  return `byte ${at}`
}

function damageHeader(header: Json, draw: random.Random): string {
  const places = placesIn(header)
  const { holder, key } = draw.choice(places)
  const values = holder as Record<string, unknown>
  const before = JSON.stringify(values[key])?.slice(0, 60)
  const kind = draw.choice(['odd', 'alike', 'alike', 'other', 'drop', 'twice'] as const)
  if (kind === 'drop' && Array.isArray(holder)) holder.splice(Number(key), 1)
  else if (kind === 'drop') delete values[key]
  else if (kind === 'twice' && Array.isArray(holder)) holder.push(structuredClone(values[key]))
  else if (kind === 'alike') values[key] = alike(values[key], draw)
  else if (kind === 'odd') values[key] = draw.choice(ODD)
  else {
    const other = draw.choice(places)
    values[key] = structuredClone((other.holder as Record<string, unknown>)[other.key])
  }
  return `${kind} at ${key} (${before})`
}

const ODD: readonly unknown[] = [
  ...[null, true, 0, -1, 0.5, 1e300, 2 ** 53, '', '__proto__', 'champion', 'a', [], {}],
  { $: 'undefined' },
  { $: 'number', value: 'NaN' },
  { $: 'number', value: '-0' },
  { $: 'object', id: 1 },
  { $: 'list', values: [{ $: 'list', values: [] }] },
  { $: 'record', entries: [['toString', 1]] },
  { $: 'map', entries: [] },
]

/** A value of the same kind that is not the same. */
function alike(value: unknown, draw: random.Random): unknown {
  if (typeof value === 'number') return draw.choice([value + 1, -value, value / 2, 1e9, -1, 0])
  if (typeof value === 'boolean') return !value
  if (typeof value === 'string') {
    const classes = ['runtime.Watch', 'runtime.Evidence', 'runtime.Contestant', 'drift.ADWIN']
    return draw.choice([
      ...classes,
      'stats.Mean',
      'tree.SGTClassifier',
      'parts',
      'list',
      value + value,
    ])
  }
  if (Array.isArray(value)) return draw.choice([value.slice(1), [...value, ...value], []])
  return null
}

function placesIn(json: unknown, found: Place[] = []): Place[] {
  if (typeof json !== 'object' || json === null) return found
  for (const key of Object.keys(json)) {
    found.push({ holder: json as Json, key })
    placesIn((json as Record<string, unknown>)[key], found)
  }
  return found
}

function assemble(header: unknown, body: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header))
  const start = 8 * Math.ceil((PREFIX + text.length) / 8)
  const bytes = new Uint8Array(start + body.length)
  bytes.set(new TextEncoder().encode('CO\r\nELHO'))
  bytes.set(text, PREFIX)
  bytes.set(body, start)
  const view = new DataView(bytes.buffer)
  view.setUint32(8, 1, true)
  view.setUint32(12, text.length, true)
  const lanes = [0x9e3779b9, 0x85ebca6b, 0xc2b2ae35, bytes.length]
  const whole = bytes.length - (bytes.length % 16)
  for (let at = 0; at < whole; at += 4) {
    if (at >> 4 !== 1) lanes[(at >> 2) & 3] = mix(lanes[(at >> 2) & 3]!, view.getUint32(at, true))
  }
  for (let at = whole; at < bytes.length; at++) lanes[0] = mix(lanes[0]!, bytes[at]!)
  for (const [i, lane] of lanes.entries()) view.setUint32(16 + 4 * i, lane, true)
  return bytes
}

function mix(lane: number, word: number): number {
  const h = Math.imul(lane ^ word, 0xcc9e2d51)
  return Math.imul((h << 15) | (h >>> 17), 0x1b873593) >>> 0
}
