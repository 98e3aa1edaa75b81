import { growInts, NO_INTS, type Schema } from '@coelho/core'
import type { EventSlots } from '../event.js'
import { Latents } from '../latents.js'
import type { FactorSetup } from '../options.js'
import { RowIndex } from '../row-index.js'
import { fieldKey, isFieldKey } from './field-key.js'
import type { Interactions, TellGroup } from './interactions.js'
import { eachPair } from './pairs.js'

/** Each feature has a vector for each field: two features meet by those for the other's field. */
export class FieldPairs implements Interactions {
  static readonly id = 'facto.FieldPairs'
  static readonly state = ['latents', 'index'] as const
  static readonly parts: readonly unknown[] = [Latents, RowIndex]

  readonly isLimited = false
  readonly usesFields = true
  private readonly latents: Latents
  /** Which row is of a slot and a field. */
  private readonly index: RowIndex = new RowIndex()
  /** Which of the gathered vectors is of the i-th feature for the j-th, at i × count + j. */
  private places: Int32Array = NO_INTS

  constructor(setup: FactorSetup) {
    this.latents = new Latents(setup, 2 * setup.l2Latent)
  }

  get seed(): number | undefined {
    return this.latents.seed
  }

  value(event: EventSlots, isLearned: boolean): number {
    this.locate(event, isLearned)
    const { latents, places } = this
    const { values, count } = event
    let sum = 0
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        const product = latents.dot(places[i * count + j], places[j * count + i])
        sum += product * (values[i] * values[j])
      }
    }
    return sum
  }

  private locate(event: EventSlots, isLearned: boolean): void {
    const { index, latents } = this
    const { slots, fields, count } = event
    this.places = growInts(this.places, count * count)
    const { places } = this
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        places[i * count + j] = index.row(fieldKey(slots[i], fields[j]), isLearned)
        places[j * count + i] = index.row(fieldKey(slots[j], fields[i]), isLearned)
      }
    }
    index.forget()
    latents.expect(count * Math.max(0, count - 1))
    latents.count = this.list(count)
    if (isLearned) latents.admit(index.size)
    latents.gather()
  }

  /** Lists each row once, feature by feature, and puts places for rows; how many there are. */
  private list(count: number): number {
    const { places } = this
    const { ids } = this.latents
    let listed = 0
    for (let i = 0; i < count; i++) {
      const first = listed
      for (let j = 0; j < count; j++) {
        if (i === j) continue
        const row = places[i * count + j]
        let place = first
        while (place < listed && ids[place] !== row) place++
        if (place === listed) ids[listed++] = row
        places[i * count + j] = place
      }
    }
    return listed
  }

  learn(event: EventSlots, slope: number): void {
    const { latents, places } = this
    const { at, slopes, width } = latents
    const { values, count } = event
    slopes.fill(0, 0, latents.count * width)
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        const product = values[i] * values[j]
        const one = places[i * count + j] * width
        const other = places[j * count + i] * width
        for (let f = 0; f < width; f++) {
          slopes[one + f] += product * at[other + f]
          slopes[other + f] += product * at[one + f]
        }
      }
    }
    latents.step(slope)
  }

  eachGroup(event: EventSlots, tell: TellGroup): void {
    this.locate(event, false)
    const { latents, places } = this
    const { count } = event
    eachPair(count, (i, j) => {
      tell([i, j], latents.dot(places[i * count + j], places[j * count + i]))
    })
  }

  checkRoom(): void {}

  check(slots: number, schema: Schema): void {
    this.index.check((key) => isFieldKey(key, slots, schema.size))
    this.latents.check(this.index.size)
  }
}
