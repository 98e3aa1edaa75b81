import { NO_FLOATS, relayout, SnapshotError } from '@coelho/core'
import { NUMERIC_BINARY } from '../grow/nodes.js'
import type { ValueTrial } from '../grow/value-trial.js'
import type { BlockPool } from './block-pool.js'
import { addValue, addValues, MOMENTS, subtractAll } from './moments.js'

/** Numbers of a node before its targets: its value, then where its two children are. */
const HEAD = 3
/** A child that is not there; else it is told by the place of its numbers. */
const NONE = 0
/** A node that goes. */
const GONE = -1

// The steps of a walk through the tree.
const WALK = 0
const TRY = 1
const TAKE_IN = 2
const TAKE_OUT = 3

/** Room for so many values is made at once: a tree with a few is the rule. */
const AT_FIRST = 8

/**
 * The values of a feature in a binary search tree, as they came. A node holds the targets of
 * its own value and of all smaller ones that came by, so that one walk in ascending order
 * tries every value as a threshold.
 */
export class SearchTree {
  static readonly id = 'tree.SearchTree'
  static readonly state = ['nodes', 'count', 'targets'] as const

  /** Of each node its value, its left and its right child, then three numbers for each target. */
  private nodes: Float64Array = NO_FLOATS
  private count = 0
  private targets = 1
  private pool: BlockPool | undefined

  /** From now on it takes its arrays from there. */
  use(pool: BlockPool): this {
    this.pool = pool
    return this
  }

  update(x: number, y: number, weight: number): void {
    const { nodes } = this
    let at = 0
    let link = NONE
    if (this.count > 0) {
      do {
        const value = nodes[at]
        if (x <= value) {
          addValue(nodes, at + HEAD, y, weight)
          if (x === value) return
        }
        link = at + 1 + Number(x > value)
        at = nodes[link]
      } while (at !== NONE)
    }
    const added = this.add(x, link)
    addValue(this.nodes, added + HEAD, y, weight)
  }

  /** The same with a target for each output; NaN where an event has none. */
  updateMany(x: number, ys: Float64Array, targets: number, weight: number): void {
    if (targets > this.targets) this.widen(targets)
    const { nodes } = this
    let at = 0
    let link = NONE
    if (this.count > 0) {
      do {
        const value = nodes[at]
        if (x <= value) addValues(nodes, at + HEAD, ys, targets, weight)
        if (x === value) return
        link = at + 1 + Number(x > value)
        at = nodes[link]
      } while (at !== NONE)
    }
    const added = this.add(x, link)
    addValues(this.nodes, added + HEAD, ys, targets, weight)
  }

  /** Numbers for each node. */
  private get width(): number {
    return HEAD + MOMENTS * this.targets
  }

  private widen(targets: number): void {
    const before = this.width
    this.targets = targets
    const { width } = this
    const room = this.nodes.length / before
    this.nodes = relayout(this.nodes, room, before, room, width)
    for (let at = 0; at < this.count * width; at += width) {
      this.nodes[at + 1] = (this.nodes[at + 1] / before) * width
      this.nodes[at + 2] = (this.nodes[at + 2] / before) * width
    }
  }

  /** Hangs a new node where the link is; returns the place of its numbers. */
  private add(value: number, link: number): number {
    const { width } = this
    const at = this.count++ * width
    if (at === this.nodes.length) this.move(Math.max(2 * at, AT_FIRST * width), at)
    this.nodes[at] = value
    if (link !== NONE) this.nodes[link] = at
    return at
  }

  /** Takes an array of another length, for the first so many of its numbers. */
  private move(length: number, used: number): void {
    const { nodes, pool } = this
    this.nodes = pool ? pool.take(length) : new Float64Array(length)
    for (let k = 0; k < used; k++) this.nodes[k] = nodes[k]
    pool?.give(nodes)
  }

  /** It is no longer needed. */
  discard(): void {
    this.pool?.give(this.nodes)
    this.nodes = NO_FLOATS
    this.count = 0
  }

  /** Tries each value as a threshold, in ascending order. */
  tryAll(trial: ValueTrial): void {
    if (trial.targets > this.targets) this.widen(trial.targets)
    const { nodes, width, count } = this
    const size = width - HEAD
    const smaller = trial.startWalk() // the targets left of the subtree being walked
    const { steps } = trial // steps to come: 4 times the place of a node + step
    steps.length = 0
    if (count > 0) steps.push(WALK)
    for (let next = steps.pop(); next !== undefined; next = steps.pop()) {
      const at = next >> 2
      const step = next & 3
      if (step === WALK) {
        const left = nodes[at + 1]
        const right = nodes[at + 2]
        if (right !== NONE) steps.push(4 * at + TAKE_OUT, 4 * right + WALK, 4 * at + TAKE_IN)
        steps.push(4 * at + TRY)
        if (left !== NONE) steps.push(4 * left + WALK)
      } else if (step === TAKE_IN) trial.takeIn(nodes, at + HEAD)
      else if (step === TAKE_OUT) subtractAll(smaller, nodes, at + HEAD, size)
      else {
        trial.leftUpTo(nodes, at + HEAD)
        trial.tryLeft(NUMERIC_BINARY, nodes[at])
      }
    }
  }

