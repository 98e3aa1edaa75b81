import type { Label, OutputValues, Row } from '@coelho/core'
import type { LabelChain } from './label-chain.js'

/** How likely a chain takes these labels to be together: the product of what its models say. */
export function payoff(chain: LabelChain, row: Row, y: OutputValues): number {
  const { names } = chain
  let product = names.length > 0 ? 1 : 0
  let at = chain.relay.start(row)
  for (let i = 0; i < names.length; i++) {
    const label = Object.hasOwn(y, names[i]) ? y[names[i]] : undefined
    product *= label === undefined ? 0 : chanceOf(chain.at(i).probabilities(at), label)
    // River: an output without a label is handed on as 0.
    if (i < names.length - 1) at = chain.withLabel(at, i, asNumber(label ?? 0))
  }
  return product
}

/** The probability of a label; `true` and 1 are one here, as `false` and 0 are. */
export function chanceOf(probabilities: ReadonlyMap<Label, number>, label: Label): number {
  const known = probabilities.get(label)
  if (known !== undefined) return known
  if (label === true || label === false) return probabilities.get(Number(label)) ?? 0
  return label === 0 || label === 1 ? (probabilities.get(label === 1) ?? 0) : 0
}

/** A text has no number, and is not handed on. */
function asNumber(label: Label): number {
  return typeof label === 'string' ? Number.NaN : Number(label)
}
