import { growFloats, math, NO_FLOATS, type Row, type Schema, SnapshotError } from '@coelho/core'
import { ADWIN } from '../drift/adwin.js'
import type { ErrorDetector } from '../tree/grow/error-detectors.js'
import { NOMINAL_BINARY, NUMERIC_BINARY } from '../tree/grow/nodes.js'
import { addValue, MOMENTS, variance } from '../tree/leaf/moments.js'
import { ValueLeaf } from '../tree/leaf/value-leaf.js'

/** One condition of a rule: a feature is up to a threshold, or has a category; or the opposite. */
export interface Literal {
  readonly feature: number
  readonly kind: number
  readonly test: number
  readonly negated: boolean
}

/** Of a literal: feature, kind, test, and 1 if it is negated. */
const FIELDS = 4

/** Conditions, and what is known of the events that meet them. */
export class Rule {
  static readonly id = 'rules.Rule'
  static readonly state = [
    'literals',
    'known',
    'features',
    'totalWeight',
    'lastAttempt',
    'detector',
    'model',
    'targets',
    'meanError',
    'modelError',
  ] as const
  static readonly parts: readonly unknown[] = [ValueLeaf, ADWIN]

  private literals: number[] = []
  /** The targets since the rule last changed, and how they depend on the features. */
  known: ValueLeaf = new ValueLeaf()
  /** The moments of the values of each numeric feature. */
  private features: Float64Array = NO_FLOATS
  totalWeight = 0
  /** The weight when a further literal was last looked for. */
  lastAttempt = 0
  detector: ErrorDetector | null = null

  // What it predicts with outlasts its changes.
  /** The number of its model, or -1. */
  model = -1
  /** The moments of all targets. */
  private targets: Float64Array = new Float64Array(MOMENTS)
  /** The faded absolute errors of the mean and of the model. */
  meanError = 0
  modelError = 0

  get mean(): number {
    return this.targets[1]
  }

  learnTarget(y: number, weight: number): void {
    addValue(this.targets, 0, y, weight)
  }

  /** True if the row meets all conditions; what is absent meets none. */
  covers({ values }: Row): boolean {
    const { literals } = this
    for (let at = 0; at < literals.length; at += FIELDS) {
      const x = values[literals[at]]
      if (x !== x) return false
      const test = literals[at + 2]
      const met = literals[at + 1] === NUMERIC_BINARY ? x <= test : x === test
      if (met === (literals[at + 3] === 1)) return false
    }
    return true
  }

  /** Takes in the values of the numeric features. */
  learnFeatures({ indices, values, count, width }: Row, weight: number, schema: Schema): void {
    this.features = growFloats(this.features, width * MOMENTS)
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      if (schema.kind(feature) === 'number') {
        addValue(this.features, feature * MOMENTS, values[feature], weight)
      }
    }
  }

  /** How usual a row is for the rule: the lower, the further its values are from their means. */
  score({ indices, values, count }: Row, schema: Schema): number {
    const { features } = this
    let score = 0
    let hits = 0
    for (let k = 0; k < count; k++) {
      const feature = indices[k]
      const at = feature * MOMENTS
      if (at >= features.length || schema.kind(feature) !== 'number') continue
      const spread = variance(features, at)
      if (!(spread > 0)) continue
      const apart = values[feature] - features[at + 1]
      const p = (2 * spread) / (spread + apart * apart)
      if (!(p > 0 && p < 1)) continue
      score += math.log(p / (1 - p))
      hits++
    }
    return hits > 0 ? score / hits : 0
  }

  /** The rule with one condition more; it has to learn anew, but predicts as before. */
  narrowed(literal: Literal, detector: ErrorDetector): Rule {
    const rule = new Rule()
    rule.literals = [...this.literals]
    rule.narrow(literal)
    rule.detector = detector
    rule.model = this.model
    rule.targets = this.targets
    rule.meanError = this.meanError
    rule.modelError = this.modelError
    return rule
  }

  /** Of two thresholds on the same side of a feature the tighter one stays. */
  private narrow({ feature, kind, test, negated }: Literal): void {
    const { literals } = this
    for (let at = 0; kind === NUMERIC_BINARY && at < literals.length; at += FIELDS) {
      if (literals[at] !== feature || (literals[at + 3] === 1) !== negated) continue
      if (negated ? test > literals[at + 2] : test < literals[at + 2]) literals[at + 2] = test
      return
    }
    literals.push(feature, kind, test, Number(negated))
  }

  /** As text: `km ≤ 4.0000 and town = rome`. */
  describe(schema: Schema): string {
    const { literals } = this
    const parts: string[] = []
    for (let at = 0; at < literals.length; at += FIELDS) {
      const [feature, kind, test, negated] = literals.slice(at, at + FIELDS)
      const numeric = kind === NUMERIC_BINARY
      const sign = numeric ? '≤>'[negated] : '=≠'[negated]
      const value = numeric ? test.toFixed(4) : String(schema.category(feature, test))
      parts.push(`${schema.name(feature)} ${sign} ${value}`)
    }
    return parts.join(' and ')
  }

  /** Whether the conditions of a restored rule are on features of the schema. */
  isOf(schema: Schema): boolean {
    const { literals } = this
    for (let at = 0; at < literals.length; at += FIELDS) {
      const [feature, kind, test] = literals.slice(at, at + FIELDS)
      if (!(feature < schema.size)) return false
      const nominal = schema.kind(feature) === 'category'
      if (nominal !== (kind === NOMINAL_BINARY)) return false
      if (nominal && schema.category(feature, test) === undefined) return false
    }
    return this.known instanceof ValueLeaf
  }

  checkState(): void {
    const { literals, features, targets } = this
    let valid = literals.length % FIELDS === 0 && targets.length === MOMENTS
    for (let at = 0; valid && at < literals.length; at += FIELDS) {
      const [feature, kind, test, negated] = literals.slice(at, at + FIELDS)
      valid = Number.isSafeInteger(feature) && feature >= 0 && typeof test === 'number'
      valid &&= kind === NUMERIC_BINARY || kind === NOMINAL_BINARY
      valid &&= negated === 0 || negated === 1
    }
    valid &&= features.every((n, k) => k % MOMENTS !== 0 || n >= 0) && this.totalWeight >= 0
    if (!valid) throw new SnapshotError('a rule must know its conditions')
  }
}
