import { math } from '@coelho/core'
import { LINKS, ODDS, POWER, SHARE } from './layout.js'
import type { MondrianNodes } from './nodes.js'

// Classes weigh nodes without logarithms. The odds of a branch are its merit, the product of the
// chances it gave to the classes that came, by that of the trees below it: a number between 2^-128
// and 2^128, times a power of UNIT.

const UNIT = 2 ** 256
const LOG_UNIT: number = 256 * Math.LN2
const LOW = 2 ** -128
const HIGH = 2 ** 128
const MOST_POWER = 2 ** 30
/** Logarithms of chances that could leave that range in one step. */
const FAR: number = 15 * -Math.LN10

/** A leaf has nothing below it. */
export function freshOdds({ links, numbers, stride }: MondrianNodes, leaf: number): void {
  numbers[leaf * stride + ODDS] = 1
  links[leaf * LINKS + POWER] = 0
}

/** The node, which may have been a leaf, is a branch now over what it was and a fresh leaf. */
export function branchOdds(nodes: MondrianNodes, node: number, wasLeaf: boolean): void {
  const { links, numbers, stride } = nodes
  const at = node * stride + ODDS
  const place = node * LINKS + POWER
  if (wasLeaf) numbers[at] = 1
  // The tree of a branch has the merit (own + below) / 2.
  else if (links[place] === 0) numbers[at] = (2 * numbers[at]) / (1 + numbers[at])
  else numbers[at] = links[place] > 0 ? 2 : 2 * numbers[at]
  if (wasLeaf || links[place] > 0) links[place] = 0
}

/**
 * The nodes of a path gave these chances to the class that came, `logs` are their logarithms times
 * `change`: brings odds and shares up to date, from the leaf on. `fresh`: the place of a branch
 * that was made just now.
 */
export function weigh(
  nodes: MondrianNodes,
  path: Int32Array,
  chances: Float64Array,
  logs: Float64Array,
  length: number,
  fresh: number,
  change: number,
): void {
  let least = 0
  for (let k = 0; k < length; k++) if (logs[k] < least) least = logs[k]
  if (least < FAR) weighFar(nodes, path, logs, length, fresh)
  else {
    if (change !== 1) for (let k = 0; k < length; k++) chances[k] = math.exp(logs[k])
    weighNear(nodes, path, chances, length, fresh)
  }
}

function weighNear(
  nodes: MondrianNodes,
  path: Int32Array,
  chances: Float64Array,
  length: number,
  fresh: number,
): void {
  const { links, numbers, stride } = nodes
  let below = chances[length - 1] // what the merit of the tree below is multiplied by
  for (let k = length - 2; k >= 0; k--) {
    const node = path[k]
    const at = node * stride
    const chance = chances[k]
    const before = numbers[at + ODDS]
    const odds = (before * chance) / below
    const power = links[node * LINKS + POWER]
    numbers[at + ODDS] = odds
    if (power === 0) {
      // A fresh branch takes the place of the tree below it: that had the merit 1 by these odds.
      below = (before * chance + below) / (k === fresh ? 2 : 1 + before)
      numbers[at + SHARE] = odds / (1 + odds)
    } else if (power > 0)
      below = chance // of the tree it is all
    else if (k === fresh) below /= 2
    if (odds < LOW || odds > HIGH) {
      settle(nodes, node)
      // What was above 1 is 1 still, even where odds are in reach again: they are far from 1.
      numbers[at + SHARE] = power > 0 || (power === 0 && odds > 1) ? 1 : 0
    }
  }
}

/** Brings odds back into their range; they are not far from it. */
function settle({ links, numbers, stride }: MondrianNodes, node: number): void {
  const isLow = numbers[node * stride + ODDS] < 1
  numbers[node * stride + ODDS] *= isLow ? UNIT : 1 / UNIT
  links[node * LINKS + POWER] += isLow ? -1 : 1
}

/** The same by logarithms of chances, however small they are. */
function weighFar(
  nodes: MondrianNodes,
  path: Int32Array,
  logs: Float64Array,
  length: number,
  fresh: number,
): void {
  const { links, numbers, stride } = nodes
  let below = logs[length - 1]
  for (let k = length - 2; k >= 0; k--) {
    const at = path[k] * stride
    const place = path[k] * LINKS + POWER
    const before = math.log(numbers[at + ODDS]) + LOG_UNIT * links[place]
    const odds = before + (logs[k] - below)
    const units = Math.max(-MOST_POWER, Math.min(MOST_POWER, Math.round(odds / LOG_UNIT)))
    const rest = Math.max(-LOG_UNIT / 2, Math.min(LOG_UNIT / 2, odds - units * LOG_UNIT))
    numbers[at + ODDS] = math.exp(rest)
    links[place] = units
    below += softPlus(odds) - (k === fresh ? Math.LN2 : softPlus(before))
    numbers[at + SHARE] = math.exp(odds - softPlus(odds))
  }
}

/** The logarithm of `1 + exp(x)`. */
function softPlus(x: number): number {
  return Math.max(x, 0) + math.log(1 + math.exp(-Math.abs(x)))
}

/** False if restored odds are none. */
export function hasOdds({ links, numbers, stride }: MondrianNodes, node: number): boolean {
  const odds = numbers[node * stride + ODDS]
  return Math.abs(links[node * LINKS + POWER]) <= MOST_POWER && odds >= LOW / 2 && odds <= 2 * HIGH
}
