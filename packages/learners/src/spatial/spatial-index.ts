import { BoxTree } from './box-tree.js'
import { type AimedPoints, type Few, offerFew } from './few.js'
import {
  type Found,
  findNearestRanked,
  findWithin,
  type LivePoints,
  type RankedPoints,
} from './points.js'

/** Among so few points a scan is as fast, in 2 dimensions as in 20: measured. */
const FEWEST = 128
/** A tree in which searches look at a larger part of the points is not worth its upkeep. */
const WORTH = 0.4
/**
 * Where several are sought, scans are quicker: they pass over what is too far, several coordinates
 * at a time. Measured: as fast as a tree where that looks at 0.12 of 1,000 points, 0.085 of 10,000,
 * in 10 as in 20 dimensions, and at 0.035 of 100,000, which it fetches from all over the memory.
 */
const WORTH_FEW = 0.08
const WORTH_FEW_AFAR = 0.035
const NEAR_COORDINATES = 262144
/** For so many searches a tree that was not worth it is left alone, then for twice as many. */
const FIRST_PAUSE = 1024
const LONGEST_PAUSE = 65536
const LOOKS_KEPT = 1 / 32

/** How points are searched: by what is faster, or always in one way. */
export type Search = 'fastest' | 'scan' | 'tree'

/**
 * Finds points that move, appear and vanish: the nearest to a place, or all within a radius. Both
 * ways of searching give the same points in the same order; which one is used follows how many
 * points there are, and how many of them a search in the tree has to look at.
 */
export class SpatialIndex {
  private readonly search: Search
  private readonly fewest: number
  private tree: BoxTree | undefined
  private pause = 0
  private nextPause: number
  /** The part of the points that a search looks at, averaged. */
  private share = 0

  /** Among fewer points than `fewest` it never builds a tree. */
  constructor(
    search: Search = 'fastest',
    fewest: number = FEWEST,
    firstPause: number = FIRST_PAUSE,
  ) {
    this.search = search
    this.fewest = fewest
    this.nextPause = firstPause
  }

  /** All points whose squared distance is below the limit, by rank. */
  within(points: RankedPoints, place: Float64Array, limit: number, found: Found): void {
    const tree = this.treeFor(points)
    if (tree) {
      tree.within(points, place, limit, found)
      this.judge(tree.looks / points.live, WORTH)
    } else findWithin(points, place, limit, found)
    if (found.count > 1) found.sort(points.ranks)
  }

  /** The slot of the nearest point, of equal ones that of the lowest rank; -1 if there is none. */
  nearest(points: RankedPoints, place: Float64Array, beyond: number): number {
    const tree = this.treeFor(points)
    if (!tree) return findNearestRanked(points, place, beyond)
    const slot = tree.nearest(points, place, beyond)
    this.judge(tree.looks / points.live, WORTH)
    return slot
  }

  /** Offers what may be among the nearest; false if nothing was done, as a scan is faster. */
  few(points: AimedPoints, first: number, few: Few): boolean {
    const tree = this.treeFor(points)
    if (!tree) return false
    const { live, features } = points
    const looks = offerFew(tree, points, first, few)
    const isNear = live * features <= NEAR_COORDINATES
    this.judge(looks / live, isNear ? WORTH_FEW : WORTH_FEW_AFAR)
    return true
  }

  added(points: LivePoints, slot: number): void {
    const { tree } = this
    if (tree && !tree.isWorn(points.features)) tree.add(points, slot)
  }

  /** Before or after its slot is cleared. */
  removed(points: LivePoints, slot: number): void {
    const { tree } = this
    if (tree && !tree.isWorn(points.features)) tree.remove(slot)
  }

  moved(points: LivePoints, slot: number): void {
    const { tree } = this
    if (tree && !tree.isWorn(points.features)) tree.move(points, slot)
  }

  /** All may have changed. */
  forget(): void {
    this.tree = undefined
  }

  private treeFor(points: LivePoints): BoxTree | undefined {
    if (this.search === 'scan' || (this.search === 'fastest' && points.live < this.fewest)) {
      this.tree = undefined
      return undefined
    }
    if (this.pause > 0) {
      this.pause--
      return undefined
    }
    if (!this.tree || this.tree.isWorn(points.features)) {
      this.tree ??= new BoxTree()
      this.tree.build(points)
    }
    return this.tree
  }

  private judge(share: number, worth: number): void {
    this.share += (share - this.share) * LOOKS_KEPT
    if (this.share <= worth || this.search === 'tree') return
    this.tree = undefined
    this.share = 0
    this.pause = this.nextPause
    this.nextPause = Math.min(2 * this.nextPause, LONGEST_PAUSE)
  }
}
