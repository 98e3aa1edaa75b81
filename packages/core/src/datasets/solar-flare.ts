import { BundledDataset, type Layout } from './bundled.js'
import type { DatasetFacts } from './dataset.js'

/**
 * Active regions of the sun, and how many flares of three classes each made within a day (Bradshaw,
 * 1989; CC BY 4.0): 1066 regions with 10 features.
 *
 * @example
 * const first: unknown[] = []
 * for await (const [, y] of new datasets.SolarFlare().take(1)) first.push(y)
 * first // => [{ 'c-class-flares': 0, 'm-class-flares': 0, 'x-class-flares': 0 }]
 */
export class SolarFlare extends BundledDataset<
  Record<string, number | string>,
  Record<string, number>
> {
  static override readonly id = 'datasets.SolarFlare'

  get facts(): DatasetFacts {
    return { task: 'Multi-output regression', nFeatures: 10, nOutputs: 3, nSamples: 1066 }
  }

  protected get layout(): Layout {
    return {
      target: ['c-class-flares', 'm-class-flares', 'x-class-flares'],
      read: { 'zurich-class': String, 'largest-spot-size': String, 'spot-distribution': String },
    }
  }

  protected load(): Promise<{ readonly text: string }> {
    return import('./data/solar-flare.js')
  }
}
