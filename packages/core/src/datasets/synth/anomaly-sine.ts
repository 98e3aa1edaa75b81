import { InvalidOptionError } from '../../errors.js'
import type { Rules } from '../../options/rules.js'
import { Pcg64 } from '../../random/pcg64.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { NATURAL_SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'

export interface AnomalySineOptions {
  readonly nSamples: number
  /** How many anomalies are drawn; with `replace` some fall on the same event. */
  readonly nAnomalies: number
  /** Whether there are also values that are usual, but not at their time. They are not labelled. */
  readonly contextual: boolean
  /** How many of those. */
  readonly nContextual: number
  /** From how many events before they are taken; the sign does not matter. */
  readonly shift: number
  /** The deviation of the noise. */
  readonly noise: number
  /** Whether one event can be drawn several times. */
  readonly replace: boolean
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
}

/**
 * A sine and a cosine with noise; at anomalies, where the label is true, the cosine is about 2
 * higher than a sine. It ends after `nSamples` events, which are made when a walk begins.
 *
 * Draws from NumPy's generator: the noise of all sines, that of all cosines; the contextual
 * places, if there are any; the anomalous places, one phase for all of them, their noise.
 *
 * @example
 * const options = { seed: 12345, nSamples: 100, nAnomalies: 25, contextual: true, nContextual: 10 }
 * const labels = [...new datasets.synth.AnomalySine(options).take(5)].map(([x, y]) => y)
 * labels // => [false, false, true, true, false]
 */
export class AnomalySine extends SyntheticDataset<
  AnomalySineOptions,
  Record<string, number>,
  boolean
> {
  static override readonly id = 'datasets.synth.AnomalySine'
  static override readonly rules: Rules<AnomalySineOptions> = {
    nSamples: { kind: 'integer', default: 10000, atLeast: 1, atMost: 2 ** 30 },
    nAnomalies: { kind: 'integer', default: 2500, atLeast: 0 },
    contextual: { kind: 'boolean', default: false },
    nContextual: { kind: 'integer', default: 2500, atLeast: 0 },
    shift: { kind: 'integer', default: 4 },
    noise: { kind: 'number', default: 0.5, atLeast: 0 },
    replace: { kind: 'boolean', default: true },
    seed: NATURAL_SEED,
  }

  constructor(given: Readonly<Partial<AnomalySineOptions>> = {}) {
    super(given)
    checkCounts(this.options)
  }

  get facts(): DatasetFacts {
    const { nSamples } = this.options
    return { task: 'Binary classification', nFeatures: 2, nClasses: 2, nSamples }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, boolean>> {
    const { nSamples, contextual, noise, seed } = this.options
    const rng = new Pcg64(seed ?? undefined)
    const sines = new Float64Array(nSamples)
    const cosines = new Float64Array(nSamples)
    for (let i = 0; i < nSamples; i++) sines[i] = Math.sin(i / 4) + rng.normal() * noise
    for (let i = 0; i < nSamples; i++) cosines[i] = Math.cos(i / 4) + rng.normal() * noise
    if (contextual) this.misplace(sines, cosines, rng)
    const anomalous = this.replaceSome(cosines, rng)
    for (let i = 0; i < nSamples; i++) {
      yield [{ sine: sines[i], cosine: cosines[i] }, anomalous[i] === 1]
    }
  }

  /** Sines of some events become the cosines of later ones. */
  private misplace(sines: Float64Array, cosines: Float64Array, rng: Pcg64): void {
    const { nSamples, nContextual, replace } = this.options
    const shift = Math.abs(this.options.shift)
    const places = rng.choice(nSamples - shift, nContextual, replace)
    for (const place of places) cosines[place + shift] = sines[place]
  }

  /** Puts anomalies in the place of some cosines; 1 where it did. */
  private replaceSome(cosines: Float64Array, rng: Pcg64): Uint8Array {
    const { nSamples, nAnomalies, noise, replace } = this.options
    const anomalous = new Uint8Array(nSamples)
    if (nAnomalies === 0) return anomalous
    const places = rng.choice(nSamples, nAnomalies, replace)
    // River: one phase for all anomalies, not one each (all cases of datasets.synth.AnomalySine).
    const level = Math.sin(rng.below(nAnomalies))
    for (const place of places) {
      cosines[place] = level + rng.normal() * noise + 2
      anomalous[place] = 1
    }
    return anomalous
  }
}

function checkCounts(options: AnomalySineOptions): void {
  const { nSamples, nAnomalies, contextual, nContextual, replace } = options
  const who = 'AnomalySine'
  if (nAnomalies > nSamples) {
    const expected = `must be at most nSamples (${nSamples})`
    throw new InvalidOptionError(who, 'nAnomalies', expected, nAnomalies)
  }
  if (!contextual) return
  const shift = Math.abs(options.shift)
  if (shift >= nSamples) {
    const expected = `must be below nSamples (${nSamples}) with contextual anomalies`
    throw new InvalidOptionError(who, 'shift', expected, options.shift)
  }
  const most = replace ? nSamples : nSamples - shift
  if (nContextual > most) {
    const bound = replace ? 'nSamples' : 'nSamples less shift'
    const expected = `must be at most ${bound} (${most})`
    throw new InvalidOptionError(who, 'nContextual', expected, nContextual)
  }
}
