import { sourceOf } from '../random/seeded.js'
import type { ReadOptions } from './read-options.js'

/** Tells for one record after the other whether it is kept; draws once for each, as River does. */
export function sampler(who: string, { fraction = 1, seed }: ReadOptions): () => boolean {
  const source = sourceOf(who, seed ?? null)
  return fraction >= 1 ? () => true : () => source.random() <= fraction
}
