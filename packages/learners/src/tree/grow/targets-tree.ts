import { growFloats, NO_FLOATS, type OutputValues, type Row, SnapshotError } from '@coelho/core'
import { MOMENTS } from '../leaf/moments.js'
import type { ValueLeaf } from '../leaf/value-leaf.js'
import { describeTargets } from '../show/describe-leaf.js'
import { leafFor, pathOf } from './descend.js'
import type { Nodes } from './nodes.js'
import { ValueTree } from './value-tree.js'

/**
 * A regression tree of several targets: `ValueTree` does all that a tree does, and here is what
 * its leaves learn and predict of each target.
 */
export class TargetsTree {
  static readonly id = 'tree.TargetsTree'
  static readonly state = ['tree', 'names'] as const
  static readonly parts: readonly unknown[] = [ValueTree]

  readonly tree: ValueTree
  /** The targets in the order in which they came. */
  readonly names: string[] = []
  private readonly places: Map<string, number> = new Map()
  /** The targets of the event in hand; NaN where it has none. */
  private ys: Float64Array = NO_FLOATS

  constructor(tree: ValueTree) {
    this.tree = tree
  }

  get nodes(): Nodes<ValueLeaf> {
    return this.tree.nodes
  }

  /** With targets of these names, how many there would be. */
  sizeWith(names: Iterable<string>): number {
    let size = this.names.length
    for (const name of names) if (!this.places.has(name)) size++
    return size
  }

  learn(row: Row, y: OutputValues<number>, weight: number): void {
    const { tree } = this
    const { nodes } = tree
    this.read(y)
    tree.begin()
    const node = nodes.walk(row)
    if (nodes.isLeaf(node)) {
      const leaf = nodes.leafAt(node)
      this.learnLeaf(leaf, row, weight)
      tree.consider(node, leaf)
    } else this.learnLeaf(tree.leafBelow(node, row), row, weight)
    tree.end(weight)
  }

  private read(y: OutputValues<number>): void {
    this.ys.fill(NaN)
    for (const name in y) {
      if (!Object.hasOwn(y, name)) continue
      const place = this.places.get(name) ?? this.add(name)
      this.ys[place] = y[name]
    }
  }

  private add(name: string): number {
    const place = this.names.push(name) - 1
    this.places.set(name, place)
    this.ys = growFloats(this.ys, this.names.length, NaN)
    return place
  }

  private learnLeaf(leaf: ValueLeaf, row: Row, weight: number): void {
    const { ys, names, tree } = this
    const { models, schema } = tree
    const { leafPrediction, modelSelectorDecay, splitter } = tree.options
    const { outputs } = leaf
    const count = names.length
    for (let t = 0; leafPrediction === 'adaptive' && t < count; t++) {
      const y = ys[t]
      if (y !== y) continue // River cannot do with fewer targets than it has seen.
      const byModel = y - this.modelled(leaf, t, row)
      outputs?.fade(t, modelSelectorDecay, y - meanOf(leaf, t), byModel)
    }
    leaf.learnMany(row, ys, count, weight, schema, splitter)
    for (let t = 0; models.wanted && outputs && t < count; t++) {
      if (Number.isNaN(ys[t])) continue
      if (outputs.modelOf(t) < 0) outputs.setModel(t, models.add())
      models.learn(outputs.modelOf(t), row, ys[t], weight)
    }
  }

  /** What the model of a target predicts; 0 where there is none. */
  private modelled(leaf: ValueLeaf, target: number, row: Row): number {
    const model = leaf.outputs?.modelOf(target) ?? -1
    return model < 0 ? 0 : this.tree.models.predict(model, row)
  }

  predict(row: Row): OutputValues<number> {
    const { tree, names } = this
    const answers: Record<string, number> = {}
    if (tree.nodes.count === 0) return answers
    const leaf = leafFor(tree.nodes, row)
    for (let t = 0; t < names.length; t++) {
      const byMean = this.prefersMean(leaf, t)
      put(answers, names[t], byMean ? meanOf(leaf, t) : this.modelled(leaf, t, row))
    }
    return answers
  }

  private prefersMean(leaf: ValueLeaf, target: number): boolean {
    const { leafPrediction } = this.tree.options
    if (leafPrediction !== 'adaptive') return leafPrediction === 'mean'
    return leaf.outputs?.prefersMean(target) ?? true
  }

  /** Throws if a model of the row's leaf would refuse it. */
  admit(row: Row): void {
    const { nodes, models } = this.tree
    if (nodes.count === 0) return
    for (const model of leafFor(nodes, row).outputs?.known ?? []) models.admit(model, row)
  }

  /** A leaf in words. */
  describe(node: number): string {
    return describeTargets(this.nodes.leafAt(node), this.names)
  }

  /** The path of an event: the node numbers from the root to its leaf. */
  path(row: Row): number[] {
    return pathOf(this.nodes, row)
  }

  checkState(): void {
    const { names, places } = this
    places.clear()
    const width = names.length * MOMENTS
    const fits = (leaf: ValueLeaf | null) =>
      !leaf || leaf.moments.length <= Math.max(width, MOMENTS)
    for (const name of names) {
      if (typeof name === 'string') places.set(name, places.size)
    }
    if (places.size !== names.length || !this.nodes.leaves.every(fits)) {
      throw new SnapshotError('a tree must know the names of its targets')
    }
    this.ys = new Float64Array(names.length).fill(NaN)
  }
}

function meanOf({ moments }: ValueLeaf, target: number): number {
  const at = target * MOMENTS + 1
  return at < moments.length ? moments[at] : 0
}

/** Names such as `__proto__` are ordinary ones. */
function put(answers: Record<string, number>, name: string, value: number): void {
  if (name !== '__proto__') answers[name] = value
  else {
    const given = { value, enumerable: true, configurable: true, writable: true }
    Object.defineProperty(answers, name, given)
  }
}
