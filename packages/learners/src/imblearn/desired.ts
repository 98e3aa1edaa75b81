import { InvalidLabelError, type Label } from '@coelho/core'

/** How often each class is to be learned: a number for each label. */
export type DesiredDist = ReadonlyMap<Label, number> | Readonly<Record<string, number>>

/** A distribution as it was given, with a place for each label. */
export class Desired {
  readonly labels: readonly Label[]
  /** By place what is desired. */
  readonly shares: Float64Array
  private readonly who: string
  private readonly places: ReadonlyMap<unknown, number>

  constructor(who: string, given: DesiredDist) {
    const entries = entriesOf(given)
    this.who = who
    this.labels = entries.map(([label]) => label)
    this.shares = Float64Array.from(entries, ([, share]) => share)
    this.places = new Map(this.labels.map((label, place) => [label, place]))
  }

  /** The place of a label that was checked. */
  placeOf(label: Label): number {
    return this.places.get(label) as number
  }

  check(label: unknown): void {
    if (this.places.has(label)) return
    const known = this.labels.map((own) => JSON.stringify(own)).join(', ')
    const isTwin = this.labels.some((own) => own === String(label))
    const advice = isTwin ? ' (keys of an object are texts: a Map can have other labels)' : ''
    const expected = `must be one of those of desiredDist: ${known}${advice}`
    throw new InvalidLabelError(this.who, expected, label)
  }
}

/** What is desired of each label. */
export function entriesOf(given: DesiredDist): readonly (readonly [Label, number])[] {
  return given instanceof Map ? [...given] : Object.entries(given)
}
