import { growFloats, NO_FLOATS, type Row, type Schema, SnapshotError } from '@coelho/core'
import {
  type Contribution,
  contributionTable,
  type DebugOptions,
} from '../linear-model/contributions.js'
import { rateAt } from '../optim/rate.js'
import { SGD } from '../optim/sgd.js'
import { Draws } from './draws.js'
import { EventSlots, namesOf, prefixOf } from './event.js'
import type { Interactions } from './interactions/interactions.js'
import type { FactorSetup } from './options.js'

/** What a factorisation machine has learned. */
export interface FactorSummary {
  /** How many steps were made. */
  readonly steps: number
  /** How many features there are, each category as one. */
  readonly features: number
  readonly intercept: number
}

/**
 * A weighted sum of the features, an intercept, and what features add together, moved against the
 * gradient of a loss: what all factorisation machines hold. They differ in `interactions`.
 */
export class Machine {
  static readonly id = 'facto.Machine'
  static readonly state: readonly string[] = [
    'event',
    'weights',
    'intercept',
    'optimizer',
    'draws',
    'interactions',
  ]
  static readonly parts: readonly unknown[] = [EventSlots, Draws, SGD]

  private readonly event: EventSlots = new EventSlots()
  /** By slot. */
  private weights: Float64Array = NO_FLOATS
  intercept: number
  readonly optimizer: FactorSetup['weightOptimizer']
  private readonly draws: Draws
  private readonly interactions: Interactions
  private readonly setup: FactorSetup
  private readonly schema: Schema
  private gradients: Float64Array = NO_FLOATS

  constructor(setup: FactorSetup, schema: Schema, interactions: Interactions) {
    this.setup = setup
    this.schema = schema
    this.intercept = setup.intercept
    this.optimizer = setup.weightOptimizer
    this.draws = new Draws(setup.weightInitializer)
    this.interactions = interactions
  }

  /** The sum that a prediction is made of. */
  raw(row: Row): number {
    const { event, interactions } = this
    event.read(row, this.schema, interactions.usesFields)
    return this.intercept + this.weighted() + interactions.value(event, false)
  }

  /** A feature that was never learned has no weight yet. */
  private weighted(): number {
    const { slots, values, count, size } = this.event
    const { weights } = this
    let sum = 0
    for (let k = 0; k < count; k++) if (slots[k] < size) sum += weights[slots[k]] * values[k]
    return sum
  }

  /** Learns a row; the sum it had before, of the event as it is learned. */
  learn(row: Row, y: number, weight: number): number {
    const { event, interactions, setup, optimizer } = this
    event.read(row, this.schema, interactions.usesFields)
    // River: only what is learned is divided by its length, not what is predicted.
    if (setup.sampleNormalization) event.normalise()
    const linear = this.intercept + this.weighted()
    this.admit(row)
    const raw = linear + interactions.value(event, true)
    const wanted = setup.loss.gradient(y, raw)
    const slope = Math.max(Math.min(wanted, setup.clipGradient), -setup.clipGradient) * weight
    this.intercept -= rateAt(setup.interceptLr, optimizer.nIterations) * slope
    this.moveWeights(slope)
    interactions.learn(event, slope)
    return raw
  }

  /** The sum that a prediction is made of, then learns the row. */
  rawThenLearn(row: Row, y: number, weight: number): number {
    if (!this.setup.sampleNormalization) return this.learn(row, y, weight)
    const raw = this.raw(row) // of the event as it is
    this.learn(row, y, weight)
    return raw
  }

  private admit(row: Row): void {
    const { event } = this
    const before = event.size
    event.keep(row, this.schema)
    const { size } = event
    if (size === before) return
    this.weights = growFloats(this.weights, size)
    this.draws.draw(this.weights, before, size - before)
    this.optimizer.reserve(size)
  }

  private moveWeights(slope: number): void {
    const { slots, values, count } = this.event
    const { weights, optimizer } = this
    const { l1Weight, l2Weight } = this.setup
    this.gradients = growFloats(this.gradients, count)
    const { gradients } = this
    for (let k = 0; k < count; k++) {
      const w = weights[slots[k]]
      gradients[k] = slope * values[k] + l1Weight * (w > 0 ? 1 : w < 0 ? -1 : 0) + l2Weight * w
    }
    // River: the slope is not taken ahead.
    optimizer.lookAheadRow(weights, slots, count)
    optimizer.stepRow(weights, gradients, slots, count)
  }

  /** What features, alone and together, add to the sum, the largest first. */
  table(row: Row, options?: DebugOptions): string {
    const { event, interactions, weights, intercept, schema } = this
    event.read(row, schema, interactions.usesFields)
    const { slots, values, count, size } = event
    const names = namesOf(row, schema)
    const lines: Contribution[] = []
    const add = (name: string, value: number, weight: number) => {
      lines.push({ name, value, weight, product: weight * value })
    }
    interactions.eachGroup(event, (group, weight) => {
      const named = group.map((k, i) =>
        interactions.usesFields ? `${names[k]}(${prefixOf(names[group[1 - i]])})` : names[k],
      )
      const value = group.reduce((product, k) => product * values[k], 1)
      add(named.join(' - '), value, weight)
    })
    for (let k = 0; k < count; k++) {
      add(names[k], values[k], slots[k] < size ? weights[slots[k]] : 0)
    }
    add('Intercept', 1, intercept)
    return contributionTable(lines, options)
  }

  /** Throws if there is no room to learn a row; changes nothing. */
  checkRoom(row: Row): void {
    this.optimizer.checkRoom(this.event.size + row.count)
    this.interactions.checkRoom(row.count)
  }

  /** True if an optimizer moves only so many weights. */
  get isLimited(): boolean {
    return this.optimizer.mostWeights < Infinity || this.interactions.isLimited
  }

  get seed(): number | undefined {
    return this.interactions.seed
  }

  get summary(): FactorSummary {
    const { optimizer, event, intercept } = this
    return { steps: optimizer.nIterations, features: event.size, intercept }
  }

  /** Throws unless its parts fit each other and the names. */
  check(): void {
    const { event, weights, schema } = this
    event.check(schema.size)
    if (weights.length < event.size) {
      throw new SnapshotError('a factorisation machine must have a weight for each feature')
    }
    this.optimizer.checkRoom(event.size)
    this.optimizer.reserve(event.size)
    this.interactions.check(event.size, schema)
  }
}
