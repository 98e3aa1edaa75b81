import { InvalidInputError, Labels } from '@coelho/core'
import type { Id } from './ranker.js'

/** More users, or items, are refused. */
const MOST_IDS = 16_777_216

/** The users and the items that were met, each with its number. */
export class Ids {
  static readonly id = 'reco.Ids'
  static readonly state = ['users', 'items'] as const
  static readonly parts: readonly unknown[] = [Labels]

  readonly users: Labels = new Labels(MOST_IDS)
  readonly items: Labels = new Labels(MOST_IDS)
  /** Those of the pair at hand; one that is new has the number that comes next. */
  user = 0
  item = 0

  find(user: Id, item: Id): void {
    const { users, items } = this
    const [u, i] = [users.find(user), items.find(item)]
    this.user = u < 0 ? users.size : u
    this.item = i < 0 ? items.size : i
  }

  /** Throws if there is no room for the pair that was found. */
  checkRoom(who: string): void {
    if (this.user < MOST_IDS && this.item < MOST_IDS) return
    throw new InvalidInputError(who, `takes at most ${MOST_IDS} users and items each`)
  }

  keep(user: Id, item: Id): void {
    this.users.add(user)
    this.items.add(item)
  }
}
