import { InvalidInputError, SnapshotError } from '@coelho/core'

/** What an arm is called. */
export type ArmId = string | number

const MOST_ARMS = 2 ** 20

/** The arms that were met, each with its place: 0, 1, 2 … in the order of first sight. */
export class ArmTable {
  static readonly id = 'bandit.ArmTable'
  static readonly state = ['ids'] as const

  readonly ids: ArmId[] = []
  private readonly places: Map<ArmId, number> = new Map()

  get size(): number {
    return this.ids.length
  }

  /** The place of an arm; -1 if it was not met. */
  find(arm: ArmId): number {
    return this.places.get(arm) ?? -1
  }

  add(arm: ArmId): number {
    const place = this.ids.length
    if (place === MOST_ARMS) {
      throw new InvalidInputError('bandit', `takes at most ${MOST_ARMS} arms`, arm)
    }
    this.ids.push(arm)
    this.places.set(arm, place)
    return place
  }

  checkState(): void {
    this.places.clear()
    if (!Array.isArray(this.ids)) throw new SnapshotError('arms must be in a list', this.ids)
    for (const arm of this.ids) {
      if (!isArm(arm) || this.places.has(arm)) {
        throw new SnapshotError('an arm must be a string or a finite number, and come once', arm)
      }
      this.places.set(arm, this.places.size)
    }
  }
}

export function isArm(arm: unknown): arm is ArmId {
  return typeof arm === 'string' || Number.isFinite(arm)
}

/** Throws unless it can be the name of an arm. */
export function checkArm(who: string, arm: unknown): asserts arm is ArmId {
  if (isArm(arm)) return
  throw new InvalidInputError(who, 'an arm must be a string or a finite number', arm)
}

/** The arms to choose from. Throws unless they are some, each named once. */
export function checkArms(who: string, arms: Iterable<ArmId>): readonly ArmId[] {
  if (typeof arms !== 'object' || arms === null || !(Symbol.iterator in arms)) {
    throw new InvalidInputError(who, 'the arms must come in a list', arms)
  }
  const list: readonly ArmId[] = Array.isArray(arms) ? arms : [...arms]
  if (list.length === 0) throw new InvalidInputError(who, 'needs at least one arm', list)
  for (let i = 0; i < list.length; i++) checkArm(who, list[i])
  const twice = list.length > 16 ? repeatedOfMany(list) : repeated(list)
  if (twice === undefined) return list
  throw new InvalidInputError(who, 'an arm must not come twice', twice)
}

function repeated(list: readonly ArmId[]): ArmId | undefined {
  for (let i = 1; i < list.length; i++) {
    for (let k = 0; k < i; k++) if (list[i] === list[k]) return list[i]
  }
  return undefined
}

function repeatedOfMany(list: readonly ArmId[]): ArmId | undefined {
  const seen = new Set<ArmId>()
  return list.find((arm) => seen.size === seen.add(arm).size)
}
