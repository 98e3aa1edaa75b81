import type { AnyMetric } from './subject.js'
import { bytesAsText, grouped } from './text.js'

/** Where one of several models stands: a row of a table, a point of a plot. */
export interface ComparisonRow {
  /** The name of the model. */
  readonly Model: string
  /** How many events were predicted and learned. */
  readonly Step: number
  /** Milliseconds that this model took: predicting, being judged and learning. */
  readonly Time: number
  /** Bytes: the size of its snapshot; undefined if it cannot be saved or is not asked for. */
  readonly Memory: number | undefined
  /** How many labels a model learned that asks for those it wants. */
  readonly 'Samples used'?: number
  /** The value of each metric, by its class name. */
  readonly [metric: string]: unknown
}

/**
 * What a comparison of models has found.
 *
 * @example
 * const dataset = new datasets.synth.SEA({ seed: 1 }).take(300)
 * const models = { bayes: new naiveBayes.GaussianNB() }
 * const metric = new metrics.Accuracy()
 * const { rows, points } = evaluate.compare(models, { dataset, metric, step: 100 })
 * Number(rows[0].Accuracy) > 0.8 // => true
 * points.map((point) => point.Step) // => [100, 200, 300]
 */
export class Comparison<M extends AnyMetric = AnyMetric> {
  /** Where each model stood in the end: the rows of a table. */
  readonly rows: readonly ComparisonRow[]
  /** Where each model stood at each checkpoint and in the end: the data of a plot. */
  readonly points: readonly ComparisonRow[]
  /** The metric of each model, by the model's name. */
  readonly metrics: ReadonlyMap<string, M>
  private readonly texts: readonly (readonly string[])[]

  constructor(
    points: readonly ComparisonRow[],
    rows: readonly ComparisonRow[],
    metrics: ReadonlyMap<string, M>,
    /** For each row the values of its metrics as people read them. */
    texts: readonly (readonly string[])[],
  ) {
    this.points = points
    this.rows = rows
    this.metrics = metrics
    this.texts = texts
  }

  /** The rows as a table of text. */
  toString(): string {
    const names = Object.keys(this.rows[0]).filter((key) => !OWN.includes(key))
    const used = this.rows.some((row) => row['Samples used'] !== undefined)
    const head = ['Model', ...names, 'Step', ...(used ? ['Samples used'] : []), 'Time', 'Memory']
    const lines = this.rows.map((row, i) => [
      row.Model,
      ...this.texts[i],
      grouped(row.Step),
      ...(used ? [grouped(row['Samples used'] ?? row.Step)] : []),
      `${row.Time.toFixed(1)} ms`,
      row.Memory === undefined ? '–' : bytesAsText(row.Memory),
    ])
    const widths = head.map((_, k) => Math.max(...[head, ...lines].map((line) => line[k].length)))
    const padded = [head, ...lines].map((line) => line.map((cell, k) => pad(cell, widths[k], k)))
    return padded.map((line) => line.join('  ').trimEnd()).join('\n')
  }
}

/** What is no metric in a row. */
const OWN: readonly string[] = ['Model', 'Step', 'Time', 'Memory', 'Samples used']

/** Names stand on the left, numbers on the right. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}
