import type { Rules } from '../../options/rules.js'
import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'
import type { DatasetEvent, DatasetFacts } from '../dataset.js'
import { SEED } from '../seed.js'
import { SyntheticDataset } from '../synthetic.js'

export interface WaveformOptions {
  /** Events repeat with the same seed; null: they differ each time. */
  readonly seed: PlainSeed
  /** Whether there are 19 more features, which say nothing. */
  readonly hasNoise: boolean
}

const WAVE_FEATURES = 21
const ALL_FEATURES = 40

/** Where each of the three triangles has its peak, of height 6. */
const PEAKS: readonly number[] = [6, 14, 10]

/**
 * Twenty-one features: a mixture of two of three triangular waves, in a random proportion, with
 * noise. The label (0, 1 or 2) says which two (Breiman et al., 1984). It never ends.
 *
 * Draws per event: the label, the proportion, a normal number for each feature.
 *
 * @example
 * const [[x, y]] = new datasets.synth.Waveform({ seed: 42, hasNoise: true }).take(1)
 * y // => 2
 */
export class Waveform extends SyntheticDataset<WaveformOptions, Record<string, number>, number> {
  static override readonly id = 'datasets.synth.Waveform'
  static override readonly rules: Rules<WaveformOptions> = {
    seed: SEED,
    hasNoise: { kind: 'boolean', default: false },
  }

  get facts(): DatasetFacts {
    const nFeatures = this.options.hasNoise ? ALL_FEATURES : WAVE_FEATURES
    return { task: 'Multi-class classification', nFeatures, nClasses: 3 }
  }

  *[Symbol.iterator](): Generator<DatasetEvent<Record<string, number>, number>> {
    const { nFeatures } = this
    const rng = new Random(this.options.seed ?? undefined)
    for (;;) {
      const x: Record<number, number> = {}
      const y = rng.randint(0, 2)
      const first = PEAKS[y === 2 ? 1 : 0]
      const second = PEAKS[y === 0 ? 1 : 2]
      const share = rng.random()
      for (let i = 0; i < WAVE_FEATURES; i++) {
        x[i] = share * wave(first, i) + (1 - share) * wave(second, i) + rng.gauss(0, 1)
      }
      for (let i = WAVE_FEATURES; i < nFeatures; i++) x[i] = rng.gauss(0, 1)
      yield [x, y]
    }
  }
}

function wave(peak: number, i: number): number {
  return Math.max(6 - Math.abs(i - peak), 0)
}
