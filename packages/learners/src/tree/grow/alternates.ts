import { growFloats, growInts, type Row, SnapshotError } from '@coelho/core'
import type { Insight } from '../explain/insight.js'
import { addValue, MOMENTS } from '../leaf/moments.js'
import { childFor, heaviestChild, type Weighed } from './descend.js'
import { type ErrorDetector, ErrorDetectors } from './error-detectors.js'
import type { Nodes } from './nodes.js'
import type { SizeLimit, Sleeper } from './size-limit.js'

/** A tree whose branches are replaced when their error has risen, classes or numbers alike. */
export interface AdaptiveTree<Leaf extends Sleeper & Weighed> {
  readonly nodes: Nodes<Leaf>
  readonly size: SizeLimit
  readonly alternates: Alternates
  readonly insight: Insight
  /** How many errors a branch and its alternate must have seen before they are compared. */
  readonly driftWindowThreshold: number
  /** True if a change beside an alternate replaces that by a new one. */
  readonly restarts: boolean
  /**
   * Compares the errors of a branch with those of its alternate, each as weight, mean and spread
   * at a place: above 0 if the alternate is better beyond doubt, below 0 if the branch is.
   */
  compare(errors: Float64Array, branch: number, alternate: number): number
  newLeaf(depth: number): Leaf
  /** A leaf learns; it may become a branch. */
  learnLeaf(node: number, row: Row, y: number, weight: number): void
  /** The leaf was cut off. */
  discard(leaf: Leaf): void
}

/**
 * What an adaptive tree knows beyond a plain one: the error of each node, its drift detector, and
 * for a branch whose error has risen a leaf that stands beside it, its alternate.
 *
 * An alternate takes the branch's place when its error is lower. River: also as soon as it is
 * split, so that an alternate is always a leaf.
 */
export class Alternates {
  static readonly id = 'tree.Alternates'
  static readonly state = [
    'detectors',
    'errors',
    'beside',
    'planted',
    'pruned',
    'switched',
  ] as const
  static readonly parts: readonly unknown[] = [ErrorDetectors]

  private readonly detectors: ErrorDetectors
  /** Weight, mean and spread of each node's errors. */
  private errors: Float64Array = new Float64Array(MOMENTS)
  /** The number of each node's alternate, or 0. */
  private beside: Int32Array = new Int32Array(1)
  /** How many alternates there have been, how many gave way, and how many took over. */
  planted = 0
  pruned = 0
  switched = 0

  /** How many alternates there are; no state. */
  private alive = 0
  private readonly cutOff: number[] = []

  constructor(detector: ErrorDetector) {
    this.detectors = new ErrorDetectors(detector)
  }

  /** The mean error of a node. */
  meanError(node: number): number {
    const at = node * MOMENTS + 1
    return at < this.errors.length ? this.errors[at] : 0
  }

  /** True if any branch has an alternate. */
  get any(): boolean {
    return this.alive > 0
  }

  /** Takes in an error of a node. True if there is a change, and not for the better. */
  watch(node: number, error: number): boolean {
    if (!Number.isFinite(error)) return false // the model of a leaf may have lost its way
    const at = node * MOMENTS
    if (at >= this.errors.length) this.errors = growFloats(this.errors, at + MOMENTS)
    const { errors } = this
    const before = errors[at + 1]
    const changed = this.detectors.update(node, error)
    addValue(errors, at, error, 1)
    if (!changed) return false
    if (before <= errors[at + 1]) return true
    this.clearErrors(node)
    return false
  }

  private clearErrors(node: number): void {
    this.errors.fill(0, node * MOMENTS, node * MOMENTS + MOMENTS)
  }

  /** The leaf a row ends in; those that stand beside its way are added to `asides`. */
  find<Leaf extends Weighed>(nodes: Nodes<Leaf>, row: Row, asides: number[]): number {
    let node = 0
    let times = 1
    while (!nodes.isLeaf(node)) {
      const aside = this.at(node)
      // River: a branch that is entered for want of an answer is met twice.
      for (let k = 0; aside > 0 && k < times; k++) asides.push(aside)
      const child = childFor(nodes, row, node)
      times = child < 0 ? 2 : 1
      node = child < 0 ? heaviestChild(nodes, node) : child
    }
    return node
  }

  /** The number of the leaf that stands beside a branch, or 0. */
  at(node: number): number {
    return node < this.beside.length ? this.beside[node] : 0
  }

  /** Learns an event whose prediction had this error, from the root down to a leaf. */
  learn<Leaf extends Sleeper & Weighed>(
    tree: AdaptiveTree<Leaf>,
    row: Row,
    y: number,
    error: number,
    weight: number,
  ): void {
    const { nodes, size } = tree
    let node = 0
    while (!nodes.isLeaf(node)) {
      node = this.passBranch(tree, node, row, y, error, weight)
      const child = childFor(nodes, row, node)
      const value = row.values[nodes.features[node]]
      if (child >= 0) node = child
      else if (nodes.isMultiway(node) && value === value) {
        node = nodes.addBranch(node, value, tree.newLeaf(nodes.depths[node] + 1))
        size.activeLeaves++
      } else node = heaviestChild(nodes, node)
    }
    this.learnLeaf(tree, node, row, y, weight)
    // What was replaced has learned this last event: River draws random numbers for it too.
    for (let k = 0; k < this.cutOff.length; k++) this.discard(tree, this.cutOff[k])
    this.cutOff.length = 0
  }

  private learnLeaf<Leaf extends Sleeper & Weighed>(
    tree: AdaptiveTree<Leaf>,
    node: number,
    row: Row,
    y: number,
    weight: number,
  ): void {
    tree.learnLeaf(node, row, y, weight)
    if (!tree.nodes.isLeaf(node)) this.reset(node)
  }

