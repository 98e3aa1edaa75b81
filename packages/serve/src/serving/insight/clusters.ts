import type { Clusters } from '../../api/shapes.js'
import { plane } from './plane.js'

/** An event as it came, and as the clusterer saw it. */
export interface Placed {
  readonly cluster: number
  /** What the model was given. */
  readonly x: Readonly<Record<string, unknown>>
  /** The same after the steps before the clusterer. */
  readonly seen: Readonly<Record<string, unknown>>
}

interface Clustering {
  readonly steps?: unknown
  get?(step: number): object
  transformOne?(x: unknown): Record<string, unknown>
  readonly centers?: unknown
}

type Centre = Readonly<Record<string, number>>

/** So many points are drawn. */
const MOST_POINTS = 400
/** Values of a text that are counted; the others together. */
const MOST_TEXTS = 12

/** The clusterer at a model's end with its centres; `undefined` where it tells no centres. */
export function centresOf(model: object): ReadonlyMap<number, Centre> | undefined {
  const one = model as Clustering
  const last = (one.steps instanceof Map ? one.get?.(-1) : one) as Clustering | undefined
  const { centers } = last ?? {}
  if (centers instanceof Map) return centers
  if (typeof centers !== 'object' || centers === null) return undefined
  return new Map(Object.entries(centers).map(([id, centre]) => [Number(id), centre as Centre]))
}

/** What the clusterer at a model's end sees of an event. */
export function seenBy(model: object, x: Placed['x']): Placed['x'] {
  const one = model as Clustering
  return one.steps instanceof Map && one.transformOne ? one.transformOne(x) : x
}

/** The groups of the last events: how many each has, what they are like, where they lie. */
export function describeClusters(
  centres: ReadonlyMap<number, Centre>,
  events: readonly Placed[],
): Omit<Clusters, 'version'> {
  const ids = [...new Set([...centres.keys(), ...events.map(({ cluster }) => cluster)])]
  const clusters = ids
    .map((id) => {
      const members = events.filter(({ cluster }) => cluster === id)
      const profile = profileOf(members.map(({ x }) => x))
      return { id, count: members.length, centre: { ...centres.get(id) }, profile }
    })
    .sort((a, b) => b.count - a.count || a.id - b.id)
  return { clusters, of: events.length, map: mapOf(centres, events) }
}

function mapOf(centres: ReadonlyMap<number, Centre>, events: readonly Placed[]): Clusters['map'] {
  const shown = events.slice(-MOST_POINTS)
  const { axes, explained, place } = plane(shown.map(({ seen }) => seen))
  return {
    axes,
    explained,
    points: shown.map(({ seen, cluster }) => ({ ...place(seen), cluster })),
    centres: [...centres].map(([cluster, centre]) => ({ ...place(centre), cluster })),
  }
}

/** The mean of each number, how often each text comes. */
function profileOf(
  events: readonly Placed['x'][],
): Record<string, number | Record<string, number>> {
  const names = new Set(events.flatMap((x) => Object.keys(x)))
  const profile: Record<string, number | Record<string, number>> = {}
  for (const name of names) {
    const values = events.map((x) => (Object.hasOwn(x, name) ? x[name] : undefined))
    const numbers = values.filter((value) => typeof value === 'number')
    if (numbers.length > 0) {
      profile[name] = numbers.reduce((sum, value) => sum + value, 0) / numbers.length
      continue
    }
    const texts = values.filter((value) => typeof value === 'string' || typeof value === 'boolean')
    if (texts.length > 0) profile[name] = counted(texts.map(String))
  }
  return profile
}

function counted(texts: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  const sorted = [...counts].sort((a, b) => b[1] - a[1])
  const rest = sorted.slice(MOST_TEXTS).reduce((sum, [, count]) => sum + count, 0)
  const shown = sorted.slice(0, MOST_TEXTS)
  return Object.fromEntries(rest > 0 ? [...shown, ['(others)', rest]] : shown)
}
