import { BundledDataset, type Layout } from './bundled.js'
import type { DatasetFacts } from './dataset.js'

/**
 * Websites that steal passwords, and others (Abdelhamid, 2014; CC BY 4.0): 1250 sites with 9
 * features from 0 to 1, and whether a site is one of them.
 *
 * @example
 * const labels: boolean[] = []
 * for await (const [, y] of new datasets.Phishing().take(3)) labels.push(y)
 * labels // => [true, true, true]
 */
export class Phishing extends BundledDataset<Record<string, number>, boolean> {
  static override readonly id = 'datasets.Phishing'

  get facts(): DatasetFacts {
    return { task: 'Binary classification', nFeatures: 9, nClasses: 2, nSamples: 1250 }
  }

  protected get layout(): Layout {
    return { target: 'is_phishing', read: { is_phishing: (text) => text === '1' } }
  }

  protected load(): Promise<{ readonly text: string }> {
    return import('./data/phishing.js')
  }
}
