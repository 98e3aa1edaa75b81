import { checkLengths, type UpdateManyOptions } from '../../base/metric.js'
import type { MetricLike, MetricValue, UpdateOptions } from '../../base/metric-like.js'
import { InvalidInputError, InvalidOptionError, SnapshotError } from '../../errors.js'
import { freshLike } from '../../utils/held.js'
import { ConfusionMatrix } from '../confusion-matrix.js'
import { argmax } from '../counts/argmax.js'
import { ClassificationMetric } from './classification-metric.js'

/** A metric of any kind, ours or a user's own; some can also be reverted, merged, tried out. */
export interface Member {
  readonly who?: string
  readonly requiresLabels?: boolean | undefined
  // biome-ignore lint/suspicious/noExplicitAny: of any kind of truth and prediction
  update(...event: any[]): void
  get(): MetricValue
  // biome-ignore lint/suspicious/noExplicitAny: as above
  revert?(...event: any[]): void
  // biome-ignore lint/suspicious/noExplicitAny: another one of its class
  merge?(other: any): void
  // biome-ignore lint/suspicious/noExplicitAny: as above
  tryOut?(...event: any[]): void
}

/** A metric, or one with a name of its own. */
export type GivenMember = Member | readonly [name: string, metric: Member]

/**
 * Several metrics fed with the same predictions. Where some judge probabilities and some labels,
 * give probabilities: the latter get the likeliest label. Nothing is judged if one refuses. A
 * confusion matrix held beside metrics that share it is only read: they bring it the events.
 *
 * @example
 * const both = new metrics.base.Metrics(new metrics.Accuracy(), new metrics.MacroRecall())
 * both.update('ham', 'ham')
 * both.update('spam', 'ham')
 * both.get() // => [0.5, 0.5]
 * both.toObject() // => { Accuracy: 0.5, MacroRecall: 0.5 }
 */
export class Metrics implements MetricLike<unknown, unknown> {
  static readonly id = 'metrics.base.Metrics'
  static readonly state = ['members'] as const

  private readonly members: Map<string, Member> = new Map()
  private list: Member[] = []
  private fed: Member[] = [] // all but the matrices to which others of the list bring events
  private takesLabel: boolean[] = []
  private doubtful: number[] = [] // the places of those that may refuse what no other one does

  constructor(...given: readonly GivenMember[]) {
    for (const member of given) this.add(member)
  }

  get who(): string {
    return 'Metrics'
  }

  /** One more, from here on. */
  add(given: GivenMember): this {
    const [name, member] = Array.isArray(given) ? given : [undefined, given as Member]
    if (!isMember(member)) {
      const expected = 'must be metrics, or pairs of a name and a metric'
      throw new InvalidOptionError(this.who, 'metrics', expected, given)
    }
    this.members.set(this.freeName(name ?? nameOf(member)), member)
    this.order()
    return this
  }

  private order(): void {
    const list = [...this.members.values()]
    const fed = list.filter((member) => !list.some((other) => isFedBy(member, other)))
    this.list = list
    this.fed = fed
    this.takesLabel = fed.map((member) => member.requiresLabels === true)
    this.doubtful = [...fed.keys()].filter((i) => {
      const matrix = matrixOf(fed[i])
      const told = matrix && fed.slice(0, i).some((other) => matrixOf(other) === matrix)
      return fed[i].tryOut && !told
    })
  }

  private freeName(name: string): string {
    let free = name
    for (let n = 2; this.members.has(free); n++) free = `${name}_${n}`
    return free
  }

  get length(): number {
    return this.list.length
  }

  /** A metric by its place or its name. */
  at(key: number | string): Member | undefined {
    return typeof key === 'number' ? this.list.at(key) : this.members.get(key)
  }

  [Symbol.iterator](): Iterator<Member> {
    return this.list[Symbol.iterator]()
  }

  /** True if all judge labels; else give probabilities. */
  get requiresLabels(): boolean {
    return this.list.every((member) => member.requiresLabels !== false)
  }

  update(yTrue: unknown, yPred: unknown, options?: UpdateOptions): void {
    const { fed, takesLabel, doubtful } = this
    const label = yPred instanceof Map ? argmax(yPred) : yPred
    for (let k = 0; k < doubtful.length; k++) {
      const i = doubtful[k]
      fed[i].tryOut?.(yTrue, takesLabel[i] ? label : yPred, options)
    }
    let i = 0
    try {
      for (; i < fed.length; i++) {
        const prediction = takesLabel[i] ? label : yPred
        if (options) fed[i].update(yTrue, prediction, options)
        else fed[i].update(yTrue, prediction)
      }
    } catch (error) {
      while (--i >= 0) fed[i].revert?.(yTrue, takesLabel[i] ? label : yPred, options)
      throw error
    }
  }

