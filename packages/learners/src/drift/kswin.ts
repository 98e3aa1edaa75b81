import {
  DriftDetector,
  InvalidOptionError,
  type Rules,
  random,
  SnapshotError,
  seeded,
} from '@coelho/core'
import { checkValue } from './check-value.js'
import { kolmogorovTail } from './ks-tail.js'
import { RankedWindow } from './ranked-window.js'

export interface KSWINOptions {
  /** How likely a change is reported in one update where there is none. */
  readonly alpha: number
  /** How many of the last numbers it keeps. */
  readonly windowSize: number
  /** How many of them, the newest, are compared to as many of the older; at most half of them. */
  readonly statSize: number
  /** Of the generator that chooses the older ones; null: one is drawn. */
  readonly seed: random.Seed
  /** Numbers that came before the first update, the last of which it keeps. */
  readonly window: Iterable<number> | null
}

/** River: a smaller distance is no change, however unlikely. */
const LEAST_DISTANCE = 0.1

/**
 * Compares the newest numbers in a window with as many of the older ones, drawn anew at each
 * update, by the exact Kolmogorov-Smirnov test: it sees any change of the distribution, not only
 * of the mean. At the update after a change it begins anew, with the same seed.
 *
 * Once the window is full an update draws `statSize` places, as `random.sample` does.
 *
 * @example
 * const detector = new drift.KSWIN({ seed: 42 })
 * let seen = 0
 * while (!detector.driftDetected) detector.update((seen++ % 10) + (seen > 500 ? 5 : 0))
 * seen // => 524
 */
export class KSWIN extends DriftDetector<KSWINOptions> {
  static override readonly id = 'drift.KSWIN'
  static override readonly rules: Rules<KSWINOptions> = {
    alpha: { kind: 'number', default: 0.005, atLeast: 0, atMost: 1 },
    windowSize: { kind: 'integer', default: 100, atLeast: 2, atMost: 1_048_576 },
    statSize: { kind: 'integer', default: 30, atLeast: 1 },
    seed: { kind: 'any', default: null },
    window: { kind: 'object', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['rng', 'held', 'seen', 'apart', 'rise']
  static readonly parts: readonly unknown[] = [random.Random, RankedWindow]

  private rng: random.Random
  private readonly held: RankedWindow
  private seen = 0
  /** By how many numbers the two distributions were apart at most; -1 before the first test. */
  private apart = -1
  /** At a change: 1 if the newer numbers are mostly higher, -1 if they are lower; else 0. */
  private rise = 0

  constructor(given: Readonly<Partial<KSWINOptions>> = {}) {
    super({ ...given, ...ownWindow(given?.window) })
    const { windowSize, statSize, seed, window } = this.options
    if (2 * statSize > windowSize) {
      const expected = `must be at most half of windowSize (${windowSize})`
      throw new InvalidOptionError(this.who, 'statSize', expected, statSize)
    }
    this.rng = seeded(this.who, seed)
    this.held = new RankedWindow(windowSize)
    for (const x of window ?? []) this.held.push(x)
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  update(x: number): void {
    checkValue(this, x)
    if (this.rise !== 0) this.reset()
    const { held } = this
    this.seen += 1
    held.push(x)
    if (!held.isFull) return
    const { statSize, alpha } = this.options
    held.draw(this.rng, statSize)
    const fall = held.compare()
    this.apart = Math.abs(fall)
    const isFar = this.apart / statSize > LEAST_DISTANCE
    if (isFar && kolmogorovTail(statSize, this.apart) <= alpha) this.rise = Math.sign(fall)
  }

  private reset(): void {
    const { seed } = this.options
    this.held.clear()
    this.seen = 0
    this.apart = -1
    this.rise = 0
    if (!(seed instanceof random.Random)) this.rng = new random.Random(this.rng.seed)
  }

  get driftDetected(): boolean {
    return this.rise !== 0
  }

  /**
   * 1 if the last update showed a change to higher numbers, -1 to lower ones, each where the
   * distributions are farthest apart; else 0. River does not tell.
   */
  get change(): number {
    return this.rise
  }

  /** How likely the last distance is without a change; 0 before the first. */
  get pValue(): number {
    return this.apart < 0 ? 0 : kolmogorovTail(this.options.statSize, this.apart)
  }

  /** How many numbers it was given since it last began. */
  get n(): number {
    return this.seen
  }

  checkState(): void {
    const { seen, apart, rise, held } = this
    const { statSize, windowSize } = this.options
    const counted = Number.isSafeInteger(seen) && seen >= 0
    const fits = Number.isInteger(apart) && apart >= -1 && apart <= statSize
    if (held.size !== windowSize || !counted || !fits || ![-1, 0, 1].includes(rise)) {
      throw new SnapshotError('KSWIN must have counted the numbers of its window', seen)
    }
  }
}

/** The numbers given for the window, copied and checked. */
function ownWindow(given: unknown): { window?: readonly number[] } {
  if (given === undefined || given === null) return {}
  const isList = typeof given === 'object' && Symbol.iterator in given
  const window = isList ? Array.from(given as Iterable<number>) : undefined
  if (window?.every(Number.isFinite)) return { window: Object.freeze(window) }
  throw new InvalidOptionError('KSWIN', 'window', 'must be a list of finite numbers', given)
}
