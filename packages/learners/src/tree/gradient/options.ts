import type { Rules, Schema } from '@coelho/core'
import { declareNominal } from '../class-tree-options.js'
import { StaticQuantizer } from '../splitter/static-quantizer.js'
import { GradientTree, type GradientTreeOptions } from './gradient-tree.js'
import type { GradientLoss } from './loss.js'
import { checkQuantizer } from './quantizer.js'

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

/** The tree that grows under a model with these options. */
export function gradientTreeOf(
  { who, schema }: { who: string; schema: Schema },
  options: GradientTreeOptions,
  loss: GradientLoss,
): GradientTree {
  const quantizer = options.featureQuantizer ?? new StaticQuantizer()
  checkQuantizer(who, quantizer)
  declareNominal({ who, schema }, options)
  return new GradientTree(options, quantizer, loss, schema)
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