  /**
   * Forgets the values whose merit as a threshold was below `least` times `merit`, together
   * with all below them: they can hardly become the best. River: a subtree is looked at on its
   * right side only if all of its left side went.
   */
  prune(trial: ValueTrial, merit: number, least: number): void {
    const { nodes, width } = this
    const smaller = trial.startWalk()
    const { steps } = trial
    steps.length = 0
    if (this.count > 0) steps.push(WALK)
    let gone = false // whether all below the node in hand went
    let cut = false // whether any went
    for (let next = steps.pop(); next !== undefined; next = steps.pop()) {
      const at = next >> 2
      const step = next & 3
      if (step === WALK) {
        steps.push(4 * at + TAKE_IN)
        gone = nodes[at + 1] === NONE
        if (!gone) steps.push(4 * nodes[at + 1] + WALK)
      } else if (step === TAKE_IN) {
        if (!gone) continue // it stays, since something left of it stays
        nodes[at + 1] = NONE
        const right = nodes[at + 2]
        if (right === NONE) {
          gone = this.isPoor(at, trial, merit, least)
          cut ||= gone
        } else {
          trial.takeIn(nodes, at + HEAD)
          steps.push(4 * at + TAKE_OUT, 4 * right + WALK)
        }
      } else {
        subtractAll(smaller, nodes, at + HEAD, width - HEAD)
        if (!gone) continue
        nodes[at + 2] = NONE
        gone = this.isPoor(at, trial, merit, least)
      }
    }
    if (cut) this.compact(gone, steps)
  }

  private isPoor(at: number, trial: ValueTrial, merit: number, least: number): boolean {
    trial.leftUpTo(this.nodes, at + HEAD)
    return trial.leftMerit() / merit < least
  }

  /** Closes the gaps that pruning left; with `empty` nothing is left. `places` is scratch. */
  private compact(empty: boolean, places: number[]): void {
    const { nodes, width, count } = this
    const end = count * width
    places.length = 0 // of each node where it goes, once its parent is known to stay
    for (let k = 0; k < count; k++) places.push(GONE)
    if (!empty) places[0] = 0
    let to = 0
    for (let at = 0; at < end; at += width) {
      if (places[at / width] === GONE) continue
      places[at / width] = to
      to += width
      for (let side = 1; side < HEAD; side++) {
        const child = nodes[at + side]
        if (child !== NONE) places[child / width] = 0
      }
    }
    for (let at = 0; at < end; at += width) {
      const place = places[at / width]
      if (place === GONE) continue
      for (let k = 0; k < width; k++) nodes[place + k] = nodes[at + k]
      for (let side = 1; side < HEAD; side++) {
        const child = nodes[place + side]
        if (child !== NONE) nodes[place + side] = places[child / width]
      }
    }
    nodes.fill(0, to, end)
    this.count = to / width
    const few = Math.max(2 * to, AT_FIRST * width)
    if (2 * few <= nodes.length) this.move(few, to)
  }

  get bytes(): number {
    return 200 + this.nodes.byteLength
  }

  /** Children stand behind their parents, each below one, and values in their order. */
  checkState(): void {
    const { nodes, count, targets, width } = this
    let valid = Number.isSafeInteger(count) && count >= 0
    valid &&= Number.isSafeInteger(targets) && targets >= 1
    valid &&= nodes.length >= count * width && nodes.length % width === 0
    const parents = new Uint8Array(valid ? count : 0)
    for (let node = 0; valid && node < count; node++) {
      const at = node * width
      const weights = nodes.subarray(at + HEAD, at + width)
      valid = !Number.isNaN(nodes[at]) && weights.every((n, k) => k % MOMENTS !== 0 || n >= 0)
      for (let side = 1; side < HEAD; side++) {
        const child = nodes[at + side]
        if (child === NONE || !valid) continue
        valid = child % width === 0 && child > at && child < count * width
        valid &&= ++parents[child / width] === 1
        valid &&= side === 1 ? nodes[child] < nodes[at] : nodes[child] > nodes[at]
      }
    }
    for (let node = 1; valid && node < count; node++) valid = parents[node] === 1
    // Nodes that come start with nothing.
    for (let k = count * width; valid && k < nodes.length; k++) valid = nodes[k] === 0
    if (!valid) throw new SnapshotError('the values of a search tree must form one tree')
  }
}
