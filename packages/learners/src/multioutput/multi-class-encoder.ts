import {
  type ClassifierLike,
  compareValues,
  type EstimatorLike,
  type Features,
  type Given,
  type Label,
  likeliest,
  MultiOutput,
  type OutputValues,
  type Row,
  type Rules,
  requireKind,
  SnapshotError,
  underSchemaOf,
} from '@coelho/core'

export interface MultiClassEncoderOptions {
  /** What tells the sets of labels apart: a classifier, or a pipeline that ends with one. */
  readonly model: ClassifierLike
}

type Entries = readonly (readonly [name: string, label: Label])[]

/**
 * A classifier of several outputs by one classifier, for which each set of labels that was met is
 * a class: 0, 1, 2 … in the order of first sight. It predicts the outputs of the likeliest set,
 * each label with the probability of the set and its contrary with the rest. A label that is no
 * boolean, nor 0 or 1, has no contrary (in River it is told as `true`).
 *
 * @example
 * const model = new MultiClassEncoder({ model: new naiveBayes.GaussianNB() })
 * for (let i = 0; i < 20; i++) model.learnOne({ x: i }, { big: i > 9, red: i < 5 })
 * model.predictOne({ x: 17 }) // => { big: true, red: false }
 */
export class MultiClassEncoder extends MultiOutput<MultiClassEncoderOptions> {
  static override readonly id = 'multioutput.MultiClassEncoder'
  static override readonly rules: Rules<MultiClassEncoderOptions> = { model: { kind: 'object' } }
  static override readonly state: readonly string[] = ['keys']

  /** The sets of labels by their class, as JSON of the labels by name. */
  private readonly keys: string[] = []
  private readonly classes: Map<string, number> = new Map()
  private readonly sets: Entries[] = []
  private readonly models: readonly EstimatorLike[]

  constructor(given: Given<MultiClassEncoderOptions>) {
    super(underSchemaOf(new.target, given, given?.model))
    requireKind(this.who, 'model', this.options.model, 'classifier')
    this.models = [this.options.model]
  }

  get kind(): 'multi-label classifier' {
    return 'multi-label classifier'
  }

  override get held(): readonly EstimatorLike[] {
    return this.models
  }

  override checkTarget(y: unknown): void {
    super.checkTarget(y)
    const code = this.classes.get(keyOf(y as OutputValues)) ?? this.keys.length
    this.options.model.checkTarget(code)
  }

  override checkTargets(y: ArrayLike<unknown>, weights?: ArrayLike<number>): void {
    super.checkTargets(y, weights)
    const fresh = new Map(this.classes)
    const codes: number[] = []
    for (let i = 0; i < y.length; i++) {
      const key = keyOf(y[i] as OutputValues)
      codes.push(fresh.get(key) ?? fresh.size)
      if (weights?.[i] !== 0) fresh.set(key, codes[i])
    }
    this.options.model.labels.encode(this.who, codes, weights)
  }

  learnOutputs(row: Row, y: OutputValues, weight: number): void {
    const { model } = this.options
    model.learnRow(row, model.labels.add(this.encode(keyOf(y))), weight)
  }

  private encode(key: string): number {
    const known = this.classes.get(key)
    if (known !== undefined) return known
    this.sets.push(JSON.parse(key))
    this.classes.set(key, this.keys.length)
    return this.keys.push(key) - 1
  }

  probabilities(row: Row): OutputValues<Map<Label, number>> {
    let best = -1
    let highest = -Infinity
    for (const [label, p] of this.options.model.probabilities(row)) {
      if (p > highest) {
        highest = p
        best = Number(label) // a model of two classes tells 0 and 1 as false and true
      }
    }
    const set = this.sets[best] ?? []
    return Object.fromEntries(set.map(([name, label]) => [name, shares(label, highest)]))
  }

  /** The labels of the likeliest set, or their contraries. */
  answerRow(row: Row): OutputValues {
    return likeliest(this.probabilities(row))
  }

  /** The probability of each label, for each output; empty while nothing is known. */
  predictProbaOne(x: Features): OutputValues<Map<Label, number>> {
    return this.asked(x, (row) => this.probabilities(row))
  }

  checkState(): void {
    const { keys } = this
    if (!keys.every((key) => typeof key === 'string' && isKey(key))) {
      throw new SnapshotError('MultiClassEncoder must have sets of labels by the names of outputs')
    }
    for (const key of keys.splice(0)) {
      if (this.classes.has(key)) throw new SnapshotError('a set must not come twice', key)
      this.encode(key)
    }
  }
}

/** River: of a set that is unlikely the contrary is the likelier. */
function shares(label: Label, p: number): Map<Label, number> {
  const result = new Map([[label, p]])
  if (typeof label === 'boolean') result.set(!label, 1 - p)
  if (label === 0 || label === 1) result.set(1 - label, 1 - p)
  return result
}

function keyOf(y: OutputValues): string {
  const names = Object.keys(y).sort(compareValues)
  return JSON.stringify(names.map((name) => [name, y[name]]))
}

/** True for what `keyOf` may have given. */
function isKey(key: string): boolean {
  try {
    const entries: unknown = JSON.parse(key)
    if (!Array.isArray(entries) || !entries.every(isEntry)) return false
    return keyOf(Object.fromEntries(entries)) === key
  } catch {
    return false
  }
}

function isEntry(entry: unknown): boolean {
  const isPair = Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string'
  return isPair && ['string', 'number', 'boolean'].includes(typeof entry[1])
}
