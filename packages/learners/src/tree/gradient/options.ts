import type { Rules } from '@coelho/core'
import { StaticQuantizer } from '../splitter/static-quantizer.js'
import type { GradientTree, GradientTreeOptions } from './gradient-tree.js'
import { checkQuantizer, type Quantizer } from './quantizer.js'

/** The options of both gradient trees. */
export const GRADIENT_RULES: Rules<GradientTreeOptions> = {
  delta: { kind: 'number', default: 1e-7, above: 0, below: 1 },
  gracePeriod: { kind: 'number', default: 200, above: 0 },
  initPred: { kind: 'number', default: 0 },
  maxDepth: { kind: 'integer', default: null, nullable: true, atLeast: 0 },
  lambdaValue: { kind: 'number', default: 0.1, atLeast: 0 },
  gamma: { kind: 'number', default: 1, atLeast: 0 },
  nominalAttributes: { kind: 'strings', default: null, nullable: true },
  featureQuantizer: { kind: 'object', default: null, nullable: true },
}

/** The quantizer that was given, or River's. */
export function chosenQuantizer(who: string, given: Quantizer | null): Quantizer {
  if (given === null) return new StaticQuantizer()
  checkQuantizer(who, given)
  return given
}

/** What a gradient tree looks like, in numbers. */
export interface GradientTreeSummary {
  readonly nNodes: number
  readonly nBranches: number
  readonly nLeaves: number
  readonly height: number
  readonly nSplits: number
  readonly nNodeUpdates: number
  readonly nObservations: number
}

export function summariseGradients(tree: GradientTree): GradientTreeSummary {
  const { nodes, nSplits, nNodeUpdates, nObservations } = tree
  const nLeaves = nodes.leafCount
  return {
    nNodes: nodes.count,
    nBranches: nodes.count - nLeaves,
    nLeaves,
    height: nodes.height,
    nSplits,
    nNodeUpdates,
    nObservations,
  }
}
