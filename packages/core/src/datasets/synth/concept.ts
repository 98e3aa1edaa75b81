import { Random } from '../../random/random.js'
import type { PlainSeed } from '../../random/seeded.js'

/** Which of several concepts labels the events; it can change to another one while they come. */
export class Concept {
  /** The number of the concept in force. */
  current: number
  private readonly count: number
  private readonly seed: PlainSeed
  private rng: Random | undefined // of the latest walk: changes draw from it

  constructor(count: number, first: number, seed: PlainSeed) {
    this.count = count
    this.current = first
    this.seed = seed
  }

  /** The generator of a new walk over the events. */
  start(): Random {
    this.rng = new Random(this.seed ?? undefined)
    return this.rng
  }

  /** Goes to another concept. Draws numbers of concepts until one is not the current one. */
  change(): void {
    const rng = this.rng ?? this.start()
    let next = rng.randint(0, this.count - 1)
    while (next === this.current) next = rng.randint(0, this.count - 1)
    this.current = next
  }
}
