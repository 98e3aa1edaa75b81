import { growFloats, growInts, NO_FLOATS, NO_INTS, type Schema, SnapshotError } from '@coelho/core'
import type { Optimizer } from '../../optim/optimizer.js'
import { SGD } from '../../optim/sgd.js'
import type { EventSlots } from '../event.js'
import { Latents } from '../latents.js'
import type { FactorSetup } from '../options.js'
import { RowIndex } from '../row-index.js'
import { fieldKey, isFieldKey } from './field-key.js'
import type { Interactions, TellGroup } from './interactions.js'
import { bySlot, eachPair } from './pairs.js'

/** Like `Pairs`, but each two fields have a weight, which starts at 1. */
export class WeightedPairs implements Interactions {
  static readonly id = 'facto.WeightedPairs'
  static readonly state = ['latents', 'index', 'weights', 'optimizer'] as const
  static readonly parts: readonly unknown[] = [Latents, RowIndex, SGD]

  readonly usesFields = true
  private readonly latents: Latents
  /** Which weight is of two fields, the earlier one of the event first. */
  private readonly index: RowIndex = new RowIndex()
  private weights: Float64Array = NO_FLOATS
  private readonly optimizer: Optimizer

  /** The place of the weight of each two features of the event; -1 while there is none. */
  private places: Int32Array = NO_INTS
  /** The places that get a slope, and these; `marks` tells by place which is whose. */
  private moved: Int32Array = NO_INTS
  private movedSlopes: Float64Array = NO_FLOATS
  private marks: Int32Array = NO_INTS
  private readonly sums: Float64Array

  constructor(setup: FactorSetup, optimizer: Optimizer) {
    this.latents = new Latents(setup, setup.l2Latent)
    this.optimizer = optimizer
    this.sums = new Float64Array(setup.nFactors)
  }

  get isLimited(): boolean {
    return this.optimizer.mostWeights < Infinity
  }

  get seed(): number | undefined {
    return this.latents.seed
  }

  value(event: EventSlots, isLearned: boolean): number {
    const { latents } = this
    const { values, count } = event
    bySlot(latents, event, isLearned)
    this.locate(event, isLearned)
    let sum = 0
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        sum += latents.dot(i, j) * this.weight(i * count + j) * (values[i] * values[j])
      }
    }
    return sum
  }

  private locate(event: EventSlots, isLearned: boolean): void {
    const { fields, count } = event
    const { index } = this
    this.places = growInts(this.places, count * count)
    for (let i = 0; i < count; i++) {
      for (let j = isLearned ? 0 : i + 1; j < count; j++) {
        const key = fieldKey(fields[i], fields[j])
        this.places[i * count + j] = isLearned ? index.row(key, true) : index.find(key)
      }
    }
    if (isLearned) this.reserve(index.size)
  }

  private reserve(size: number): void {
    this.weights = growFloats(this.weights, size, 1)
    this.marks = growInts(this.marks, size)
    this.optimizer.reserve(size)
  }

  private weight(pair: number): number {
    const place = this.places[pair]
    return place < 0 ? 1 : this.weights[place]
  }

  learn(event: EventSlots, slope: number): void {
    const { latents, sums } = this
    const { at, slopes, width } = latents
    const { values, count } = event
    const moving = this.slopesOfWeights(event, slope)
    for (let i = 0; i < count; i++) {
      sums.fill(0)
      for (let j = 0; j < count; j++) {
        const weight = this.weight(i * count + j)
        for (let f = 0; f < width; f++) sums[f] += at[j * width + f] * values[j] * weight
      }
      const x = values[i]
      // River: of a feature with itself the weight is squared, the value is not.
      const own = this.weight(i * count + i) ** 2
      for (let f = 0, k = i * width; f < width; f++, k++) slopes[k] = x * sums[f] - at[k] * x * own
    }
    latents.step(slope)
    this.optimizer.lookAheadRow(this.weights, this.moved, moving)
    this.optimizer.stepRow(this.weights, this.movedSlopes, this.moved, moving)
  }

  /** How many weights get a slope. */
  private slopesOfWeights(event: EventSlots, slope: number): number {
    const { values, count } = event
    const { places, latents, marks } = this
    const most = (count * (count - 1)) / 2
    this.moved = growInts(this.moved, most)
    this.movedSlopes = growFloats(this.movedSlopes, most)
    const { moved, movedSlopes } = this
    let moving = 0
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        const place = places[i * count + j]
        const isMet = marks[place] < moving && moved[marks[place]] === place
        if (!isMet) {
          marks[place] = moving
          moved[moving++] = place
        }
        // River: of several pairs with the same fields the last one counts.
        movedSlopes[marks[place]] = slope * (values[i] * values[j] * latents.dot(i, j))
      }
    }
    return moving
  }

  eachGroup(event: EventSlots, tell: TellGroup): void {
    const { count } = event
    bySlot(this.latents, event, false)
    this.locate(event, false)
    eachPair(count, (i, j) => {
      tell([i, j], this.latents.dot(i, j) * this.weight(i * count + j))
    })
  }

  checkRoom(count: number): void {
    this.optimizer.checkRoom(this.index.size + count * count)
  }

  check(slots: number, schema: Schema): void {
    const { index, weights } = this
    this.latents.check(slots)
    index.check((key) => isFieldKey(key, schema.size, schema.size))
    if (weights.length < index.size) {
      throw new SnapshotError('FwFM must have a weight for each two fields', weights.length)
    }
    this.optimizer.checkRoom(index.size)
    this.reserve(index.size)
  }
}
