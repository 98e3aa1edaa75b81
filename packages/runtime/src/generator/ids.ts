import { padded } from './decimals.js'
import { Draws } from './draws.js'

/** The ids of a scene's events, one after the other: other seeds have others. */
export class Ids {
  private readonly start: string
  private made = 0

  constructor(name: string, who: string, seed: string) {
    this.start = `${name}_${padded(new Draws(who, seed, 'id').below(1e6), 6)}_`
  }

  next(): string {
    return `${this.start}${this.made++}`
  }
}
