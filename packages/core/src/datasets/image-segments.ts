import { BundledDataset, type Layout } from './bundled.js'
import type { DatasetFacts } from './dataset.js'

/**
 * Pieces of 3 by 3 pixels of outdoor pictures (Vision Group, University of Massachusetts, 1990;
 * CC BY 4.0): 2310 of them with 18 features, and which of 7 things they show.
 *
 * @example
 * const labels: string[] = []
 * for await (const [, y] of new datasets.ImageSegments().take(2)) labels.push(y)
 * labels // => ['path', 'foliage']
 */
export class ImageSegments extends BundledDataset<Record<string, number>, string> {
  static override readonly id = 'datasets.ImageSegments'

  get facts(): DatasetFacts {
    return { task: 'Multi-class classification', nFeatures: 18, nClasses: 7, nSamples: 2310 }
  }

  protected get layout(): Layout {
    return { target: 'category', read: { category: String } }
  }

  protected load(): Promise<{ readonly text: string }> {
    return import('./data/image-segments.js')
  }
}
