import { BundledDataset, type Layout } from './bundled.js'
import type { DatasetFacts } from './dataset.js'

/**
 * The approval ratings of Donald Trump by five pollsters on 1001 days, and what FiveThirtyEight
 * made of them (CC BY 4.0).
 *
 * @example
 * const ratings: number[] = []
 * for await (const [, y] of new datasets.TrumpApproval().take(2)) ratings.push(y)
 * ratings // => [43.75505, 43.71027]
 */
export class TrumpApproval extends BundledDataset<Record<string, number>, number> {
  static override readonly id = 'datasets.TrumpApproval'

  get facts(): DatasetFacts {
    return { task: 'Regression', nFeatures: 6, nSamples: 1001 }
  }

  protected get layout(): Layout {
    return { target: 'five_thirty_eight' }
  }

  protected load(): Promise<{ readonly text: string }> {
    return import('./data/trump-approval.js')
  }
}
