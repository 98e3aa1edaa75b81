import {
  DriftDetector,
  InvalidOptionError,
  math,
  type Rules,
  random,
  SnapshotError,
  seeded,
} from '@coelho/core'
import { checkValue } from './check-value.js'

export interface DummyDriftDetectorOptions {
  /** Whether changes come at equal distances, or at random around a distance. */
  readonly triggerMethod: 'fixed' | 'random'
  /** The distance, in updates. */
  readonly t0: number
  /**
   * With fixed distances: the first of them starts after up to so many updates and one more, drawn
   * at random; 0: at once. With random ones: how widely they scatter.
   */
  readonly w: number
  /** Whether each clone is given another seed, and with fixed distances another `w`. */
  readonly dynamicCloning: boolean
  /** Of the generator; null: one is drawn. */
  readonly seed: random.Seed
}

/** Seeds of clones are drawn up to here. */
const HIGHEST_SEED = 1e15

/**
 * Reports changes without looking at the values: a baseline that real detectors should beat.
 *
 * At random, the probability of a change after t updates without one is that of the logistic
 * function of 4 (t - t0) / w. One number is drawn for each update; with fixed distances one for
 * the first start, if `w` is above 0.
 *
 * @example
 * const detector = new drift.DummyDriftDetector({ t0: 3 })
 * const changes = [1, 2, 3, 4, 5, 6].filter((i) => {
 *   detector.update(i)
 *   return detector.driftDetected
 * })
 * changes // => [3, 6]
 */
export class DummyDriftDetector extends DriftDetector<DummyDriftDetectorOptions> {
  static override readonly id = 'drift.DummyDriftDetector'
  static override readonly rules: Rules<DummyDriftDetectorOptions> = {
    triggerMethod: { kind: 'string', default: 'fixed', choices: ['fixed', 'random'] },
    t0: { kind: 'integer', default: 300, atLeast: 0, atMost: 2 ** 31 },
    w: { kind: 'integer', default: 0, atLeast: 0, atMost: 2 ** 31 },
    dynamicCloning: { kind: 'boolean', default: false },
    seed: { kind: 'any', default: null },
  }
  static override readonly state: readonly string[] = ['rng', 'seen', 'delay', 'drift']
  static readonly parts: readonly unknown[] = [random.Random]

  private readonly rng: random.Random
  /** Updates since the last change. */
  private seen = 0
  /** With fixed distances: updates before the first distance starts; 0 once it has. */
  private delay = 0
  private drift = false

  constructor(given: Readonly<Partial<DummyDriftDetectorOptions>> = {}) {
    super(given)
    const { triggerMethod, w, seed } = this.options
    if (triggerMethod === 'random' && w === 0) {
      const expected = 'must be above 0 if triggerMethod is "random"'
      throw new InvalidOptionError(this.who, 'w', expected, w)
    }
    this.rng = seeded(this.who, seed)
    if (triggerMethod === 'fixed' && w > 0) this.delay = this.rng.randint(1, w + 1)
  }

  /** What its generator was seeded with: to repeat a run, give it again. */
  get seed(): number | bigint {
    return this.rng.seed
  }

  update(x: number): void {
    checkValue(this, x)
    this.seen += 1
    this.drift = this.options.triggerMethod === 'fixed' ? this.isDue() : this.isDrawn()
    if (this.drift) this.seen = 0
  }

  private isDue(): boolean {
    if (this.delay === 0) return this.seen >= this.options.t0
    if (this.seen >= this.delay) {
      this.seen = 0
      this.delay = 0
    }
    return false
  }

  private isDrawn(): boolean {
    const { t0, w } = this.options
    return this.rng.random() < 1 / (1 + math.exp((-4 * (this.seen - t0)) / w))
  }

  get driftDetected(): boolean {
    return this.drift
  }

  /** A new one; with `dynamicCloning` its seed, and then its `w`, are drawn by this one. */
  override clone(): this {
    const { options, rng } = this
    if (!options.dynamicCloning) return super.clone()
    const seed = rng.randint(0, HIGHEST_SEED)
    const w = options.triggerMethod === 'fixed' ? rng.randint(0, options.t0 + 1) : options.w
    const cls = this.constructor as new (options: object) => this
    return new cls({ ...options, seed, w })
  }

  checkState(): void {
    const { seen, delay } = this
    const counted = Number.isSafeInteger(seen) && seen >= 0
    if (counted && Number.isSafeInteger(delay) && delay >= 0) return
    throw new SnapshotError('DummyDriftDetector must have counted its updates', seen)
  }
}
