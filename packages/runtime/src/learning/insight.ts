import { type Label, metrics, metricsByName, snapshot } from '@coelho/core'
import type { Contestant } from './contestant.js'

/** How often each class was taken for which. */
export interface Confusion {
  readonly labels: readonly (Label | null)[]
  /** Rows are the truth, columns what was said. */
  readonly matrix: readonly (readonly number[])[]
}

/**
 * What a contestant's metrics count of classes; `undefined` where they count none.
 *
 * @example
 * const metric = metrics.bundle('classification', { posVal: true })
 * metric.update(true, new Map([[true, 0.9], [false, 0.1]]))
 * confusionOf({ metric }) // => { labels: [true], matrix: [[1]] }
 */
export function confusionOf({ metric }: Pick<Contestant, 'metric'>): Confusion | undefined {
  const live = matrixOf(metric)
  if (!live) return undefined
  const { classes, data } = live
  const matrix = classes.map((truth) =>
    classes.map((said) => data.get(truth as Label)?.get(said) ?? 0),
  )
  return { labels: classes.map((label) => label ?? null), matrix }
}

/**
 * Precision, recall and F1 of each class, as scikit-learn prints them; `undefined` where a
 * contestant's metrics count no classes.
 *
 * @example
 * const metric = metrics.bundle('classification', { posVal: true })
 * metric.update(true, new Map([[true, 0.9], [false, 0.1]]))
 * classReportOf({ metric })?.includes('Precision') // => true
 */
export function classReportOf({ metric }: Pick<Contestant, 'metric'>): string | undefined {
  const live = matrixOf(metric)
  // A metric that shares a matrix leaves a trace in it: the report gets one of its own.
  return live && String(new metrics.ClassificationReport({ cm: snapshot.copy(live) }))
}

function matrixOf(metric: Contestant['metric']): metrics.ConfusionMatrix | undefined {
  for (const [, one] of metricsByName(metric)) {
    const { cm } = one as { cm?: unknown }
    for (const each of [one, cm]) {
      if (each instanceof metrics.ConfusionMatrix && each.nSamples > 0) return each
    }
  }
  return undefined
}

/** Which number stands for which category, by feature. */
export type Codes = Readonly<
  Record<string, readonly (readonly [category: unknown, code: number])[]>
>

/**
 * The codes of each encoder in a model, by the way to it: `OrdinalEncoder`, `union/codes`.
 *
 * @example
 * const encoder = new preprocessing.OrdinalEncoder()
 * encoder.learnOne({ shop: 'north' })
 * encoderCodes(encoder).get('OrdinalEncoder') // => { shop: [['north', 1]] }
 */
export function encoderCodes(model: object, path = '', depth = 0): Map<string, Codes> {
  const { codes, steps, transformers } = model as Partial<Coding & Holding>
  const found = new Map<string, Codes>()
  if (typeof codes === 'function') found.set(path || model.constructor.name, codes.call(model))
  for (const parts of [steps, transformers]) {
    if (!(parts instanceof Map) || depth > 10) continue
    for (const [name, part] of parts) {
      const way = path ? `${path}/${name}` : String(name)
      for (const [where, of] of encoderCodes(part, way, depth + 1)) found.set(where, of)
    }
  }
  return found
}

interface Coding {
  codes(): Codes
}

interface Holding {
  readonly steps: ReadonlyMap<string, object>
  readonly transformers: ReadonlyMap<string, object>
}
