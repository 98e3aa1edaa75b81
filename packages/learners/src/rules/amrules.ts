import {
  type Features,
  type Given,
  Regressor,
  type RegressorLike,
  type Row,
  type Rules,
} from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import { LinearRegression } from '../linear-model/linear-regression.js'
import { checkDetector, type ErrorDetector } from '../tree/grow/error-detectors.js'
import { addValue, MOMENTS, variance } from '../tree/leaf/moments.js'
import { TEBSTSplitter } from '../tree/splitter/tebst.js'
import { checkValueSplitter, type ValueSplitter } from '../tree/splitter/value-splitter.js'
import { type RulePrediction, RuleSet } from './rule-set.js'

export interface AMRulesOptions {
  /** How much weight a rule waits for between two attempts to narrow it. */
  readonly nMin: number
  /** The accepted error of a decision to narrow a rule; 0 and 1 are excluded. */
  readonly delta: number
  /** Below this bound two conditions count as equal, and the better is taken all the same. */
  readonly tau: number
  /** How rules predict: their mean, a model of their own, or whichever has been better. */
  readonly predType: RulePrediction
  /** The model each rule begins with, fresh; null: a `LinearRegression`. */
  readonly predModel: RegressorLike | null
  /** How thresholds of numeric features are found; null: a `TEBSTSplitter`. */
  readonly splitter: ValueSplitter | null
  /** Watches the error of each rule: one that drifts is dropped; null: an `ADWIN`. */
  readonly driftDetector: ErrorDetector | null
  /** How slowly past errors are forgotten when the better of mean and model is chosen. */
  readonly fadingFactor: number
  /** An event that is less usual for a rule than this is not learned by it: see `anomalyScore`. */
  readonly anomalyThreshold: number
  /** How much weight a rule must have seen before it tells what is unusual. */
  readonly mMin: number
  /** Only the first rule that covers an event counts; else all that do. */
  readonly orderedRuleSet: boolean
  /** How much weight must be on either side of a condition. */
  readonly minSamplesSplit: number
}

/**
 * Adaptive model rules: lists of conditions, each with a prediction of its own for the events
 * that meet them. A rule is narrowed as soon as the Hoeffding bound says that a condition takes
 * away most variance, and dropped when its error changes. What no rule covers goes to a default
 * rule, from which new ones come.
 *
 * Numbers and booleans are numeric features, strings are nominal ones; models that take numbers
 * only do not see the strings.
 *
 * @example
 * const model = new rules.AMRules({ nMin: 50, delta: 0.05, predType: 'mean' })
 * for (let i = 0; i < 100; i++) model.learnOne({ km: i % 20 }, i % 20 < 10 ? 5 : 25)
 * model.rules // => ['km > 9.0000']
 * model.predictOne({ km: 15 }) > model.predictOne({ km: 5 }) // => true
 */
export class AMRules extends Regressor<AMRulesOptions> {
  static override readonly id = 'rules.AMRules'
  static override readonly rules: Rules<AMRulesOptions> = {
    nMin: { kind: 'number', default: 200, above: 0 },
    delta: { kind: 'number', default: 1e-7, above: 0, below: 1 },
    tau: { kind: 'number', default: 0.05, atLeast: 0 },
    predType: { kind: 'string', default: 'adaptive', choices: ['mean', 'model', 'adaptive'] },
    predModel: { kind: 'object', default: null, nullable: true },
    splitter: { kind: 'object', default: null, nullable: true },
    driftDetector: { kind: 'object', default: null, nullable: true },
    fadingFactor: { kind: 'number', default: 0.99, atLeast: 0, atMost: 1 },
    anomalyThreshold: { kind: 'number', default: -0.75 },
    mMin: { kind: 'number', default: 30, atLeast: 0 },
    orderedRuleSet: { kind: 'boolean', default: true },
    minSamplesSplit: { kind: 'number', default: 5, atLeast: 0 },
  }
  static override readonly state: readonly string[] = ['set']
  static readonly parts: readonly unknown[] = [RuleSet, TEBSTSplitter, LinearRegression, ADWIN]

  private readonly set: RuleSet

  constructor(given: Given<AMRulesOptions> = {}) {
    super(given)
    const { who, options, schema } = this
    const splitter = options.splitter ?? new TEBSTSplitter()
    checkValueSplitter(who, splitter)
    const detector = options.driftDetector ?? new ADWIN()
    checkDetector(who, 'driftDetector', detector, true)
    const model = options.predModel ?? new LinearRegression()
    this.set = new RuleSet(who, { ...options, splitter }, model, detector, schema)
  }

  override get takesCategories(): boolean {
    return true
  }

  override get mayRefuse(): boolean {
    return this.set.models.mayRefuse
  }

  override admitRow(row: Row): void {
    const { models } = this.set
    for (let k = 0; k < models.list.length; k++) models.admit(k, row)
  }

  learnRow(row: Row, y: number, weight: number): void {
    this.set.learn(row, y, weight)
  }

  predictRow(row: Row): number {
    return this.set.predict(row)
  }

  /** How many rules there are, the default rule included. */
  get length(): number {
    return this.set.rules.length + 1
  }

  /** How many rules were dropped because their error had changed. */
  get nDriftsDetected(): number {
    return this.set.driftCount
  }

  /** The conditions of each rule, in their order. */
  get rules(): string[] {
    return this.set.rules.map((rule) => rule.describe(this.schema))
  }

  /** The conditions of the rule at a place; undefined if there is none. */
  get(place: number): string | undefined {
    return this.set.rules.at(place)?.describe(this.schema)
  }

  /** What it has learned. */
  get summary(): { readonly rules: readonly string[]; readonly nDriftsDetected: number } {
    return { rules: this.rules, nDriftsDetected: this.nDriftsDetected }
  }

  /**
   * How usual an event is for the rules that cover it (the lower, the less usual): the mean, its
   * standard deviation, and the share of the rules that cover it. Without any that of the default
   * rule.
   */
  anomalyScore(x: Features): [mean: number, deviation: number, share: number] {
    const { set } = this
    const row = this.door.peek(x)
    try {
      const scores = new Float64Array(MOMENTS)
      for (let k = set.firstFor(row); k >= 0; k = set.firstFor(row, k + 1)) {
        addValue(scores, 0, set.score(k, row), 1)
      }
      if (scores[0] === 0) return [set.score(-1, row), 0, 0]
      return [scores[1], Math.sqrt(variance(scores, 0)), scores[0] / set.rules.length]
    } finally {
      this.forget()
    }
  }

  /** Which rules an event is predicted by, and what each of them says, as text. */
  debugOne(x: Features): string {
    const { set, options, schema } = this
    const row = this.door.peek(x)
    try {
      const told = (place: number) => {
        return `\tPrediction (${options.predType}): ${set.predictBy(place, row).toFixed(4)}\n`
      }
      let text = ''
      for (let k = set.firstFor(row); k >= 0; k = set.firstFor(row, k + 1)) {
        text += `Rule ${k}: ${set.rules[k].describe(schema)}\n${told(k)}`
        if (options.orderedRuleSet) return text
      }
      if (text === '') return `Default rule triggered:\n${told(-1)}`
      return `${text}Final prediction: ${set.predict(row).toFixed(4)}\n`
    } finally {
      this.forget()
    }
  }
}
