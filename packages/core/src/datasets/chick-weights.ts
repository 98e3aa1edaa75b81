import { BundledDataset, type Layout } from './bundled.js'
import type { DatasetFacts } from './dataset.js'

/**
 * The weights of 50 chicks on four diets, at birth and every second day after (Crowder and Hand,
 * 1990): 578 measurements.
 *
 * @example
 * const weights: number[] = []
 * for await (const [, y] of new datasets.ChickWeights().take(3)) weights.push(y)
 * weights // => [42, 40, 43]
 */
export class ChickWeights extends BundledDataset<Record<string, number>, number> {
  static override readonly id = 'datasets.ChickWeights'

  get facts(): DatasetFacts {
    return { task: 'Regression', nFeatures: 3, nSamples: 578 }
  }

  protected get layout(): Layout {
    return { target: 'weight' }
  }

  protected load(): Promise<{ readonly text: string }> {
    return import('./data/chick-weights.js')
  }
}
