import { BoxTree } from './box-tree.js'
import { type Found, findNearestRanked, findWithin, type RankedPoints } from './points.js'

/** Among so few points a scan is as fast, in 2 dimensions as in 20: measured. */
const FEW = 128
/** A tree in which searches look at a larger part of the points is not worth its upkeep. */
const WORTH = 0.4
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
  private tree: BoxTree | undefined
  private pause = 0
  private nextPause: number = FIRST_PAUSE
  /** The part of the points that a search looks at, averaged. */
  private share = 0

  constructor(search: Search = 'fastest') {
    this.search = search
  }

  /** All points whose squared distance is below the limit, by rank. */
  within(points: RankedPoints, place: Float64Array, limit: number, found: Found): void {
    const tree = this.treeFor(points)
    if (tree) {
      tree.within(points, place, limit, found)
      this.judge(tree.looks, points.live)
    } else findWithin(points, place, limit, found)
    if (found.count > 1) found.sort(points.ranks)
  }

  /** The slot of the nearest point, of equal ones that of the lowest rank; -1 if there is none. */
  nearest(points: RankedPoints, place: Float64Array, beyond: number): number {
    const tree = this.treeFor(points)
    if (!tree) return findNearestRanked(points, place, beyond)
    const slot = tree.nearest(points, place, beyond)
    this.judge(tree.looks, points.live)
    return slot
  }

  added(points: RankedPoints, slot: number): void {
    const { tree } = this
    if (tree && !tree.isWorn(points.features)) tree.add(points, slot)
  }

  /** Before or after its slot is cleared. */
  removed(points: RankedPoints, slot: number): void {
    const { tree } = this
    if (tree && !tree.isWorn(points.features)) tree.remove(slot)
  }

  moved(points: RankedPoints, slot: number): void {
    const { tree } = this
    if (tree && !tree.isWorn(points.features)) tree.move(points, slot)
  }

  /** All may have changed. */
  forget(): void {
    this.tree = undefined
  }

  private treeFor(points: RankedPoints): BoxTree | undefined {
    if (this.search === 'scan' || (this.search === 'fastest' && points.live < FEW)) {
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

  private judge(looks: number, live: number): void {
    this.share += (looks / live - this.share) * LOOKS_KEPT
    if (this.share <= WORTH || this.search === 'tree') return
    this.tree = undefined
    this.share = 0
    this.pause = this.nextPause
    this.nextPause = Math.min(2 * this.nextPause, LONGEST_PAUSE)
  }
}
