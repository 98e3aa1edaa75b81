import { InvalidLabelError, InvalidOptionError, type Label } from '@coelho/core'

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

  get size(): number {
    return this.labels.length
  }

  /** The place of a label that was checked. */
  placeOf(label: Label): number {
    return this.places.get(label) as number
  }

  check(label: unknown): void {
    if (this.places.has(label)) return
    const known = this.labels.map((own) => JSON.stringify(own)).join(', ')
    throw new InvalidLabelError(this.who, `must be one of those of desiredDist: ${known}`, label)
  }
}

/** The options with a distribution of their own: what becomes of the given one is all the same. */
export function withOwnDist<Options extends { readonly desiredDist?: DesiredDist | null }>(
  cls: { readonly id: string },
  given: Options,
  least: 'at least 0' | 'above 0',
): Options {
  const dist = given?.desiredDist
  if (typeof dist !== 'object' || dist === null) return given
  const who = cls.id.slice(cls.id.lastIndexOf('.') + 1)
  const entries = entriesOf(dist)
  for (const [label, share] of entries) checkShare(who, label, share, least)
  if (entries.some(([, share]) => share > 0)) {
    return { ...given, desiredDist: dist instanceof Map ? new Map(dist) : { ...dist } }
  }
  throw new InvalidOptionError(who, 'desiredDist', 'must desire at least one label', dist)
}

function checkShare(who: string, label: unknown, share: number, least: string): void {
  if (typeof label !== 'string' && typeof label !== 'boolean' && !Number.isFinite(label)) {
    const expected = 'must have labels as its keys: strings, finite numbers or booleans'
    throw new InvalidOptionError(who, 'desiredDist', expected, label)
  }
  if (Number.isFinite(share) && (share > 0 || (share === 0 && least === 'at least 0'))) return
  throw new InvalidOptionError(who, 'desiredDist', `must have finite numbers ${least}`, share)
}

function entriesOf(given: DesiredDist): readonly (readonly [Label, number])[] {
  return given instanceof Map ? [...given] : Object.entries(given)
}
