import { Configured, type Label, math } from '@coelho/core'
import type { Loss } from './loss.js'

/** A number for each label. */
export type Probabilities = ReadonlyMap<Label, number> | Readonly<Record<string, number>>

/** A loss of several classes: predictions are probabilities by label. */
export abstract class MultiClassLoss<Options extends object = object>
  extends Configured<Options>
  implements Loss<Label, Probabilities, Map<Label, number>>
{
  abstract call(yTrue: Label, yPred: Probabilities): number

  /** How the loss changes with the output for one label. */
  abstract slope(p: number, isTruth: boolean, label: Label): number

  /** The same for each label, the true one included. */
  gradient(yTrue: Label, yPred: Probabilities): Map<Label, number> {
    const slopes = new Map<Label, number>()
    for (const [label, p] of probabilitiesOf(yPred)) {
      slopes.set(label, this.slope(p, label === yTrue, label))
    }
    if (!slopes.has(yTrue)) slopes.set(yTrue, this.slope(0, true, yTrue))
    return slopes
  }

  /** The probabilities that raw outputs stand for: their softmax. */
  meanFunc(yPred: Probabilities): Map<Label, number> {
    const entries = probabilitiesOf(yPred)
    const highest = entries.reduce((most, [, raw]) => Math.max(most, raw), -Infinity)
    const powers = entries.map(([label, raw]) => [label, math.exp(raw - highest)] as const)
    const total = powers.reduce((sum, [, power]) => sum + power, 0)
    return new Map(powers.map(([label, power]) => [label, power / total]))
  }
}

export function probabilitiesOf(of: Probabilities): [Label, number][] {
  return of instanceof Map ? [...of] : Object.entries(of)
}
