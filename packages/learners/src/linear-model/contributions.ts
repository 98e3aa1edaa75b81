import type { Row, Schema } from '@coelho/core'
import { weightedSum } from './weight-map.js'

/** What each feature of an event adds to the sum its prediction is made of. */
export interface FeatureContributions {
  /** What is predicted from before anything is known of the event. */
  readonly intercept: number
  /** By name the value of each feature of the event times its weight. */
  readonly contributions: Map<string, number>
  /** The sum of all: the score that the model turns into its prediction. */
  readonly raw: number
}

/** A feature beyond the weights adds 0. */
export function contributionsOf(
  row: Row,
  schema: Schema,
  weights: Float64Array,
  intercept: number,
): FeatureContributions {
  const contributions = new Map<string, number>()
  for (let k = 0; k < row.count; k++) {
    const feature = row.indices[k]
    contributions.set(schema.name(feature), (weights[feature] ?? 0) * row.values[feature])
  }
  return { intercept, contributions, raw: weightedSum(weights, row) + intercept }
}

/** How `debugOne` writes numbers. */
export interface DebugOptions {
  /** How many decimals numbers have; 5 unless given. */
  readonly decimals?: number
}

/** A number as River prints it: `1,234.50000` with a blank where the minus would stand. */
function written(x: number, decimals: number): string {
  const [whole, rest] = Math.abs(x).toFixed(decimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  const sign = x < 0 || Object.is(x, -0) ? '-' : ' '
  return `${sign}${grouped}${rest === undefined ? '' : `.${rest}`}`
}

/**
 * What each feature of an event adds to a weighted sum, the largest first: a table of names,
 * values, weights and their products.
 */
export function contributions(
  row: Row,
  schema: Schema,
  weights: ReadonlyMap<string, number>,
  intercept: number,
  options?: DebugOptions,
): string {
  const lines = Array.from(row.indices.subarray(0, row.count), (feature) => {
    const name = schema.name(feature)
    const weight = weights.get(name) ?? 0
    return { name, value: row.values[feature], weight, product: row.values[feature] * weight }
  })
  lines.push({ name: 'Intercept', value: 1, weight: intercept, product: intercept })
  return contributionTable(lines, options)
}

/** What adds `product`, a value times its weight, to a sum. */
export interface Contribution {
  readonly name: string
  readonly value: number
  readonly weight: number
  readonly product: number
}

/** The largest contribution first; the list is put in this order too. */
export function contributionTable(lines: Contribution[], options: DebugOptions = {}): string {
  const { decimals = 5 } = options
  lines.sort((a, b) => a.product - b.product).reverse()
  const cells = lines.map(({ name, value, weight, product }) => [
    name,
    ...[value, weight, product].map((x) => written(x, decimals)),
  ])
  return table(['Name', 'Value', 'Weight', 'Contribution'], cells)
}

function table(headers: readonly string[], cells: readonly (readonly string[])[]): string {
  const widths = headers.map((header, column) =>
    Math.max(header.length, ...cells.map((line) => line[column].length)),
  )
  const head = headers.map((header, column) => header.padEnd(widths[column] + 2)).join(' ')
  const body = cells.map((line) =>
    line.map((cell, column) => `${cell.padStart(widths[column])}  `).join(' '),
  )
  return [head, ...body].map((line) => line.trimEnd()).join('\n')
}
