import {
  type DriftDetector,
  type RegressorLike,
  type Row,
  type Schema,
  SnapshotError,
} from '@coelho/core'
import { trySplits } from '../tree/grow/attempt-value-split.js'
import { hoeffdingBound } from '../tree/grow/bound.js'
import type { ErrorDetector } from '../tree/grow/error-detectors.js'
import { LeafModels } from '../tree/grow/leaf-models.js'
import { bestTwo } from '../tree/grow/split.js'
import { type ValueSplit, ValueTrial } from '../tree/grow/value-trial.js'
import { MOMENTS, variance } from '../tree/leaf/moments.js'
import type { ValueSplitter } from '../tree/splitter/value-splitter.js'
import { Rule } from './rule.js'

/** How rules predict. */
export type RulePrediction = 'mean' | 'model' | 'adaptive'

export interface RuleSetOptions {
  readonly nMin: number
  readonly delta: number
  readonly tau: number
  readonly predType: RulePrediction
  readonly splitter: ValueSplitter
  readonly fadingFactor: number
  readonly anomalyThreshold: number
  readonly mMin: number
  readonly orderedRuleSet: boolean
  readonly minSamplesSplit: number
}

/** Rules in the order in which they came, and one for all events that none of them covers. */
export class RuleSet {
  static readonly id = 'rules.RuleSet'
  static readonly state = ['rules', 'rest', 'models', 'driftCount'] as const
  static readonly parts: readonly unknown[] = [Rule, LeafModels]

  readonly rules: Rule[] = []
  readonly models: LeafModels
  private rest: Rule
  driftCount = 0
  private readonly options: RuleSetOptions
  private readonly detector: ErrorDetector
  private readonly schema: Schema
  private readonly trial: ValueTrial

  constructor(
    who: string,
    options: RuleSetOptions,
    model: RegressorLike,
    detector: ErrorDetector,
    schema: Schema,
  ) {
    this.options = options
    this.detector = detector
    this.schema = schema
    const wanted = options.predType === 'mean' ? null : model
    this.models = new LeafModels(who, wanted, schema, 'predModel')
    this.trial = new ValueTrial(options.minSamplesSplit, { asShare: true })
    this.rest = this.newRule()
  }

  private newRule(): Rule {
    const rule = new Rule()
    rule.detector = this.detector.clone()
    rule.model = this.models.add()
    return rule
  }

  /** The first rule that covers the row, or the first behind a place; -1 if none does. */
  firstFor(row: Row, from = 0): number {
    const { rules } = this
    for (let k = from; k < rules.length; k++) if (rules[k].covers(row)) return k
    return -1
  }

  /** What a rule predicts; without a place the one for the rest. */
  predictBy(place: number, row: Row): number {
    return this.predictWith(place < 0 ? this.rest : this.rules[place], row)
  }

  private predictWith(rule: Rule, row: Row): number {
    const isMean = rule.model < 0 || this.prefersMean(rule)
    return isMean ? rule.mean : this.models.predict(rule.model, row)
  }

  private prefersMean({ meanError, modelError }: Rule): boolean {
    return this.options.predType === 'adaptive' && meanError <= modelError
  }

  /** What the first rule that covers the row predicts, or the mean of all that do. */
  predict(row: Row): number {
    let place = this.firstFor(row)
    if (place < 0 || this.options.orderedRuleSet) return this.predictBy(place, row)
    let sum = 0
    let hits = 0
    for (; place >= 0; place = this.firstFor(row, place + 1)) {
      sum += this.predictBy(place, row)
      hits++
    }
    return sum / hits
  }

  /** How usual a row is for a rule; without a place for the one for the rest. */
  score(place: number, row: Row): number {
    return (place < 0 ? this.rest : this.rules[place]).score(row, this.schema)
  }

