import { growFloats, type Labels, type Row, type random } from '@coelho/core'
import { drawCount, limitOf } from '../../ensemble/draw.js'
import type { Insight } from '../explain/insight.js'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import { firstHighest } from '../leaf/predict-class.js'
import type { AdaptiveTree, Alternates } from './alternates.js'
import { attemptSplit } from './attempt-split.js'
import type { ClassTree } from './class-tree.js'
import { leafFor } from './descend.js'
import type { Nodes } from './nodes.js'
import { DEEPEST, type SizeLimit } from './size-limit.js'

export interface AdaptiveOptions {
  readonly bootstrapSampling: boolean
  readonly driftWindowThreshold: number
  readonly switchSignificance: number
}

/**
 * A classification tree that replaces what has become worse: `ClassTree` does all that a plain
 * tree does, `Alternates` all that is about errors, and here is where the two meet.
 */
export class AdaptiveClassTree implements AdaptiveTree<ClassLeaf> {
  readonly nodes: Nodes<ClassLeaf>
  readonly size: SizeLimit
  readonly alternates: Alternates
  readonly insight: Insight
  readonly driftWindowThreshold: number
  readonly restarts = true
  readonly tree: ClassTree
  private readonly options: AdaptiveOptions
  private readonly labels: Labels
  private readonly rng: random.Random
  private readonly limit: number = limitOf(1)
  private readonly asides: number[] = []
  private shares: Float64Array = new Float64Array(2)
  private sums: Float64Array = new Float64Array(2)

  /** The leaf in which the row in hand ends, how naive Bayes voted there, and what it predicts. */
  private leaf: ClassLeaf | undefined
  private votes: Float64Array | undefined
  private predicted = -1

  constructor(
    tree: ClassTree,
    alternates: Alternates,
    labels: Labels,
    options: AdaptiveOptions,
    rng: random.Random,
  ) {
    this.tree = tree
    this.nodes = tree.nodes
    this.size = tree.size
    this.insight = tree.insight
    this.size.restStops = false // River: it grows on while leaves are at rest.
    this.labels = labels
    this.options = options
    this.driftWindowThreshold = options.driftWindowThreshold
    this.alternates = alternates
    this.rng = rng
  }

  learn(row: Row, label: number, weight: number): void {
    this.tree.begin(label, weight)
    this.look(row)
    this.take(row, label, weight)
  }

  /** The same, after telling what it would have predicted. */
  predictThenLearn(row: Row, label: number, weight: number): number {
    if (this.nodes.count === 0 || this.alternates.any) {
      const predicted = this.predict(row)
      this.learn(row, label, weight)
      return predicted
    }
    this.look(row)
    const leaf = this.leaf as ClassLeaf
    const predicted = this.tree.pick(
      leaf,
      row,
      this.tree.prefersBayes(leaf) ? this.votes : 'majority',
    )
    this.tree.begin(label, weight)
    this.take(row, label, weight)
    return predicted
  }

  private take(row: Row, label: number, weight: number): void {
    this.alternates.learn(this, row, label, Number(this.predicted !== label), weight)
    this.leaf = undefined
    this.tree.end()
  }

  /** Where the row ends, and what is predicted there. */
  private look(row: Row): void {
    this.lookAt(leafFor(this.nodes, row), row)
  }

  private lookAt(leaf: ClassLeaf, row: Row): void {
    const { tree } = this
    const voting = leaf.active && tree.options.leafPrediction !== 'mc'
    const votes = voting ? tree.votes.naiveBayes(leaf, row) : undefined
    const { codes, count } = leaf.classes
    const best = tree.prefersBayes(leaf)
      ? votes && firstHighest(votes, count)
      : firstHighest(leaf.weights, count)
    this.leaf = leaf
    this.votes = votes
    this.predicted = best === undefined || best < 0 ? -1 : codes[best]
  }

  newLeaf(depth: number): ClassLeaf {
    return this.tree.newLeaf(depth)
  }

  learnLeaf(node: number, row: Row, label: number, weight: number): void {
    const { tree, rng, limit, nodes } = this
    const leaf = nodes.leafAt(node)
    const times = this.options.bootstrapSampling ? Math.max(1, drawCount(limit, rng)) : 1
    // An alternate on the way has voted in between.
    if (leaf !== this.leaf) this.lookAt(leaf, row)
    this.alternates.watch(node, Number(this.predicted !== label))
    tree.learnLeaf(leaf, row, label, weight * times, this.votes, true)
    this.leaf = undefined
    if (leaf.hasWaited(tree.options.gracePeriod)) this.consider(node, leaf)
  }

  private consider(node: number, leaf: ClassLeaf): void {
    const { tree, size } = this
    if (leaf.depth >= (tree.options.maxDepth ?? DEEPEST)) {
      size.deactivate(leaf) // River: again and again, and it is counted each time.
    } else if (leaf.active && size.mayGrow) {
      const weight = leaf.totalWeight
      attemptSplit(tree, node, leaf)
      leaf.tried(weight)
    }
  }

  discard(): void {}

  /** With so many errors each, the bound that two error rates differ by chance. */
  compare(errors: Float64Array, branch: number, alternate: number): number {
    const own = errors[branch + 1]
    const fall = own - errors[alternate + 1]
    const n = 1 / errors[alternate] + 1 / errors[branch]
    const doubt = Math.log(2 / this.options.switchSignificance)
    const bound = Math.sqrt(2 * own * (1 - own) * doubt * n)
    if (bound < fall) return 1
    return bound < -fall ? -1 : 0
  }

  predict(row: Row): number {
    if (!this.alternates.any) return this.tree.predict(row)
    const size = this.labels.candidates
    if (size > this.shares.length) this.shares = growFloats(this.shares, size)
    const { shares } = this
    shares.fill(0, 0, size)
    this.score(row, shares)
    const order = this.labels.inOrder()
    let best = -1
    for (let k = 0; k < size; k++) {
      const code = order[k]
      if (best < 0 || shares[code] > shares[best]) best = code
    }
    return best
  }

  /** Leaves and alternates vote, the more the smaller the square of their mean error is. */
  score(row: Row, scores: Float64Array): void {
    if (this.nodes.count === 0) return
    const { asides, alternates, nodes, tree } = this
    if (!alternates.any) {
      tree.score(row, scores)
      return
    }
    asides.length = 0
    asides.push(alternates.find(nodes, row, asides))
    const { candidates } = this.labels
    this.sums = growFloats(this.sums, candidates)
    const { sums } = this
    sums.fill(0, 0, candidates)
    let total = 0
    for (const node of asides) {
      scores.fill(0, 0, candidates)
      tree.scoreLeaf(nodes.leafAt(node), row, scores)
      const error = alternates.meanError(node)
      const factor = error === 0 ? 1 : 1 / (error * error)
      for (let code = 0; code < candidates; code++) {
        sums[code] += scores[code] * factor
        total += scores[code] * factor
      }
    }
    for (let code = 0; code < candidates; code++) scores[code] = total ? sums[code] / total : 0
  }
}
