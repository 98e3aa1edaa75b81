import { InvalidOptionError } from '@coelho/core'
import { Draws } from './draws.js'

/** From which event on the world behaves otherwise. */
export interface Drift {
  /** The number of the event, from 0 on, at which it begins. */
  readonly at: number
  readonly kind: 'abrupt' | 'gradual'
  /** Over so many events a gradual one takes the place of what was before. */
  readonly over?: number
}

/** A drift as it came: what it leads to, and when. */
export interface DriftPoint {
  readonly at: number
  readonly kind: 'abrupt' | 'gradual'
  readonly over: number
  /** What is the case from then on. */
  readonly to: string
  /** The time of its first event, once that was made. */
  readonly time: number | undefined
}

/** Tells which concept each event belongs to; events are asked for in their order. */
export class Drifts {
  private readonly points: { -readonly [Name in keyof DriftPoint]: DriftPoint[Name] }[]
  private readonly concepts: readonly string[]
  private readonly draws: Draws
  private passed = 0

  constructor(
    who: string,
    given: readonly Drift[] | null,
    concepts: readonly string[],
    seed: string,
  ) {
    this.concepts = concepts
    this.draws = new Draws(who, seed, 'drift')
    let free = 0
    this.points = (given ?? []).map((drift, i) => {
      checkDrift(who, drift, free)
      const { at, kind } = drift
      const over = kind === 'gradual' ? drift.over! : 0
      free = at + over
      return { at, kind, over, to: concepts[(i + 1) % concepts.length]!, time: undefined }
    })
  }

  /** The drifts of the stream, those to come included. */
  get list(): readonly DriftPoint[] {
    return this.points.map((point) => ({ ...point }))
  }

  /** The number of the concept that an event belongs to. */
  conceptOf(event: number): number {
    const { points } = this
    let point = points[this.passed]
    while (point && event >= point.at + point.over) point = points[++this.passed]
    const before = this.passed % this.concepts.length
    if (!point || event < point.at) return before
    const reached = (event - point.at + 1) / (point.over + 1)
    return this.draws.chance(reached) ? (before + 1) % this.concepts.length : before
  }

  /** An event of this number and time was made. */
  came(event: number, time: number): void {
    for (let i = this.passed - 1; i <= this.passed; i++) {
      const point = this.points[i]
      if (point?.at === event) point.time = time
    }
  }
}

function checkDrift(who: string, drift: Drift, free: number): void {
  const { at, kind, over } = Object(drift) as Drift
  const isCount = Number.isSafeInteger(over) && over! > 0
  const hasLength = kind === 'gradual' ? isCount : kind === 'abrupt' && over === undefined
  if (hasLength && Number.isSafeInteger(at) && at >= free) return
  const expected =
    'must be a list of { at, kind: "abrupt" } or { at, kind: "gradual", over }, by events, ' +
    'each after the end of the one before'
  throw new InvalidOptionError(who, 'drift', expected, JSON.stringify(drift))
}
