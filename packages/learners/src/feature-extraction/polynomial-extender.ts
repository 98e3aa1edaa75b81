import {
  compareValues,
  nextStamp,
  type Row,
  type Rules,
  type Schema,
  Transformer,
} from '@coelho/core'

export interface PolynomialExtenderOptions {
  /** How many features are multiplied with each other at most. */
  readonly degree: number
  /** Multiply no feature with itself. */
  readonly interactionOnly: boolean
  /** Add a feature that is always 1. */
  readonly includeBias: boolean
  /** What that one is called. */
  readonly biasName: string
}

/** The products to make of the features of one shape of row, shorter ones first. */
interface Plan {
  /** For each product the product it goes on from; -1: from 1. */
  readonly from: Int32Array
  /** For each product the feature it is multiplied with. */
  readonly by: Int32Array
  /** For each product the feature it becomes. */
  readonly slots: Int32Array
  readonly products: Float64Array
  readonly stamp: number
}

const MOST_PLANS = 64

/**
 * Adds the products of features: of `a` and `b` also `a*a`, `a*b` and `b*b`.
 *
 * @example
 * const extender = new PolynomialExtender({ interactionOnly: true })
 * extender.transformOne({ a: 2, b: 3 }) // => { a: 2, b: 3, 'a*b': 6 }
 */
export class PolynomialExtender extends Transformer<PolynomialExtenderOptions> {
  static override readonly id = 'featureExtraction.PolynomialExtender'
  static override readonly rules: Rules<PolynomialExtenderOptions> = {
    degree: { kind: 'integer', default: 2, atLeast: 1, atMost: 64 },
    interactionOnly: { kind: 'boolean', default: false },
    includeBias: { kind: 'boolean', default: false },
    biasName: { kind: 'string', default: 'bias' },
  }
  static override readonly state = ['output'] as const

  private readonly output: Schema = this.schema.fresh()
  /** By stamp of a row; follows from the schema. */
  private readonly plans: Map<number, Plan> = new Map()

  override get outputSchema(): Schema {
    return this.output
  }

  override foretells(row: Row): boolean {
    return row.stamp !== 0
  }

  learnRow(row: Row): void {
    this.planOf(row)
  }

  transformRow(row: Row, out: Row): void {
    const plan = this.planOf(row)
    const { from, by, slots, products } = plan
    const { values } = row
    for (let k = 0; k < from.length; k++) {
      products[k] = (from[k] < 0 ? 1 : products[from[k]]) * values[by[k]]
    }
    if (out.stamp !== plan.stamp || plan.stamp === 0) this.lay(plan, out)
    for (let k = 0; k < from.length; k++) out.values[slots[k]] = products[k]
    if (this.options.includeBias) out.values[slots[from.length]] = 1
  }

  /** Makes room for the features of a plan; their values follow. */
  private lay(plan: Plan, out: Row): void {
    const { slots, stamp } = plan
    out.clear()
    out.widen(this.output.size)
    for (let k = 0; k < slots.length; k++) {
      if (out.values[slots[k]] !== out.values[slots[k]]) out.put(slots[k], 0)
    }
    out.seal(this.output.size)
    out.stamp = stamp
  }

  private planOf(row: Row): Plan {
    const known = row.stamp === 0 ? undefined : this.plans.get(row.stamp)
    if (known) return known
    const settled = !this.output.provisional && row.stamp !== 0
    const plan = this.plan(row, settled)
    const { size } = this.plans
    if (settled && !this.output.provisional && size < MOST_PLANS) this.plans.set(row.stamp, plan)
    return plan
  }

  private plan(row: Row, settled: boolean): Plan {
    const { degree, interactionOnly, includeBias, biasName } = this.options
    const features = row.indices.slice(0, row.count)
    const from: number[] = []
    const places: number[] = []
    const names: string[][] = []
    const slots: number[] = []
    let start = -1 // of the products that have one factor less
    for (let size = 1; size <= degree; size++) {
      const end = from.length
      for (let before = start; before < end; before++) {
        const least = before < 0 ? 0 : places[before] + (interactionOnly ? 1 : 0)
        for (let place = least; place < features.length; place++) {
          const name = this.schema.name(features[place])
          const factors = [...(names[before] ?? []), name].sort(compareValues)
          names.push(factors)
          slots.push(this.add(factors.join('*')))
          from.push(before)
          places.push(place)
        }
        if (before < 0) break
      }
      start = end
    }
    if (includeBias) slots.push(this.add(biasName))
    return {
      from: Int32Array.from(from),
      by: Int32Array.from(places, (place) => features[place]),
      slots: Int32Array.from(slots),
      products: new Float64Array(from.length),
      stamp: settled && !this.output.provisional ? nextStamp() : 0,
    }
  }

  private add(name: string): number {
    return this.output.add(this.who, name, 'number')
  }
}
