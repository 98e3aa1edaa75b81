import type { Row } from '@coelho/core'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import { firstHighest } from '../leaf/predict-class.js'
import { carryOut } from './attempt-split.js'
import type { ClassTree } from './class-tree.js'
import type { ErrorDetectors } from './error-detectors.js'
import { DEEPEST } from './size-limit.js'

/**
 * A classification tree whose leaves are split when their detector reports a change, of their
 * error or of how mixed their classes are: `ClassTree` does all the rest.
 */
export class LastTree {
  private readonly tree: ClassTree
  private readonly detectors: ErrorDetectors
  private readonly trackError: boolean

  constructor(tree: ClassTree, detectors: ErrorDetectors, trackError: boolean) {
    this.tree = tree
    this.detectors = detectors
    this.trackError = trackError
  }

  learn(row: Row, label: number, weight: number): void {
    this.tree.begin(label, weight)
    this.learnAt(this.tree.nodes.walk(row), row, label, weight, undefined, false)
  }

  /** The label it would have predicted for the row, which it then learns: one walk for both. */
  predictThenLearn(row: Row, label: number, weight: number): number {
    const { tree } = this
    const { nodes, options } = tree
    const node = nodes.count > 0 ? nodes.walk(row) : -1
    if (node < 0 || !nodes.isLeaf(node)) {
      const predicted = tree.predict(row)
      this.learn(row, label, weight)
      return predicted
    }
    const leaf = nodes.leafAt(node)
    const voting = leaf.active && options.leafPrediction !== 'mc'
    const votes = voting ? tree.votes.naiveBayes(leaf, row) : undefined
    const predicted = tree.pick(leaf, row, tree.prefersBayes(leaf) ? votes : 'majority')
    tree.begin(label, weight)
    this.learnAt(node, row, label, weight, votes, true)
    return predicted
  }

  private learnAt(
    at: number,
    row: Row,
    label: number,
    weight: number,
    votes: Float64Array | undefined,
    voted: boolean,
  ): void {
    const { tree } = this
    const { nodes, size } = tree
    const isDirect = nodes.isLeaf(at)
    const node = isDirect ? at : tree.leafBelow(at, row)
    const leaf = nodes.leafAt(node)
    if (!leaf.active) tree.learnLeaf(leaf, row, label, weight, undefined, true)
    else {
      const changed = this.learnAndWatch(node, leaf, row, label, weight, votes, voted)
      // River: a leaf that was reached for want of an answer is not split.
      if (isDirect && size.mayGrow) this.consider(node, leaf, changed)
    }
    tree.end()
  }

  /** An active leaf learns; true if its detector reports a change. */
  private learnAndWatch(
    node: number,
    leaf: ClassLeaf,
    row: Row,
    label: number,
    weight: number,
    given: Float64Array | undefined,
    voted: boolean,
  ): boolean {
    const { tree, detectors } = this
    const { leafPrediction } = tree.options
    const voting = leafPrediction !== 'mc'
    const votes = voted || !voting ? given : tree.votes.naiveBayes(leaf, row)
    const byBayes = votes && leaf.classes.codes[firstHighest(votes, leaf.classes.count)] === label
    const { mcCorrect } = leaf
    tree.learnLeaf(leaf, row, label, weight, votes, true)
    let isRight = byBayes === true
    if (leafPrediction === 'mc' || (leafPrediction === 'nb' && !tree.prefersBayes(leaf))) {
      // River: by the majority class once the event has been learned.
      isRight = leaf.classes.codes[firstHighest(leaf.weights, leaf.classes.count)] === label
    } else if (leafPrediction === 'nba' && leaf.nbCorrect < leaf.mcCorrect) {
      isRight = leaf.mcCorrect > mcCorrect
    }
    if (this.trackError) return detectors.update(node, isRight ? 0 : 1)
    const { impurity } = tree.judgeOf(leaf)
    return detectors.update(node, impurity?.(leaf.weights, leaf.classes.count) ?? 0)
  }

  private consider(node: number, leaf: ClassLeaf, changed: boolean): void {
    const { tree, detectors } = this
    if (leaf.depth >= (tree.options.maxDepth ?? DEEPEST)) {
      tree.size.deactivate(leaf)
    } else if (changed) {
      const weight = leaf.totalWeight
      this.attemptSplit(node, leaf)
      leaf.tried(weight)
      if (!tree.nodes.isLeaf(node)) detectors.drop(node)
    }
  }

  /** Splits a leaf if its best split has any merit: the change was reason enough. */
  private attemptSplit(node: number, leaf: ClassLeaf): void {
    const { tree } = this
    if (leaf.isPure) return
    const found = tree.search.suggestions(leaf, tree.judgeOf(leaf))
    if (found.length === 0) return
    const best = found.reduce((first, split) => (split.merit > first.merit ? split : first))
    if (found.length === 1 || best.merit > 0) carryOut(tree, node, leaf, best)
    else if (tree.options.removePoorAttrs && tree.options.leafPrediction === 'mc') {
      // River: all features are poor then.
      for (const { feature } of found) if (feature >= 0) leaf.disable(feature)
    }
  }
}
