import type { Label } from '@coelho/core'
import { type Plain, plainOf } from '../plain.js'

/** What a prediction is made of. */
export interface Explained {
  readonly kind: 'probability' | 'number' | 'score'
  /** Whose probability it is; null of numbers. */
  readonly label: Plain
  readonly base: number
  readonly total: number
  readonly contributions: ReadonlyMap<string, number>
  /** The event as the model saw it that explains. */
  readonly seen: Readonly<Record<string, unknown>>
}

/** What models have that can tell why they predict what they do. */
interface Telling {
  readonly kind?: string
  readonly steps?: unknown
  readonly held?: readonly object[]
  get?(step: number): object
  transformOne?(x: unknown): Record<string, unknown>
  predictProbaOne?(x: unknown): Map<Label, number>
  predictOne?(x: unknown): unknown
  explainOne?(x: unknown): {
    prediction: number
    base: number
    contributions: Map<string, number>
    label?: Label | undefined
  }
  featureContributions?(x: unknown): {
    intercept: number
    raw: number
    contributions: Map<string, number>
  }
  featureImportances?(): Map<string, number>
  readonly weights?: unknown
}

/** How far a part's explanation may be off the whole's answer and still be one of it. */
const CLOSE = 1e-9
const DEEPEST = 10

/**
 * Why a model says what it says of an event; `undefined` where it cannot tell. The last step of a
 * pipeline is asked, and what a wrapper holds, if the wrapper says the same as what it holds.
 */
export function explain(model: object, x: unknown, depth = 0): Explained | undefined {
  const one = model as Telling
  const seen = x as Record<string, unknown>
  if (one.explainOne) {
    const { prediction, base, contributions, label } = one.explainOne(x)
    const isClass = one.kind === 'classifier'
    const kind = isClass ? 'probability' : 'number'
    return { kind, label: plainOf(label), base, total: prediction, contributions, seen }
  }
  if (one.featureContributions) {
    const { intercept, raw, contributions } = one.featureContributions(x)
    return { kind: 'score', label: null, base: intercept, total: raw, contributions, seen }
  }
  if (depth === DEEPEST) return undefined
  if (one.steps instanceof Map) {
    const last = one.get?.(-1)
    return last && one.transformOne ? explain(last, one.transformOne(x), depth + 1) : undefined
  }
  const inner = innerOf(one)
  const told = inner && explain(inner, x, depth + 1)
  return told && saysTheSame(one, told, x) ? told : undefined
}

/**
 * How much each feature matters, by name, all together 1, the largest first; of linear models by
 * the size of their weights. `undefined` where a model does not know.
 */
export function importances(
  model: object,
  depth = 0,
): [feature: string, share: number][] | undefined {
  const one = model as Telling
  if (one.featureImportances) return inShares(one.featureImportances())
  if (one.featureContributions && one.weights instanceof Map) return inShares(one.weights)
  if (depth === DEEPEST) return undefined
  const inner = one.steps instanceof Map ? one.get?.(-1) : innerOf(one)
  return inner ? importances(inner, depth + 1) : undefined
}

function inShares(weights: ReadonlyMap<unknown, unknown>): [string, number][] {
  const sizes = [...weights].map(([name, weight]): [string, number] => [
    String(name),
    Math.abs(Number(weight)),
  ])
  const total = sizes.reduce((sum, [, size]) => sum + size, 0)
  const shares = sizes.map(([name, size]): [string, number] => [name, total ? size / total : 0])
  return shares.sort((a, b) => b[1] - a[1])
}

/** The one model that a wrapper holds, of the wrapper's own kind. */
function innerOf({ held, kind }: Telling): Telling | undefined {
  const [inner, ...more] = (held ?? []) as Telling[]
  return inner && more.length === 0 && inner.kind === kind ? inner : undefined
}

function saysTheSame(model: Telling, { kind, label, total }: Explained, x: unknown): boolean {
  if (kind === 'score') return false
  const said =
    kind === 'number'
      ? model.predictOne?.(x)
      : [...(model.predictProbaOne?.(x) ?? [])].find(([of]) => plainOf(of) === label)?.[1]
  return typeof said === 'number' && Math.abs(said - total) <= CLOSE * Math.max(1, Math.abs(total))
}
