import type { Rules, Schema } from '@coelho/core'
import { chosen, type ScalarLoss } from '../linear-model/glm-options.js'
import { BinaryLoss } from '../optim/losses/binary-loss.js'
import { Log } from '../optim/losses/log.js'
import { RegressionLoss } from '../optim/losses/regression-loss.js'
import { Squared } from '../optim/losses/squared.js'
import type { Interactions } from './interactions/interactions.js'
import { Machine } from './machine.js'
import { type FactorOptions, type FactorSetup, setUpFactors } from './options.js'

export interface ClassLoss {
  /** What is made small; null: the logarithmic loss. */
  readonly loss: BinaryLoss | null
}

export interface ValueLoss {
  /** What is made small; null: the squared error. */
  readonly loss: RegressionLoss | null
}

export const lossRule: Rules<{ readonly loss: unknown }> = {
  loss: { kind: 'object', default: null, nullable: true },
}

/** The model that a machine is made for. */
interface Owner<Options> {
  readonly who: string
  readonly schema: Schema
  readonly options: Options
}

/** Makes what features add together: in this the machines differ. */
type Meeting = (setup: FactorSetup) => Interactions

export function classMachine(model: Owner<FactorOptions & ClassLoss>, meeting: Meeting): Machine {
  const { loss } = model.options
  const given = chosen(model.who, 'loss', 'a binary loss', BinaryLoss, loss)
  return machineOf(model, given ?? new Log(), meeting)
}

export function valueMachine(model: Owner<FactorOptions & ValueLoss>, meeting: Meeting): Machine {
  const { loss } = model.options
  const given = chosen(model.who, 'loss', 'a regression loss', RegressionLoss, loss)
  return machineOf(model, given ?? new Squared(), meeting)
}

function machineOf(
  { who, schema, options }: Owner<FactorOptions>,
  loss: ScalarLoss,
  meeting: Meeting,
): Machine {
  const setup = setUpFactors(who, options, loss)
  return new Machine(setup, schema, meeting(setup))
}
