import { InvalidOptionError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'
import { friedman } from './friedman-target.js'

export interface FriedmanDriftOptions {
  /**
   * 'lea': in two regions, which grow at three places. 'gra': everywhere, between two places.
   * 'gsg': everywhere, from two places on, where for a while events are of the old or the new kind.
   */
  readonly driftType: 'lea' | 'gra' | 'gsg'
  /** How many events come before each change: three places for 'lea', else two. */
  readonly position: readonly number[]
  /** For how many events 'gsg' mixes the old kind with the new one. */
  readonly transitionWindow: number
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
}

type Features = Readonly<Record<number, number>>

/**
 * `Friedman` with a target that changes at given places (Ikonomovska, Gama and Džeroski, 2011).
 *
 * Draws per event: the ten features, then the noise. Within the windows of 'gsg' a second
 * generator, with the same seed, draws a bit that says whether the event is of the old kind.
 *
 * @example
 * const options = { driftType: 'gra', position: [100, 200], seed: 42 } as const
 * const stream = [...new datasets.synth.FriedmanDrift(options).take(300)]
 * stream.length // => 300
 */
export class FriedmanDrift extends SyntheticDataset<
  FriedmanDriftOptions,
  Record<string, number>,
  number
> {
  static override readonly id = 'datasets.synth.FriedmanDrift'
  static override readonly rules: Rules<FriedmanDriftOptions> = {
    driftType: { kind: 'string', default: 'lea', choices: ['lea', 'gra', 'gsg'] },
    position: { kind: 'object', default: [50000, 100000, 150000] },
    transitionWindow: { kind: 'integer', default: 10000, atLeast: 0 },
    seed: SEED,
  }

  constructor(given: Readonly<Partial<FriedmanDriftOptions>> = {}) {
    super(given)
    checkPlaces(this.options)
  }

  get facts(): DatasetFacts {
    return { task: 'Regression', nFeatures: 10 }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const { driftType, seed } = this.options
    const rng = new Random(seed ?? undefined)
    const coin = new Random(seed ?? undefined)
    for (let index = 0; ; index++) {
      const x: Record<number, number> = {}
      for (let i = 0; i < 10; i++) x[i] = rng.random()
      let y: number
      if (driftType === 'lea') y = expanding(x, this.changesUntil(index))
      else if (driftType === 'gra') y = recurring(x, this.changesUntil(index))
      else y = gradual(x, this.kindAt(index, coin))
      yield [x, y + rng.gauss(0, 1)]
    }
  }

  /** How many changes came before this event or with it. */
  private changesUntil(index: number): number {
    const { position } = this.options
    let changes = 0
    while (changes < position.length && index >= position[changes]) changes++
    return changes
  }

  private kindAt(index: number, coin: Random): number {
    const { position, transitionWindow } = this.options
    const kind = this.changesUntil(index)
    if (kind === 0 || index >= position[kind - 1] + transitionWindow) return kind
    return coin.getrandbits(1) === 1 ? kind - 1 : kind
  }
}

function expanding(x: Features, changes: number): number {
  if (isLow(x, changes)) return 10 * x[0] * x[1] + 20 * (x[2] - 0.5) + 10 * x[3] + 5 * x[4]
  if (isHigh(x, changes)) {
    return 10 * Math.cos(x[0] * x[1]) + 20 * (x[2] - 0.5) + Math.exp(x[3]) + 5 * x[4] ** 2
  }
  return friedman(x[0], x[1], x[2], x[3], x[4])
}

/** Whether an event lies in the first region: each change takes a condition away. */
function isLow(x: Features, changes: number): boolean {
  if (changes === 0 || !(x[1] < 0.3 && x[2] < 0.3)) return false
  return changes === 3 || (x[3] > 0.7 && (changes === 2 || x[4] < 0.3))
}

/** The same for the second region. */
function isHigh(x: Features, changes: number): boolean {
  if (changes === 0 || !(x[1] > 0.7 && x[2] > 0.7)) return false
  return changes === 3 || (x[3] < 0.3 && (changes === 2 || x[4] > 0.7))
}

function recurring(x: Features, changes: number): number {
  if (changes === 1) return friedman(x[3], x[5], x[1], x[0], x[2])
  return friedman(x[0], x[1], x[2], x[3], x[4])
}

function gradual(x: Features, kind: number): number {
  if (kind === 0) return friedman(x[0], x[1], x[2], x[3], x[4])
  return kind === 1
    ? friedman(x[3], x[4], x[1], x[0], x[2])
    : friedman(x[1], x[4], x[3], x[2], x[0])
}

function checkPlaces(options: FriedmanDriftOptions): void {
  const { driftType, position, transitionWindow } = options
  const who = 'FriedmanDrift'
  const count = driftType === 'lea' ? 3 : 2
  const isPlaces = Array.isArray(position) && position.length === count && rises(position)
  if (!isPlaces) {
    const expected = `must be ${count} rising integers of at least 0 with driftType "${driftType}"`
    throw new InvalidOptionError(who, 'position', expected, position)
  }
  if (driftType === 'gsg' && transitionWindow > position[1] - position[0]) {
    const expected = `must be at most the distance of the changes (${position[1] - position[0]})`
    throw new InvalidOptionError(who, 'transitionWindow', expected, transitionWindow)
  }
}

function rises(position: readonly number[]): boolean {
  return position.every(
    (place, i) => Number.isSafeInteger(place) && place >= 0 && (i === 0 || place > position[i - 1]),
  )
}
