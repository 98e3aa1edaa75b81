import { Random } from '../random/random.js'
import type { ShapeOptions } from './read-options.js'

/** Tells for one record after the other whether it is kept; draws once for each, as River does. */
export function sampler(options: ShapeOptions): () => boolean {
  const { fraction = 1, seed } = options
  if (fraction >= 1) return () => true
  const rng = typeof seed === 'object' && seed !== null ? seed : new Random(seed ?? undefined)
  return () => rng.random() <= fraction
}
