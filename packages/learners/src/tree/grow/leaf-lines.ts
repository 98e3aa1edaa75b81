import {
  growBytes,
  growFloats,
  NO_FLOATS,
  type RegressorLike,
  type Row,
  relayout,
  SnapshotError,
} from '@coelho/core'
import { LinearRegression } from '../../linear-model/linear-regression.js'
import { Zeros } from '../../optim/initializers/zeros.js'
import { Squared } from '../../optim/losses/squared.js'
import { SGD } from '../../optim/sgd.js'

/** How the lines move, and where they start. */
interface Pace {
  readonly lr: number
  readonly interceptLr: number
  readonly interceptInit: number
  readonly clipGradient: number
}

/** The rate of plain gradient descent unless another one is given. */
const USUAL_RATE = 0.01

/** The pace of a linear regression of the plain kind; undefined if it is anything else. */
export function paceOf(model: RegressorLike): Pace | undefined {
  if (model.constructor !== LinearRegression) return undefined
  const { options } = model as LinearRegression
  const { optimizer, initializer, loss, interceptLr, interceptInit, clipGradient } = options
  const lr = optimizer ? rateOf(optimizer) : USUAL_RATE
  const isPlain =
    options.l1 === 0 &&
    options.l2 === 0 &&
    (!loss || loss.constructor === Squared) &&
    (!initializer || initializer.constructor === Zeros)
  if (!isPlain || typeof lr !== 'number' || typeof interceptLr !== 'number') return undefined
  return { lr, interceptLr, interceptInit, clipGradient }
}

function rateOf(optimizer: object): unknown {
  return optimizer.constructor === SGD ? (optimizer as SGD).options.lr : undefined
}

/**
 * Plain linear regressions, side by side in one array: the numbers of one `LinearRegression`
 * for each leaf, to the last bit, at a small part of the price of so many objects.
 */
export class LeafLines {
  static readonly id = 'tree.LeafLines'
  static readonly state = ['numbers', 'width', 'taken'] as const

  /** A line each: the intercept, then a weight for each feature; 0 where none was learned. */
  private numbers: Float64Array = NO_FLOATS
  /** How many weights a line has room for. */
  private width = 0
  /** 1 for each line that is in use. */
  private taken: Uint8Array = new Uint8Array(0)
  private readonly pace: Pace

  constructor(pace: Pace) {
    this.pace = pace
  }

  /** The number of a line that starts afresh, or where `like` stands. */
  add(like: number): number {
    const { taken } = this
    const free = taken.indexOf(0)
    const line = free < 0 ? taken.length : free
    const size = this.width + 1
    this.taken = growBytes(taken, line + 1)
    this.taken[line] = 1
    this.numbers = growFloats(this.numbers, this.taken.length * size)
    const at = line * size
    if (like >= 0) this.numbers.copyWithin(at, like * size, (like + 1) * size)
    else {
      this.numbers.fill(0, at, at + size)
      this.numbers[at] = this.pace.interceptInit
    }
    return line
  }

  remove(line: number): void {
    this.taken[line] = 0
  }

  has(line: number): boolean {
    return this.taken[line] === 1
  }

  predict(line: number, row: Row): number {
    const { numbers, width } = this
    const { indices, values } = row
    const start = line * (width + 1)
    const first = start + 1
    let { count } = row
    while (count > 0 && indices[count - 1] >= width) count-- // indices ascend
    let sum = 0
    if (count > 0 && indices[count - 1] === count - 1) {
      for (let i = 0; i < count; i++) sum += numbers[first + i] * values[i] // none is absent
    } else for (let k = 0; k < count; k++) sum += numbers[first + indices[k]] * values[indices[k]]
    return sum + numbers[start]
  }

  /** `answer`: what the line predicts for the row, if that is known. */
  learn(line: number, row: Row, y: number, weight: number, answer?: number): void {
    if (row.width > this.width) this.widen(row.width)
    const { numbers, pace } = this
    const { indices, values, count } = row
    const start = line * (this.width + 1)
    const first = start + 1
    const { lr, clipGradient } = pace
    const wanted = 2 * ((answer ?? this.predict(line, row)) - y) * weight
    const slope = Math.max(Math.min(wanted, clipGradient), -clipGradient)
    numbers[start] -= pace.interceptLr * slope
    if (count > 0 && indices[count - 1] === count - 1) {
      for (let i = 0; i < count; i++) numbers[first + i] -= lr * (slope * values[i])
    } else {
      for (let k = 0; k < count; k++) {
        numbers[first + indices[k]] -= lr * (slope * values[indices[k]])
      }
    }
  }

  private widen(needed: number): void {
    const { length } = this.taken
    const width = this.width > 0 ? Math.max(needed, 2 * this.width) : needed
    this.numbers = relayout(this.numbers, length, this.width + 1, length, width + 1)
    this.width = width
  }

  checkState(): void {
    const { numbers, width, taken } = this
    const known = Number.isSafeInteger(width) && width >= 0 && taken.every((flag) => flag < 2)
    if (known && numbers.length >= taken.length * (width + 1)) return
    throw new SnapshotError('the lines of leaves must have a number for each weight', width)
  }
}
