import {
  Configured,
  growFloats,
  growInts,
  InvalidInputError,
  NO_FLOATS,
  NO_INTS,
  SnapshotError,
} from '@coelho/core'
import { checkRate, type Rate, rateAt } from './rate.js'
import { entriesOf, type Key, keysOf, setNumber, type Vector } from './vector.js'

/**
 * Moves weights against a gradient. An optimizer implements `moveRow`, which works on slots of
 * arrays: a model gives each feature a slot, `step` gives one to each name it meets.
 *
 * A model keeps a fresh copy of the optimizer it is given, so that two models never share one.
 */
export abstract class Optimizer<Options extends object = object> extends Configured<Options> {
  static override readonly state: readonly string[] = ['nIterations', 'names']

  /** How many steps were made. */
  nIterations = 0
  /** The names that `step` has met: the place in the list is the slot. */
  private readonly names: Key[] = []
  private readonly slots: Map<Key, number> = new Map()
  private weights: Float64Array = NO_FLOATS
  private gradients: Float64Array = NO_FLOATS
  private indices: Int32Array = NO_INTS

  private readonly rate: Rate | undefined = rateOf(this.who, this.options)

  /** The rate of the next step; undefined if it works without one. */
  get learningRate(): number | undefined {
    return this.rate === undefined ? undefined : rateAt(this.rate, this.nIterations)
  }

  /** How many weights it can move at most. */
  get mostWeights(): number {
    return Infinity
  }

  /** Throws if there would be too many weights; changes nothing. */
  checkRoom(room: number): void {
    if (room <= this.mostWeights) return
    throw new InvalidInputError(this.who, `takes at most ${this.mostWeights} weights`, room)
  }

  /** Makes room for slots below `room`, which must be within `mostWeights`. */
  reserve(_room: number): void {}

  /** Moves the slots `indices[k]` by what follows from `gradients[k]`, for k below `count`. */
  abstract moveRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void

  /** Moves weights to where their gradient is to be taken; most optimizers leave them. */
  lookAheadRow(_weights: Float64Array, _indices: Int32Array, _count: number): void {}

  /** Takes back what `lookAheadRow` did. */
  lookBackRow(_weights: Float64Array, _indices: Int32Array, _count: number): void {}

  /** The average of a weight, if it keeps one. */
  averageAt(_slot: number): number | undefined {
    return undefined
  }

  /** One step over slots that were reserved. */
  stepRow(
    weights: Float64Array,
    gradients: Float64Array,
    indices: Int32Array,
    count: number,
  ): void {
    this.lookBackRow(weights, indices, count)
    this.moveRow(weights, gradients, indices, count)
    this.nIterations += 1
  }

  /**
   * The same where the gradient is `slope` times the values of the slots. `isDense`: these are the
   * first `count` ones, in their order.
   */
  stepScaled(
    weights: Float64Array,
    slope: number,
    values: Float64Array,
    indices: Int32Array,
    count: number,
    _isDense: boolean,
  ): void {
    if (this.gradients.length < count) this.gradients = growFloats(this.gradients, count)
    const { gradients } = this
    for (let k = 0; k < count; k++) gradients[k] = slope * values[indices[k]]
    this.stepRow(weights, gradients, indices, count)
  }

  /** Moves the weights `w` themselves against the gradient `g`, and gives them back. */
  step<Weights extends Vector>(w: Weights, g: Vector): Weights {
    const slopes = entriesOf(this.who, 'gradient', g)
    const given = this.enter(w, slopes)
    this.lookBackRow(this.weights, this.indices, given)
    for (let k = 0; k < slopes.length; k++) {
      this.indices[k] = this.slots.get(slopes[k][0]) as number
      this.gradients[k] = slopes[k][1]
    }
    this.moveRow(this.weights, this.gradients, this.indices, slopes.length)
    this.nIterations += 1
    this.leave(w, slopes)
    return w
  }

  /** Moves the weights `w` to where their gradient is to be taken, and gives them back. */
  lookAhead<Weights extends Vector>(w: Weights): Weights {
    const given = this.enter(w, [])
    this.lookAheadRow(this.weights, this.indices, given)
    this.leave(w, [])
    return w
  }

  /** Puts named weights into slots; tells how many there are. */
  private enter(w: Vector, slopes: readonly [Key, number][]): number {
    const entries = entriesOf(this.who, 'weight', w)
    const all = new Set([...this.names, ...entries.map(keyOf), ...slopes.map(keyOf)])
    this.checkRoom(all.size)
    this.reserve(all.size)
    for (const key of all) if (!this.slots.has(key)) this.slots.set(key, this.names.push(key) - 1)
    this.weights = growFloats(this.weights, all.size).fill(0)
    this.gradients = growFloats(this.gradients, all.size)
    this.indices = growInts(this.indices, all.size)
    entries.forEach(([key, value], k) => {
      this.indices[k] = this.slots.get(key) as number
      this.weights[this.indices[k]] = value
    })
    return entries.length
  }

  private leave(w: Vector, slopes: readonly [Key, number][]): void {
    for (const key of new Set([...keysOf(w), ...slopes.map(keyOf)]))
      setNumber(w, key, this.weights[this.slots.get(key) as number])
  }

  /** The slot of a name that was in the last step, and the weight it has now. */
  protected slotOf(key: Key): number {
    return this.slots.get(key) as number
  }

  protected weightAt(slot: number): number {
    return this.weights[slot]
  }

  checkState(): void {
    const { nIterations, names, slots } = this
    if (!Number.isSafeInteger(nIterations) || nIterations < 0) {
      throw new SnapshotError('an optimizer must have made a whole number of steps', nIterations)
    }
    slots.clear()
    for (const key of names) {
      if (slots.has(key) || !['string', 'number', 'boolean'].includes(typeof key)) {
        throw new SnapshotError('the names of an optimizer must be different names', key)
      }
      slots.set(key, slots.size)
    }
    this.checkRoom(names.length)
    this.reserve(names.length)
  }
}

function keyOf([key]: readonly [Key, number]): Key {
  return key
}

function rateOf(who: string, options: { readonly lr?: Rate }): Rate | undefined {
  return options.lr === undefined ? undefined : checkRate(who, 'lr', options.lr)
}

/** Throws unless a list of numbers by slot goes with another one. */
export function checkSameLength(who: string, ...lists: readonly Float64Array[]): void {
  if (lists.every(({ length }) => length === lists[0].length)) return
  throw new SnapshotError(`${who} must have a number for each weight`)
}

/** Throws unless what a decay leaves is a share. */
export function checkShares(who: string, ...shares: readonly number[]): void {
  if (shares.every((share) => share >= 0 && share <= 1)) return
  throw new SnapshotError(`${who} must have shares between 0 and 1`)
}
