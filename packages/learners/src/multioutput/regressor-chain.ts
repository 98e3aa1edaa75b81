import {
  type Given,
  MultiOutput,
  type OutputPart,
  type OutputValues,
  putOwn,
  type RegressorLike,
  type Row,
  type Rules,
  requireKind,
} from '@coelho/core'
import { checkApart, checkOrder } from './options.js'
import { OutputModels } from './output-models.js'
import { Relay } from './relay.js'

export interface RegressorChainOptions {
  /** What tells one output: a regressor, or a pipeline that ends with one. */
  readonly model: RegressorLike
  /** The outputs in the order of the chain; further ones, or all if null, in that of the events. */
  readonly order: readonly string[] | null
}

/**
 * A regressor of several outputs, each by a copy of a model that is also told what was predicted
 * of the outputs before it, as a feature of the output's name. An output that is not in `order`
 * is learned from the second event on that has it, and predicted from then on.
 *
 * @example
 * const model = new RegressorChain({ model: new linearModel.LinearRegression() })
 * model.learnOne({ x: 1 }, { width: 2, height: 3 })
 * model.learnOne({ x: 1 }, { width: 2, height: 3 })
 * model.predictOne({ x: 0 }) // => { width: 0.04, height: 0.06 }
 */
export class RegressorChain extends MultiOutput<RegressorChainOptions, number> {
  static override readonly id = 'multioutput.RegressorChain'
  static override readonly rules: Rules<RegressorChainOptions> = {
    model: { kind: 'object' },
    order: { kind: 'strings', default: null, nullable: true },
  }
  static override readonly state: readonly string[] = ['outputs']
  static readonly parts: readonly unknown[] = [OutputModels]

  private readonly outputs: OutputModels<RegressorLike>
  private readonly relay: Relay

  constructor(given: Given<RegressorChainOptions>) {
    super(given)
    const { who, schema } = this
    const { model, order } = this.options
    requireKind(who, 'model', model, 'regressor')
    checkApart(who, schema, model)
    this.outputs = new OutputModels(model, checkOrder(who, order))
    this.relay = new Relay(who, schema, model)
  }

  get kind(): 'multi-target regressor' {
    return 'multi-target regressor'
  }

  protected override get part(): OutputPart {
    return this.outputs
  }

  override get mayRefuse(): boolean {
    return true
  }

  /** Throws if a model would refuse the row, or if there is no room for what is handed on. */
  override admitRow(row: Row): void {
    const { outputs } = this
    let at = this.relay.start(row)
    if (this.relay.takesAll(outputs.given, outputs.names.length)) return
    if (outputs.names.length === 0) outputs.given.admitRow(at)
    for (let i = 0; i < outputs.names.length; i++) {
      const model = outputs.at(i)
      model.admitRow(at)
      if (i < outputs.names.length - 1) at = this.handOn(at, i, model.predictRow(at))
    }
  }

  learnOutputs(row: Row, y: OutputValues<number>, weight: number): void {
    const { outputs } = this
    const { names } = outputs
    let at = this.relay.start(row)
    for (let i = 0; i < names.length; i++) {
      const model = outputs.toLearn(i)
      // River: the next one is told what was predicted before this one learned.
      const next = i === names.length - 1 ? at : this.handOn(at, i, model.predictRow(at))
      if (Object.hasOwn(y, names[i])) model.learnRow(at, y[names[i]], weight)
      at = next
    }
    // River: a new output is learned from its second event on.
    for (const name in y) if (Object.hasOwn(y, name)) outputs.add(name)
    this.commitModels()
  }

  /** River: an output is predicted once there is a model for it. */
  answerRow(row: Row, options?: object): OutputValues<number> {
    const { names, list } = this.outputs
    const answers: Record<string, number> = {}
    let at = this.relay.start(row)
    for (let i = 0; i < list.length; i++) {
      const predicted = list[i].predictRow(at)
      const answer = options ? (list[i].answerRow(at, options) as number) : predicted
      putOwn(answers, names[i], answer)
      if (i < list.length - 1) at = this.handOn(at, i, predicted)
    }
    return answers
  }

  private handOn(row: Row, place: number, predicted: number): Row {
    const next = this.relay.after(row, place)
    this.relay.put(next, this.outputs.names[place], predicted)
    return this.relay.seal(next)
  }

  /** The model of each output that was learned. */
  get models(): Map<string, RegressorLike> {
    return this.outputs.byName
  }

  override commit(): void {
    super.commit()
    this.commitModels()
  }

  private commitModels(): void {
    const { all } = this.outputs
    for (let i = 0; i < all.length; i++) all[i].commit()
  }

  override forget(): void {
    super.forget()
    const { all } = this.outputs
    for (let i = 0; i < all.length; i++) all[i].forget()
  }

  checkState(): void {
    const { options, who } = this
    this.outputs.check(who, options.model.schema, options.order ?? [])
  }
}
