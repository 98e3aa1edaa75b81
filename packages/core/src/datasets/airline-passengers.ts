import { BundledDataset, type Layout } from './bundled.js'
import type { DatasetFacts } from './dataset.js'

/**
 * Passengers of international flights, in thousands, in each month from 1949 to 1960 (Box and
 * Jenkins, 1976).
 *
 * @example
 * const counts: number[] = []
 * for await (const [, y] of new datasets.AirlinePassengers().take(3)) counts.push(y)
 * counts // => [112, 118, 132]
 */
export class AirlinePassengers extends BundledDataset<{ month: Date }, number> {
  static override readonly id = 'datasets.AirlinePassengers'

  get facts(): DatasetFacts {
    return { task: 'Regression', nFeatures: 1, nSamples: 144 }
  }

  protected get layout(): Layout {
    return { target: 'passengers', read: { month: (text) => new Date(`${text}-01T00:00:00Z`) } }
  }

  protected load(): Promise<{ readonly text: string }> {
    return import('./data/airline-passengers.js')
  }
}