  learn(row: Row, y: number, weight: number): void {
    const { mMin, anomalyThreshold, orderedRuleSet } = this.options
    const { rules } = this
    let covered = false
    for (let k = this.firstFor(row); k >= 0; k = this.firstFor(row, k + 1)) {
      const rule = rules[k]
      if (rule.totalWeight > mMin && rule.score(row, this.schema) < anomalyThreshold) continue
      const predicted = this.predictWith(rule, row)
      if (this.hasDrifted(rule, Math.abs(y - predicted))) {
        rules.splice(k--, 1)
        this.models.remove(rule.model)
        this.driftCount++
        continue
      }
      covered = true
      this.teach(rule, row, y, weight)
      const narrower = this.narrower(rule)
      if (narrower) rules[k] = narrower
      if (orderedRuleSet) break
    }
    if (covered) return
    this.teach(this.rest, row, y, weight)
    const narrower = this.narrower(this.rest)
    if (!narrower) return
    rules.push(narrower)
    this.rest = this.newRule()
  }

  /** The model of a rule may have lost its way: infinity is no error to be judged. */
  private hasDrifted({ detector }: Rule, error: number): boolean {
    if (!detector || !Number.isFinite(error)) return false
    ;(detector as DriftDetector).update(error)
    return detector.driftDetected
  }

  private teach(rule: Rule, row: Row, y: number, weight: number): void {
    const { schema, models } = this
    const { splitter, predType, fadingFactor } = this.options
    rule.totalWeight += weight
    rule.known.learn(row, y, weight, schema, splitter, null)
    rule.learnFeatures(row, weight, schema)
    if (predType === 'adaptive') {
      const byModel = models.predict(rule.model, row)
      rule.meanError = fadingFactor * rule.meanError + Math.abs(y - rule.mean)
      rule.modelError = fadingFactor * rule.modelError + Math.abs(y - byModel)
      // River: its model learns an event as often as its weight has whole numbers, and at weight 1.
      for (let k = 1; k <= weight; k++) models.learn(rule.model, row, y, 1)
    } else if (predType === 'model') models.learn(rule.model, row, y, weight)
    rule.learnTarget(y, weight)
  }

  /** The rule with one condition more, if one is beyond doubt. */
  private narrower(rule: Rule): Rule | undefined {
    const { nMin, delta, tau, splitter } = this.options
    if (rule.totalWeight - rule.lastAttempt < nMin) return undefined
    const found = trySplits(rule.known, this.trial, this.schema, splitter, true)
    const [best, second] = bestTwo(found)
    const bound = hoeffdingBound(1, delta, rule.totalWeight)
    const sure =
      !second ||
      (best !== undefined && best.merit > 0 && (best.merit - second.merit > bound || bound < tau))
    if (!best || best.feature < 0 || !sure) {
      rule.lastAttempt = rule.totalWeight
      return undefined
    }
    const { feature, kind, test } = best
    const literal = { feature, kind, test, negated: prefersRight(best) }
    return rule.narrowed(literal, this.detector.clone())
  }

  checkState(): void {
    const { rules, rest, models, schema, options } = this
    const kind = Object(this.detector).constructor
    const taken = new Set<number>()
    const all = [...rules, rest]
    const sound = all.every((rule) => {
      if (!(rule instanceof Rule)) return false
      const { model, detector, known } = rule
      const free = models.wanted ? model >= 0 && !taken.has(model) && models.has(model) : model < 0
      taken.add(model)
      return (
        free &&
        rule.isOf(schema) &&
        known.isOf(schema, options.splitter) &&
        known.active &&
        known.outputs === null &&
        Object(detector).constructor === kind
      )
    })
    const counted = Number.isSafeInteger(this.driftCount) && this.driftCount >= 0
    if (!sound || !counted) throw new SnapshotError('rules must know their features and models')
  }
}

/** True if the targets right of a split vary less, weighed by how many they are. */
function prefersRight({ moments }: ValueSplit): boolean {
  const n = moments[0] + moments[MOMENTS]
  const left = (moments[0] / n) * variance(moments, 0)
  const right = (moments[MOMENTS] / n) * variance(moments, MOMENTS)
  return !(left <= right)
}
