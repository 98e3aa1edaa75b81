import { SourceError } from '../errors.js'
import type { Learning } from '../learning/learning.js'
import type { Takeover } from '../learning/learning-event.js'
import type { Station } from './station.js'

/**
 * A hand on a training that runs: given to `train`, it looks at what is learned, and makes a
 * challenger the champion. A change by hand is saved at once, and never forgotten by a crash that
 * comes after its checkpoint.
 *
 * @example
 * const control = new TrainerControl()
 * control.learning // => undefined
 */
export class TrainerControl {
  private stations: ReadonlyMap<string, Station> = new Map()

  /** @internal A trainer begins to be steered. */
  hold(stations: ReadonlyMap<string, Station>): void {
    this.stations = stations
  }

  /** What is learned right now, of the shard of this name: to be looked at, not to be changed. */
  get learning(): Learning | undefined {
    return this.learningOf('')
  }

  learningOf(shard: string): Learning | undefined {
    return this.stations.get(shard)?.worker.learning
  }

  /** Makes a challenger the champion, between two events. */
  promote(name: string, shard = ''): Takeover {
    const station = this.stations.get(shard)
    if (!station?.worker.learning) {
      const expected = 'can promote while it trains, and does not yet, or no longer'
      throw new SourceError('TrainerControl', expected)
    }
    return station.promote(name)
  }
}
