import { type Rules, random, SnapshotError } from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import type { Alternates } from './grow/alternates.js'
import type { TreeHabits } from './grow/check-tree.js'
import { checkDetector, type ErrorDetector } from './grow/error-detectors.js'
import type { Nodes } from './grow/nodes.js'
import { type SummarisedTree, summarise, type TreeSummary } from './show/summary.js'

/** How adaptive trees notice a change, and what they do then. */
export interface AdaptiveTreeSettings {
  /** Let a leaf learn each event some random number of times, about 1 on average. */
  readonly bootstrapSampling: boolean
  /** How many events a branch and its alternate must have seen before they are compared. */
  readonly driftWindowThreshold: number
  /** Watches the error of each node, of a regressor the absolute one; null: an `ADWIN`. */
  readonly driftDetector: ErrorDetector | null
  /** How likely it may be that an alternate that is no better takes its branch's place. */
  readonly switchSignificance: number
  /** Of the generator of all random choices; null: one is drawn, see `seed`. */
  readonly seed: random.Seed
}

export const ADAPTIVE_TREE: Rules<AdaptiveTreeSettings> = {
  bootstrapSampling: { kind: 'boolean', default: true },
  driftWindowThreshold: { kind: 'number', default: 300, atLeast: 0 },
  driftDetector: { kind: 'object', default: null, nullable: true },
  switchSignificance: { kind: 'number', default: 0.05, above: 0, atMost: 1 },
  seed: { kind: 'any', default: null },
}

export const ADAPTIVE_HABITS: TreeHabits = { hasAsides: true, keepsLeaves: false }

/** The detector that was given, or River's; `isReal` where errors are more than 0 and 1. */
export function chosenDetector(
  who: string,
  given: ErrorDetector | null,
  isReal: boolean,
): ErrorDetector {
  const detector = given ?? new ADWIN()
  checkDetector(who, 'driftDetector', detector, isReal)
  return detector
}

/** What an adaptive tree looks like, in numbers. */
export interface AdaptiveTreeSummary extends TreeSummary {
  readonly nAlternateTrees: number
  readonly nPrunedAlternateTrees: number
  readonly nSwitchAlternateTrees: number
}

export function summariseAdaptive(
  tree: SummarisedTree,
  { planted, pruned, switched }: Alternates,
): AdaptiveTreeSummary {
  return {
    ...summarise(tree),
    nAlternateTrees: planted,
    nPrunedAlternateTrees: pruned,
    nSwitchAlternateTrees: switched,
  }
}

/** Throws unless restored parts of an adaptive tree fit each other. */
export function checkAdaptive(rng: unknown, alternates: Alternates, nodes: Nodes<object>): void {
  if (!(rng instanceof random.Random)) throw new SnapshotError('the generator is missing')
  alternates.checkFit(nodes)
}
