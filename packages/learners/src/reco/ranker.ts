import { Configured, InvalidInputError, InvalidLabelError, type Label } from '@coelho/core'

/** Who rates, or what is rated. */
export type Id = Label

/**
 * A recommender: learns from what users said of items, and tells what they would say. A learner
 * implements `learnPair` and `predictPair`; refusals are dealt with here.
 */
export abstract class Ranker<Options extends object = object> extends Configured<Options> {
  /** Learns a rating; both ids and the number are checked. */
  protected abstract learnPair(user: Id, item: Id, y: number): void

  protected abstract predictPair(user: Id, item: Id): number

  /** Learns what a user says of an item: a number, or whether it pleased. */
  learnOne(user: Id, item: Id, y: number | boolean): void {
    this.checkPair(user, item)
    if (!Number.isFinite(y) && typeof y !== 'boolean') {
      throw new InvalidLabelError(this.who, 'must be a finite number or a boolean', y)
    }
    this.learnPair(user, item, Number(y))
  }

  /** What a user would say of an item. */
  predictOne(user: Id, item: Id): number {
    this.checkPair(user, item)
    return this.predictPair(user, item)
  }

  /** The items in the order in which a user would prefer them, the best first. */
  rank(user: Id, items: Iterable<Id>): Id[] {
    const list = [...new Set(items)]
    const scores = new Map(list.map((item) => [item, this.predictOne(user, item)]))
    return list.sort((a, b) => (scores.get(b) as number) - (scores.get(a) as number))
  }

  private checkPair(user: unknown, item: unknown): void {
    this.checkId('user', user)
    this.checkId('item', item)
  }

  private checkId(what: string, id: unknown): void {
    const kind = typeof id
    if (kind === 'string' || kind === 'boolean' || Number.isFinite(id)) return
    const expected = `the ${what} must be a string, a finite number or a boolean`
    throw new InvalidInputError(this.who, expected, id)
  }
}
