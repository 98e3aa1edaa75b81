import { growFloats, growInts, NO_FLOATS, SnapshotError } from '@coelho/core'
import type { Optimizer } from '../optim/optimizer.js'
import { SGD } from '../optim/sgd.js'
import { Draws } from './draws.js'
import type { FactorSetup } from './options.js'

/**
 * Vectors of latent numbers, one a row, and a copy of those of the event at hand: `at[k * width +
 * factor]` for the k-th. Rows from `rows` on are not learned yet, and are what they would start as.
 */
export class Latents {
  static readonly id = 'facto.Latents'
  static readonly state = ['rows', 'table', 'draws', 'optimizer'] as const
  static readonly parts: readonly unknown[] = [Draws, SGD]

  readonly width: number
  rows = 0
  private table: Float64Array = NO_FLOATS
  private readonly draws: Draws
  private readonly optimizer: Optimizer
  private readonly l1: number
  private readonly l2: number

  /** The rows of the event at hand; set by who asks, the first `count` are valid. */
  ids: Int32Array = new Int32Array(8)
  count = 0
  at: Float64Array = NO_FLOATS
  /** What each copied number adds to the slope: `step` moves against it. */
  slopes: Float64Array = NO_FLOATS
  private readonly factors: Int32Array
  private readonly moved: Float64Array
  private readonly gradient: Float64Array

  /** `l2` says how strongly the square of a number is held down. */
  constructor(setup: FactorSetup, l2: number) {
    this.width = setup.nFactors
    this.draws = new Draws(setup.latentInitializer)
    this.optimizer = setup.latentOptimizer
    this.l1 = setup.l1Latent
    this.l2 = l2
    this.factors = Int32Array.from({ length: this.width }, (_, factor) => factor)
    this.moved = new Float64Array(this.width)
    this.gradient = new Float64Array(this.width)
  }

  get seed(): number | undefined {
    return this.draws.seed
  }

  /** Makes room for so many rows of one event. */
  expect(count: number): void {
    this.count = count
    if (count > this.ids.length) this.ids = growInts(this.ids, count)
    const size = count * this.width
    if (size > this.at.length) {
      this.at = growFloats(this.at, size)
      this.slopes = growFloats(this.slopes, size)
    }
  }

  /** Draws all rows below `rows`. */
  admit(rows: number): void {
    const fresh = rows - this.rows
    if (fresh <= 0) return
    this.table = growFloats(this.table, rows * this.width)
    this.draws.draw(this.table, this.rows * this.width, fresh * this.width)
    this.rows = rows
  }

  /** Copies the rows of the event; none is changed. */
  gather(): void {
    const { ids, count, at, table, width, rows } = this
    let last = rows - 1
    for (let k = 0; k < count; k++) {
      const from = ids[k] * width
      const to = k * width
      if (ids[k] > last) last = ids[k]
      if (ids[k] < rows) for (let f = 0; f < width; f++) at[to + f] = table[from + f]
    }
    if (last < rows) return
    const ahead = this.draws.peek((last + 1 - rows) * width)
    for (let k = 0; k < count; k++) {
      const from = (ids[k] - rows) * width
      if (from >= 0) for (let f = 0; f < width; f++) at[k * width + f] = ahead[from + f]
    }
  }

  /** The inner product of two rows of the event. */
  dot(one: number, other: number): number {
    const { at, width } = this
    let sum = 0
    for (let f = 0, a = one * width, b = other * width; f < width; f++) sum += at[a + f] * at[b + f]
    return sum
  }

  /** One step for each row of the event along `slope` times its slopes and the penalties. */
  step(slope: number): void {
    const { ids, count, at, slopes, table, width, l1, l2 } = this
    const { optimizer, gradient, moved, factors } = this
    for (let k = 0; k < count; k++) {
      const from = k * width
      for (let f = 0; f < width; f++) {
        const v = at[from + f]
        moved[f] = v
        gradient[f] = slope * slopes[from + f] + l1 * (v > 0 ? 1 : v < 0 ? -1 : 0) + l2 * v
      }
      // River: the slope is not taken ahead; what the optimizer remembers is of all rows.
      optimizer.lookAheadRow(moved, factors, width)
      optimizer.stepRow(moved, gradient, factors, width)
      const to = ids[k] * width
      for (let f = 0; f < width; f++) table[to + f] = moved[f]
    }
  }

  /** Throws unless there are so many rows. */
  check(rows: number): void {
    if (this.rows !== rows || !(this.table.length >= rows * this.width)) {
      throw new SnapshotError('a factorisation machine must have latent numbers by slot', rows)
    }
    this.optimizer.reserve(this.width)
  }
}
