import { InvalidInputError, type Schema } from '@coelho/core'
import type { Member } from '../ensemble/member.js'
import { summarise, type TreeSummary } from '../tree/show/summary.js'
import { type ForestTree, TreeView } from './tree-view.js'

/** What a forest looks like, in numbers; what is learned in the background is counted too. */
export interface ForestSummary {
  readonly nModels: number
  readonly nNodes: number
  /** How many nodes the longest path of all trees has. */
  readonly height: number
  readonly nDriftsDetected: number
  readonly nWarningsDetected: number
  /** How many trees learn in the background. */
  readonly nBackground: number
  /** How much memory the trees take, those in the background included. */
  readonly bytes: number
  readonly trees: readonly TreeSummary[]
}

/** How a member of a forest holds its tree. */
type TreeOf<Model> = (model: Model) => ForestTree

export function summariseForest<Model extends object>(
  members: readonly Member<Model>[],
  treeOf: TreeOf<Model>,
): ForestSummary {
  const trees = members.map(({ model }) => summarise(treeOf(model)))
  const background = members.flatMap((member) => member.background ?? [])
  const all = [...members.map(({ model }) => model), ...background]
  return {
    nModels: members.length,
    nNodes: sum(trees, ({ nNodes }) => nNodes),
    height: Math.max(0, ...trees.map(({ height }) => height)),
    nDriftsDetected: sum(members, ({ nDrifts }) => nDrifts),
    nWarningsDetected: sum(members, ({ nWarnings }) => nWarnings),
    nBackground: background.length,
    bytes: sum(all, (model) => bytesOf(treeOf(model))),
    trees,
  }
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0)
}

function bytesOf({ nodes, insight }: ForestTree): number {
  const start = nodes.bytes + insight.bytes
  return nodes.leaves.reduce((bytes, leaf) => bytes + (leaf?.bytes ?? 0), start)
}

/** All trees as text, each under its number. */
export function forestToText(views: readonly TreeView[]): string {
  return views.map((view, i) => `tree ${i}\n${view.toText()}`).join('\n\n')
}

/** The trees of a forest, to look at. */
export function viewsOf<Model extends object>(
  members: readonly Member<Model>[],
  treeOf: TreeOf<Model>,
  schema: Schema,
): TreeView[] {
  return members.map(({ model }) => new TreeView(treeOf(model), schema))
}

/** One tree in the DOT language. */
export function treeToDot(who: string, views: readonly TreeView[], treeId: number): string {
  const view = views[treeId]
  if (view) return view.toDot()
  throw new InvalidInputError(who, `there is a tree for each number below ${views.length}`, treeId)
}
