import type { Row } from '@coelho/core'
import type { ClassLeaf } from '../leaf/class-leaf.js'
import { leavesFor, split } from './attempt-split.js'
import { hoeffdingBound } from './bound.js'
import type { ClassTree } from './class-tree.js'
import { childFor, heaviestChild } from './descend.js'
import { Rivals } from './rivals.js'
import { DEEPEST } from './size-limit.js'
import { NO_SPLIT, type Split } from './split.js'

/** What became of a branch that was looked at again. */
type Outcome = 'as it was' | 'another test' | 'replaced'

/**
 * A classification tree that splits a leaf as soon as a split is better than none, and later
 * thinks better of it: a branch keeps what it knew as a leaf, learns on, and is replaced when
 * another split has become better. `ClassTree` does all the rest.
 */
export class EarlyTree {
  private readonly tree: ClassTree
  private readonly minSamplesReevaluate: number
  /** By branch; it may be of another one that had the number before. */
  private readonly rivals: (Rivals | undefined)[] = []

  constructor(tree: ClassTree, minSamplesReevaluate: number) {
    this.tree = tree
    this.minSamplesReevaluate = minSamplesReevaluate
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
    const { nodes } = tree
    const node = nodes.isLeaf(at) ? at : tree.leafBelow(at, row)
    tree.learnLeaf(nodes.leafAt(node), row, label, weight, votes, voted)
    tree.end()
    this.lookAgain(row, label, weight)
  }

  /** From the root down: branches learn and may be replaced, and the leaf may be split. */
  private lookAgain(row: Row, label: number, weight: number): void {
    const { nodes, schema } = this.tree
    let node = 0
    // River: what happens to a child of a branch that has just got another test is lost.
    let isLost = false
    while (!nodes.isLeaf(node)) {
      const kept = nodes.leafAt(node)
      const rivals = this.rivals[node]
      if (rivals?.leaf === kept) rivals.foresee(row, label, weight)
      kept.learn(row, label, weight, schema, false, null)
      // River: it still goes where the old test sends it.
      const child = childFor(nodes, row, node)
      let outcome: Outcome = 'as it was'
      if (kept.totalWeight - kept.lastAttempt >= this.minSamplesReevaluate) {
        outcome = this.reevaluate(node, kept, isLost)
      }
      if (outcome === 'replaced') return
      isLost = outcome === 'another test'
      node = child < 0 ? heaviestChild(nodes, node) : child
    }
    this.consider(node, nodes.leafAt(node), isLost)
  }

  private consider(node: number, leaf: ClassLeaf, isLost: boolean): void {
    const { size, options } = this.tree
    if (!size.mayGrow || !leaf.active) return
    if (leaf.depth >= (options.maxDepth ?? DEEPEST)) {
      size.deactivate(leaf)
    } else if (leaf.hasWaited(options.gracePeriod)) {
      this.attemptSplit(node, leaf, isLost)
      leaf.tried(leaf.totalWeight)
    }
  }

  /** Splits a leaf if its best split is better than none beyond doubt. */
  private attemptSplit(node: number, leaf: ClassLeaf, isLost: boolean): void {
    const { size, search, options } = this.tree
    if (leaf.isPure) return
    const criterion = this.tree.judgeOf(leaf)
    const bound = this.boundOf(leaf)
    const isPlain = leaf.heaviest / leaf.totalWeight > options.maxShareToSplit
    if (!isPlain && bound >= options.tau && search.screen.isPoor(leaf, criterion, bound)) return
    const best = bestOf(isPlain ? undefined : search.byFeature(leaf, criterion, []))
    if (!best) return
    if (best.feature < 0) size.deactivate(leaf)
    else if (best.merit > bound || bound < options.tau) {
      size.activeLeaves--
      this.replace(node, leaf, best, isLost)
    }
  }

  private boundOf(leaf: ClassLeaf): number {
    const range = this.tree.judgeOf(leaf).range(leaf.classes.count)
    return hoeffdingBound(range, this.tree.options.delta, leaf.totalWeight)
  }

  /** A leaf, or a branch that was cut down to one, is split; it keeps what it knows. */
  private replace(node: number, leaf: ClassLeaf, best: Split, isLost: boolean): void {
    const { tree } = this
    const leaves = leavesFor(tree, leaf, best)
    tree.size.activeLeaves += leaves.length
    if (!isLost) {
      if (!tree.nodes.isLeaf(node)) tree.nodes.cut(node, leaf)
      split(tree, node, leaf, best, leaves)
      tree.nodes.leaves[node] = leaf
      this.rivals[node] = undefined
      leaf.tried(leaf.totalWeight)
    }
    tree.size.enforce(tree.nodes, tree.options)
  }

  /** Replaces a branch whose split is no longer the best, by another or by none. */
  private reevaluate(node: number, kept: ClassLeaf, isLost: boolean): Outcome {
    const { nodes, size, search, options } = this.tree
    const { screen } = search
    if (kept.isPure) return 'as it was'
    const bound = this.boundOf(kept)
    const { tau } = options
    const criterion = this.tree.judgeOf(kept)
    const margin = bound < tau ? 0 : bound
    const own = nodes.features[node]
    const count = screen.contest(this.rivalsOf(node, kept), criterion, own, margin, bound)
    if (count === 0 && margin > 0) return 'as it was'
    const found = search.byFeature(kept, criterion, [], count < 0 ? undefined : screen.contends)
    const best = bestOf(found)
    if (!best) return 'as it was'
    if (best.feature < 0) return 'replaced' // River: the event goes no further.
    if (-best.merit > bound) {
      this.uncount(node)
      size.activeLeaves++
      if (!isLost) {
        nodes.cut(node, kept)
        this.rivals[node] = undefined
        kept.restart()
      }
      size.enforce(nodes, options)
      return 'replaced'
    }
    const current = found.find(({ feature }) => feature === own)
    if (!current || !(best.merit - current.merit > bound || bound < tau)) return 'as it was'
    if (best.feature !== current.feature || best.kind !== nodes.kinds[node]) {
      this.uncount(node)
      this.replace(node, kept, best, isLost)
      return 'replaced'
    }
    if (isLost) return 'as it was'
    this.retest(node, kept, best)
    return 'another test'
  }

  private rivalsOf(node: number, kept: ClassLeaf): Rivals {
    const known = this.rivals[node]
    if (known?.leaf === kept) return known
    const rivals = new Rivals(kept)
    this.rivals[node] = rivals
    return rivals
  }

  /** The branch asks for the same feature, and keeps its children. */
  private retest(node: number, kept: ClassLeaf, { feature, test }: Split): void {
    const { nodes, search } = this.tree
    const fan = nodes.fans[node]
    nodes.tests[node] = test
    if (fan) {
      const codes = search.seenCategories(kept, feature, kept.nominalColumn(feature))
      // River: children that came later change places with others.
      if (codes.length === fan.count) fan.codes.set(codes)
    }
    kept.tried(kept.totalWeight)
  }

  /** The leaves below a branch are no longer counted. */
  private uncount(node: number): void {
    const { nodes, size } = this.tree
    for (const below of nodes.subtree(node)) {
      if (!nodes.isLeaf(below)) continue
      if (nodes.leafAt(below).active) size.activeLeaves--
      else size.inactiveLeaves--
    }
  }
}

/** The last of those with the highest merit; not to split if only that is left. */
function bestOf(found: readonly Split[] | undefined): Split | undefined {
  if (!found) return NO_SPLIT
  return found.reduce<Split | undefined>(
    (best, split) => (!best || split.merit >= best.merit ? split : best),
    undefined,
  )
}
