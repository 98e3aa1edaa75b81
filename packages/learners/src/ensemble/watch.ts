import { SnapshotError } from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'

/** Watches each model of an ensemble by a detector of its own, and tells which to begin anew. */
export class Watch {
  static readonly id = 'ensemble.Watch'
  static readonly state = ['detectors'] as const
  static readonly parts: readonly unknown[] = [ADWIN]

  readonly detectors: ADWIN[] = []
  private readonly delta: number | undefined
  private readonly count: number
  private hasRisen = false

  constructor(count = 0, delta?: number) {
    this.count = count
    this.delta = delta
    for (let place = 0; place < count; place++) this.detectors.push(this.fresh())
  }

  private fresh(): ADWIN {
    return new ADWIN(this.delta === undefined ? {} : { delta: this.delta })
  }

  /** Tells the detector of a model how it did. */
  update(place: number, value: number): void {
    const detector = this.detectors[place]
    const before = detector.estimation
    detector.update(value)
    if (detector.driftDetected && detector.estimation > before) this.hasRisen = true
  }

  /**
   * If a mean has risen since the last time: the model whose mean is the highest, the first of
   * equals, whose detector begins anew; else -1.
   */
  takeWorst(): number {
    if (!this.hasRisen) return -1
    this.hasRisen = false
    const { detectors } = this
    let worst = 0
    for (let place = 1; place < detectors.length; place++) {
      if (detectors[place].estimation > detectors[worst].estimation) worst = place
    }
    detectors[worst] = this.fresh()
    return worst
  }

  /** By place the mean of what the detector was told. */
  get estimations(): number[] {
    return this.detectors.map((detector) => detector.estimation)
  }

  check(who: string): void {
    const { detectors, count } = this
    const delta = this.fresh().options.delta
    const fits = detectors.every(
      (detector) => detector instanceof ADWIN && detector.options.delta === delta,
    )
    if (fits && detectors.length === count && new Set(detectors).size === count) return
    throw new SnapshotError(`${who} must have a detector for each of its models`)
  }
}
