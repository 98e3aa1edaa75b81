import { random, SnapshotError } from '@coelho/core'
import type { checkFit } from '../tree/mondrian/check-fit.js'
import { MondrianNodes } from '../tree/mondrian/nodes.js'
import type { Grove } from './jobs/spreadable.js'

/** River: seeds have seven digits. */
const GREATEST_SEED = 9_999_999

/** The trees of a Mondrian forest, none before its first event. */
export class MondrianGrove implements Grove {
  trees: MondrianNodes[]

  constructor(trees: MondrianNodes[] = []) {
    this.trees = trees
  }

  get size(): number {
    return this.trees.length
  }

  share(picks: readonly number[]): MondrianGrove {
    return new MondrianGrove(picks.map((tree) => this.trees[tree]))
  }

  letGo(picks: readonly number[]): void {
    for (const tree of picks) this.trees[tree] = new MondrianNodes()
  }

  takeBack(picks: readonly number[], share: MondrianGrove): void {
    picks.forEach((tree, k) => {
      this.trees[tree] = share.trees[k]
    })
  }
}

/** Adds so many trees, each with a generator of its own. */
export function plantTrees(trees: MondrianNodes[], count: number, rng: random.Random): void {
  while (trees.length < count) {
    trees.push(new MondrianNodes(new random.Random(rng.randint(0, GREATEST_SEED))))
  }
}

/** Throws unless restored trees are as many as planted, or none, and fit their forest. */
export function checkTrees(
  trees: readonly unknown[],
  count: number,
  features: number,
  targets: number,
  check: typeof checkFit,
): void {
  const isWhole =
    Array.isArray(trees) &&
    [0, count].includes(trees.length) &&
    trees.every((tree) => tree instanceof MondrianNodes && tree.count > 0)
  if (!isWhole) throw new SnapshotError('a Mondrian forest must have all of its trees')
  for (const tree of trees) check(tree, features, targets)
}