  /** What happens at a branch on the way; returns the number under which it then stands. */
  private passBranch<Leaf extends Sleeper & Weighed>(
    tree: AdaptiveTree<Leaf>,
    node: number,
    row: Row,
    y: number,
    error: number,
    weight: number,
  ): number {
    const { nodes } = tree
    const isWorse = this.watch(node, error)
    let now = node
    if (isWorse && (tree.restarts || this.at(node) === 0)) this.plant(tree, node)
    else if (this.at(node) > 0) now = this.decide(tree, node)
    if (now !== node) {
      // River: only at the root does an alternate that takes over learn from this event.
      if (node === 0) this.learnLeaf(tree, node, row, y, weight)
      return now
    }
    const aside = this.at(node)
    if (aside === 0) return node
    this.learnLeaf(tree, aside, row, y, weight)
    if (nodes.isLeaf(aside)) return node
    this.takeOver(tree, node, aside)
    return aside
  }

  private plant<Leaf extends Sleeper & Weighed>(tree: AdaptiveTree<Leaf>, node: number): void {
    const { nodes } = tree
    if (this.at(node) > 0) this.dropAside(tree, node)
    this.clearErrors(node)
    const depth = nodes.depths[node]
    const aside = nodes.addLeaf(tree.newLeaf(depth), depth)
    this.beside = growInts(this.beside, node + 1)
    this.beside[node] = aside
    this.alive++
    this.planted++
  }

  /** Compares a branch with its alternate, once both have seen enough. */
  private decide<Leaf extends Sleeper & Weighed>(tree: AdaptiveTree<Leaf>, node: number): number {
    const { errors } = this
    const aside = this.at(node)
    const own = node * MOMENTS
    const other = aside * MOMENTS
    const enough = tree.driftWindowThreshold
    if (!(errors[own] > enough && errors[other] > enough)) return node
    const verdict = tree.compare(errors, own, other)
    if (verdict > 0) {
      this.switched++
      this.strip(tree, node)
      this.takeOver(tree, node, aside)
      return aside
    }
    if (verdict < 0) {
      this.dropAside(tree, node)
      this.pruned++
    }
    return node
  }

  /** An alternate takes the branch's place; the branch is cut off once the event is learned. */
  private takeOver<Leaf extends Sleeper & Weighed>(
    { nodes, insight }: AdaptiveTree<Leaf>,
    node: number,
    aside: number,
  ): void {
    this.beside[node] = 0
    this.alive--
    nodes.swap(node, aside)
    insight.swap(node, aside)
    this.detectors.swap(node, aside)
    const { errors } = this
    for (let k = 0; k < MOMENTS; k++) {
      const held = errors[node * MOMENTS + k]
      errors[node * MOMENTS + k] = errors[aside * MOMENTS + k]
      errors[aside * MOMENTS + k] = held
    }
    this.cutOff.push(aside)
  }

  /** The leaves below a branch are no longer counted, and its alternates are dropped. */
  private strip<Leaf extends Sleeper & Weighed>(tree: AdaptiveTree<Leaf>, top: number): void {
    const { nodes, size } = tree
    size.activeLeaves++
    for (const node of nodes.subtree(top)) {
      if (nodes.isLeaf(node)) {
        size.activeLeaves-- // River: once as a leaf, and once more as an active one.
        if (nodes.leafAt(node).active) size.activeLeaves--
        else size.inactiveLeaves--
      } else if (node !== top && this.at(node) > 0) {
        this.dropAside(tree, node)
        this.pruned++
      }
    }
  }

  private dropAside<Leaf extends Sleeper & Weighed>(tree: AdaptiveTree<Leaf>, node: number): void {
    const aside = this.beside[node]
    this.beside[node] = 0
    this.alive--
    this.discard(tree, aside)
  }

  /** Frees what stands beside the tree, with all that is below and beside it. */
  private discard<Leaf extends Sleeper & Weighed>(tree: AdaptiveTree<Leaf>, top: number): void {
    const { nodes } = tree
    for (const node of nodes.subtree(top)) {
      if (this.at(node) > 0) this.dropAside(tree, node)
      if (nodes.isLeaf(node)) tree.discard(nodes.leafAt(node))
      this.reset(node)
    }
    nodes.remove(top)
  }

  /** A node begins anew: as another branch, or under a number that was freed. */
  private reset(node: number): void {
    this.clearErrors(node)
    this.detectors.drop(node)
  }

  /** Throws unless it fits the nodes of a restored tree. */
  checkFit(nodes: Nodes<object>): void {
    const { beside, errors } = this
    const asides = beside.filter((aside) => aside !== 0)
    const standing = new Set(nodes.asides())
    const all = new Set(asides)
    let valid = all.size === asides.length && all.size === standing.size
    valid &&= asides.every((aside) => standing.has(aside))
    const inTree = new Set(nodes.inTree())
    for (let node = 0; valid && node < beside.length; node++) {
      const aside = beside[node]
      if (aside === 0) continue
      valid = inTree.has(node) && !nodes.isLeaf(node) && nodes.depths[node] === nodes.depths[aside]
    }
    valid &&= this.detectors.list.length <= nodes.count && errors.length % MOMENTS === 0
    for (let at = 0; valid && at < errors.length; at += MOMENTS) valid = errors[at] >= 0
    const counts = [this.planted, this.pruned, this.switched]
    valid &&= counts.every((n) => Number.isSafeInteger(n) && n >= 0)
    if (!valid) throw new SnapshotError('an alternate must stand beside a branch of its tree')
    this.alive = asides.length
  }
}
