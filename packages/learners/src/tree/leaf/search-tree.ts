import { growFloats, growInts, NO_FLOATS, NO_INTS, SnapshotError } from '@coelho/core'
import { NUMERIC_BINARY } from '../grow/nodes.js'
import type { ValueTrial } from '../grow/value-trial.js'
import { addValue, MOMENTS, merge, subtract } from './moments.js'

const NONE = -1

// The steps of a walk through the tree.
const WALK = 0
const TRY = 1
const TAKE_IN = 2
const TAKE_OUT = 3

/**
 * The values of a feature in a binary search tree, as they came. A node holds the targets of
 * its own value and of all smaller ones that came by, so that one walk in ascending order
 * tries every value as a threshold.
 */
export class SearchTree {
  static readonly id = 'tree.SearchTree'
  static readonly state = ['values', 'moments', 'lefts', 'rights', 'count'] as const

  private values: Float64Array = NO_FLOATS
  /** Three numbers for each node. */
  private moments: Float64Array = NO_FLOATS
  private lefts: Int32Array = NO_INTS
  private rights: Int32Array = NO_INTS
  private count = 0

  update(x: number, y: number, weight: number): void {
    const { values, moments, lefts, rights } = this
    let node = this.count > 0 ? 0 : NONE
    let parent = NONE
    let right = false
    while (node !== NONE) {
      const value = values[node]
      if (x <= value) addValue(moments, node * MOMENTS, y, weight)
      if (x === value) return
      parent = node
      right = x > value
      node = right ? rights[node] : lefts[node]
    }
    const added = this.add(x)
    addValue(this.moments, added * MOMENTS, y, weight)
    if (parent === NONE) return
    if (right) this.rights[parent] = added
    else this.lefts[parent] = added
  }

  private add(value: number): number {
    const node = this.count++
    this.values = growFloats(this.values, this.count)
    this.moments = growFloats(this.moments, this.count * MOMENTS)
    this.lefts = growInts(this.lefts, this.count)
    this.rights = growInts(this.rights, this.count)
    this.values[node] = value
    this.moments.fill(0, node * MOMENTS, this.count * MOMENTS)
    this.lefts[node] = NONE
    this.rights[node] = NONE
    return node
  }

  /** Tries each value as a threshold, in ascending order. */
  tryAll(trial: ValueTrial): void {
    const { lefts, rights, values, moments } = this
    const smaller = new Float64Array(MOMENTS) // the targets left of the subtree being walked
    const waiting: number[] = this.count > 0 ? [WALK] : [] // steps to come: 4 node + step
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const node = next >> 2
      const step = next & 3
      if (step === WALK) {
        if (rights[node] !== NONE) {
          waiting.push(4 * node + TAKE_OUT, 4 * rights[node] + WALK, 4 * node + TAKE_IN)
        }
        waiting.push(4 * node + TRY)
        if (lefts[node] !== NONE) waiting.push(4 * lefts[node] + WALK)
      } else if (step === TAKE_IN) merge(smaller, 0, moments, node * MOMENTS)
      else if (step === TAKE_OUT) subtract(smaller, 0, moments, node * MOMENTS)
      else {
        this.branchUpTo(node, smaller, trial)
        trial.tryLeft(NUMERIC_BINARY, values[node])
      }
    }
  }

  /** Writes the targets of all values up to a node's to the left branch of a trial. */
  private branchUpTo(node: number, smaller: Float64Array, { branches }: ValueTrial): void {
    for (let k = 0; k < MOMENTS; k++) branches[k] = this.moments[node * MOMENTS + k]
    merge(branches, 0, smaller, 0)
  }

  /**
   * Forgets the values whose merit as a threshold was below `least` times `merit`, together
   * with all below them: they can hardly become the best. River: a subtree is looked at on its
   * right side only if all of its left side went.
   */
  prune(trial: ValueTrial, merit: number, least: number): void {
    const { lefts, rights } = this
    const smaller = new Float64Array(MOMENTS)
    const path: number[] = this.count > 0 ? [4 * 0 + WALK] : []
    let gone = false // whether all below the node in hand went
    const isPoor = (node: number): boolean => {
      this.branchUpTo(node, smaller, trial)
      return trial.leftMerit() / merit < least
    }
    for (let next = path.pop(); next !== undefined; next = path.pop()) {
      const node = next >> 2
      const step = next & 3
      if (step === WALK) {
        path.push(4 * node + TAKE_IN)
        gone = lefts[node] === NONE
        if (!gone) path.push(4 * lefts[node] + WALK)
      } else if (step === TAKE_IN) {
        if (!gone) continue // it stays, since something left of it stays
        lefts[node] = NONE
        if (rights[node] === NONE) gone = isPoor(node)
        else {
          merge(smaller, 0, this.moments, node * MOMENTS)
          path.push(4 * node + TAKE_OUT, 4 * rights[node] + WALK)
        }
      } else {
        subtract(smaller, 0, this.moments, node * MOMENTS)
        if (!gone) continue
        rights[node] = NONE
        gone = isPoor(node)
      }
    }
    this.compact(gone)
  }

  /** Closes the gaps that pruning left; with `empty` nothing is left. */
  private compact(empty: boolean): void {
    const old = {
      values: this.values,
      moments: this.moments,
      lefts: this.lefts,
      rights: this.rights,
    }
    const kept: number[] = empty || this.count === 0 ? [] : [0]
    const places = new Int32Array(this.count)
    for (let k = 0; k < kept.length; k++) {
      places[kept[k]] = k
      for (const child of [old.lefts[kept[k]], old.rights[kept[k]]]) {
        if (child !== NONE) kept.push(child)
      }
    }
    if (kept.length === this.count) return
    this.count = 0
    this.values = NO_FLOATS
    this.moments = NO_FLOATS
    this.lefts = NO_INTS
    this.rights = NO_INTS
    for (const node of kept) {
      const at = this.add(old.values[node])
      this.moments.set(old.moments.subarray(node * MOMENTS, (node + 1) * MOMENTS), at * MOMENTS)
      if (old.lefts[node] !== NONE) this.lefts[at] = places[old.lefts[node]]
      if (old.rights[node] !== NONE) this.rights[at] = places[old.rights[node]]
    }
  }

  get bytes(): number {
    return 200 + 48 * this.values.length
  }

  /** Children stand behind their parents, each below one, and values in their order. */
  checkState(): void {
    const { values, moments, lefts, rights, count } = this
    let valid = Number.isSafeInteger(count) && count >= 0
    valid &&= Math.min(values.length, lefts.length, rights.length) >= count
    valid &&= moments.length >= count * MOMENTS
    const parents = new Uint8Array(valid ? count : 0)
    for (let node = 0; valid && node < count; node++) {
      valid = !Number.isNaN(values[node]) && moments[node * MOMENTS] > 0
      for (const child of [lefts[node], rights[node]]) {
        if (child === NONE || !valid) continue
        valid = child > node && child < count && ++parents[child] === 1
        valid &&=
          child === lefts[node] ? values[child] < values[node] : values[child] > values[node]
      }
    }
    for (let node = 1; valid && node < count; node++) valid = parents[node] === 1
    if (!valid) throw new SnapshotError('the values of a search tree must form one tree')
  }
}