  /** Takes back an update. */
  revert(yTrue: unknown, yPred: unknown, options?: UpdateOptions): void {
    const fixed = this.fed.find((member) => typeof member.revert !== 'function')
    if (fixed)
      throw new InvalidInputError(this.who, 'holds a metric that takes nothing back', fixed)
    const label = yPred instanceof Map ? argmax(yPred) : yPred
    this.fed.forEach((member, i) => {
      member.revert?.(yTrue, this.takesLabel[i] ? label : yPred, options)
    })
  }

  /** The same as `update` for each prediction. Nothing is judged if one is refused. */
  updateMany(
    yTrue: ArrayLike<unknown>,
    yPred: ArrayLike<unknown>,
    options?: UpdateManyOptions,
  ): void {
    const weights = checkLengths(this.who, yTrue, yPred, options)
    const { fed, takesLabel, doubtful } = this
    const labels = takesLabel.includes(true) ? labelsOf(yPred) : yPred
    const given = { w: 1 }
    for (const i of doubtful) {
      const predictions = takesLabel[i] ? labels : yPred
      for (let at = 0; at < yTrue.length; at++) {
        if (weights) given.w = weights[at]
        fed[i].tryOut?.(yTrue[at], predictions[at], weights && given)
      }
    }
    for (let at = 0; at < yTrue.length; at++) {
      if (weights) given.w = weights[at]
      for (let i = 0; i < fed.length; i++) {
        const prediction = takesLabel[i] ? labels[at] : yPred[at]
        if (weights) fed[i].update(yTrue[at], prediction, given)
        else fed[i].update(yTrue[at], prediction)
      }
    }
  }

  /** Adds what other metrics have judged: the same ones in the same order. */
  merge(other: Metrics): void {
    const same = Object(other).constructor === Metrics && other.length === this.length
    const kinds = same && this.list.every((member, i) => isOfKind(member, other.list[i]))
    if (!kinds) throw new InvalidInputError(this.who, 'must be merged with the same metrics', other)
    this.list.forEach((member, i) => {
      if (this.fed.includes(member)) member.merge?.(other.list[i])
    })
  }

  get(): unknown[] {
    return this.list.map((member) => member.get())
  }

  /** The values by name: those that are numbers. */
  toObject(): Record<string, number> {
    const values = [...this.members].map(([name, member]) => [name, member.get()] as const)
    return Object.fromEntries(
      values.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    )
  }

  /** The metrics by name. */
  toMembers(): Record<string, Member> {
    return Object.fromEntries(this.members)
  }

  /** The same metrics, which have judged nothing; those that share a matrix share a new one. */
  clone(): Metrics {
    return this.cloneOn(new Map())
  }

  private cloneOn(matrices: Map<ConfusionMatrix, ConfusionMatrix>): Metrics {
    const fresh = (cm: ConfusionMatrix) => {
      const made = matrices.get(cm) ?? cm.clone()
      matrices.set(cm, made)
      return made
    }
    const clones = [...this.members].map(([name, member]) => {
      if (member instanceof ConfusionMatrix) return [name, fresh(member)] as const
      if (member instanceof Metrics) return [name, member.cloneOn(matrices)] as const
      if (member instanceof ClassificationMetric && member.options.cm) {
        return [name, member.cloneOn(fresh(member.options.cm))] as const
      }
      return [name, freshLike(member)] as const
    })
    return new Metrics(...clones)
  }

  /** A line each. */
  toString(): string {
    return [...this.members].map(([name, member]) => titled(name, member)).join('\n')
  }

  checkState(): void {
    for (const [name, member] of this.members) {
      if (typeof name === 'string' && isMember(member)) continue
      throw new SnapshotError('metrics must be named, and be metrics', name)
    }
    this.order()
  }
}

/** Under a name of its own, such as that of a window, where it has one. */
function titled(name: string, member: Member): string {
  const text = String(member)
  return name === nameOf(member) ? text : text.replace(/^\w+(?=: [^\n]*$)/, name)
}

/** The matrix that alone decides what a metric refuses, if there is one. */
function matrixOf(member: Member): ConfusionMatrix | undefined {
  if (member instanceof ConfusionMatrix) return member
  return member instanceof ClassificationMetric && member.refusesLikeMatrix ? member.cm : undefined
}

function isFedBy(member: Member, other: Member): boolean {
  return other instanceof ClassificationMetric && other.cm === member
}

function labelsOf(predictions: ArrayLike<unknown>): unknown[] {
  return Array.from(predictions, (yPred) => (yPred instanceof Map ? argmax(yPred) : yPred))
}

function isMember(value: unknown): value is Member {
  const { update, get } = Object(value) as { update?: unknown; get?: unknown }
  return typeof update === 'function' && typeof get === 'function'
}

function isOfKind(member: Member, other: Member): boolean {
  return member.constructor === other.constructor && typeof member.merge === 'function'
}

function nameOf(member: Member): string {
  return member.who ?? member.constructor.name
}
