import { InvalidLabelError, SnapshotError } from '../errors.js'
import { compareValues, type Label, Labels } from './labels.js'

/** By code the label that was learned; undefined while none was. */
type Learned = readonly (Label | undefined)[]

const PRESUMED: readonly Label[] = [false, true]

/**
 * The two classes of a binary model: code 0 is the negative one, code 1 the positive one.
 *
 * Until another label is learned the classes are told as `false` and `true`: also where they are
 * taught as 0 and 1, as in River. Of other labels the first is the negative class and the second
 * the positive one, but 1 is positive beside any other, such as -1. A third label is refused, and
 * so is a boolean among others.
 */
export class BinaryLabels extends Labels {
  static override readonly id: string = 'BinaryLabels'

  private readonly learned: (Label | undefined)[] = [undefined, undefined]

  /** How the classes are told, by code: also before one was learned. */
  private told: readonly Label[] = PRESUMED

  /** Up to which code all were learned. */
  override get size(): number {
    const first = this.learned.indexOf(undefined)
    return first < 0 ? 2 : first
  }

  override get candidates(): number {
    return this.told.length
  }

  override at(code: number): Label | undefined {
    return this.told[code]
  }

  override taught(code: number): Label | undefined {
    return this.learned[code] ?? this.told[code]
  }

  override find(label: Label): number {
    if (label === undefined) return -1 // as what was not learned is noted
    if (label === this.learned[1]) return 1
    return label === this.learned[0] ? 0 : -1
  }

  override add(label: Label): number {
    const known = this.find(label)
    if (known >= 0) return known
    const code = placeFor(this.learned, label)
    this.learned[code] = label === 0 ? 0 : label
    this.tell()
    return code
  }

  /** Writes both probabilities, given that of the positive class; a class that is alone has 1. */
  score(positive: number, scores: Float64Array): boolean {
    scores[1] = positive
    scores[0] = this.told.length === 1 ? 1 : 1 - positive
    return true
  }

  private tell(): void {
    const known = this.learned.filter((label) => label !== undefined)
    const natural = this.learned.every((own, i) => own === undefined || naturalCode(own) === i)
    this.told = natural ? PRESUMED : known
  }

  override check(who: string, label: unknown): void {
    if (this.find(label as Label) >= 0) return
    super.check(who, label)
    this.checkNew(who, label as Label, this.learned)
  }

  override encode(
    who: string,
    labels: ArrayLike<unknown>,
    weights?: ArrayLike<number>,
  ): Int32Array {
    const codes = new Int32Array(labels.length)
    const trial = [...this.learned]
    for (let i = 0; i < labels.length; i++) {
      const label = labels[i] as Label
      let code = trial.indexOf(label)
      if (code < 0 || label === undefined) {
        super.check(who, label)
        this.checkNew(who, label, trial)
        code = placeFor(trial, label)
        if (weights?.[i] !== 0) trial[code] = label
      }
      codes[i] = weights?.[i] === 0 ? -1 : code
    }
    return codes
  }

  /** Throws if a label has no place beside those that were learned. */
  private checkNew(who: string, label: Label, learned: Learned): void {
    const known = learned.filter((own) => own !== undefined)
    if (known.length === 0) return
    const mixed = known.some((own) => (typeof own === 'boolean') !== (typeof label === 'boolean'))
    if (!mixed && known.length < Math.min(2, this.limit)) return
    const names = typeof known[0] === 'boolean' ? PRESUMED : known
    const text = names.map((name) => JSON.stringify(name)).join(' or ')
    const expected = `must be ${text}${names.length < 2 ? ' or a second one like it' : ''}`
    throw new InvalidLabelError(who, `${expected}: the model tells two classes apart`, label)
  }

  override toArray(): readonly Label[] {
    return this.learned.every((label) => label === undefined) ? [] : [...this.told]
  }

  override inOrder(): Int32Array {
    const labels = this.toArray()
    return Int32Array.from(labels.keys()).sort((a, b) => compareValues(labels[a], labels[b]))
  }

  override ranks(): Int32Array {
    const order = this.inOrder()
    return Int32Array.from(order, (_, code) => order.indexOf(code))
  }

  /** Negative and positive label; null where none was learned. */
  override saveState(): Label[] {
    return this.learned.map((label) => label ?? null) as Label[]
  }

  override restoreState(values: unknown): void {
    if (!Array.isArray(values) || values.length !== 2) {
      throw new SnapshotError('a binary model must have two labels, or null for them')
    }
    const [negative, positive] = values.map((value) => value ?? undefined)
    for (const label of [negative, positive]) {
      if (label !== undefined) super.check('Labels', label)
    }
    const early = negative === undefined && positive !== undefined && naturalCode(positive) !== 1
    const mixed = (typeof negative === 'boolean') !== (typeof positive === 'boolean')
    const both = negative !== undefined && positive !== undefined
    if (early || (both && (mixed || negative === positive))) {
      throw new SnapshotError('the labels of a binary model must be as they were learned', values)
    }
    this.learned.splice(0, 2, negative, positive)
    this.tell()
  }
}

/** Which class a label is of its own accord, or -1. */
function naturalCode(label: Label): number {
  if (label === false || label === 0) return 0
  return label === true || label === 1 ? 1 : -1
}

/** The code for a new label: its own if that is free, else the first free one; -1 if none is. */
function placeFor(learned: Learned, label: Label): number {
  const natural = naturalCode(label)
  if (natural >= 0 && learned[natural] === undefined) return natural
  return learned.indexOf(undefined)
}
