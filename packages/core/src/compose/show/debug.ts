import type { AnomalyFilterLike, EstimatorLike } from '../../base/estimator-like.js'
import type { Features, FeatureValue } from '../../data/schema.js'
import { isTransformer } from '../chain.js'
import type { DebugOptions } from '../pipeline-types.js'

interface Steps {
  readonly steps: Map<string, EstimatorLike>
}

/** What a step says of an event that is an object: each kind has some of it. */
interface Sayings {
  transformOne?(x: unknown): Features
  predictOne?(x: unknown): unknown
  predictProbaOne?(x: unknown): Map<unknown, number>
  scoreOne?(x: unknown): number
  debugOne?(x: unknown): string
  readonly transformers?: Map<string, EstimatorLike>
}

const INDENT = '    '

/** River's `debug_one`: the event, then what each step makes of it. */
export function debugText(
  { steps }: Steps,
  x: unknown,
  { showTypes = true, nDecimals = 5 }: DebugOptions = {},
): string {
  const lines: string[] = []
  const title = (text: string, indent = '') => {
    lines.push(`${indent}${text}`, `${indent}${'-'.repeat(text.length)}`)
  }
  const event = (at: unknown, indent = '') => {
    lines.push(...describeEvent(at, showTypes, nDecimals).map((line) => `${indent}${line}`), '')
  }
  title('0. Input')
  event(x)
  let at = x
  let number = 0
  for (const step of steps.values()) {
    number++
    const says = step as EstimatorLike & Sayings
    title(`${number}. ${headOf(step)}`)
    if (says.transformers instanceof Map && isTransformer(step) && step.held) {
      let branch = 0
      for (const [name, part] of says.transformers) {
        title(`${number}.${branch++} ${'steps' in part ? String(part) : name}`, INDENT)
        event((part as Sayings).transformOne?.(at), INDENT)
      }
    }
    if (isTransformer(step)) {
      at = says.transformOne?.(at)
      event(at)
    } else lines.push(...answers(says, at, nDecimals), '')
  }
  return lines.join('\n').trimEnd()
}

function headOf(step: EstimatorLike): string {
  return step.who === 'TransformerUnion' ? 'Transformer union' : String(step)
}

function answers(step: EstimatorLike & Sayings, at: unknown, nDecimals: number): string[] {
  const lines: string[] = []
  if (step.kind === 'anomaly filter') {
    const score = step.scoreOne?.(at) ?? 0
    const passes = !(step as unknown as AnomalyFilterLike).classify(score)
    return [`Score: ${written(score, nDecimals)}`, passes ? 'It passes.' : 'It is not learned.']
  }
  if (step.debugOne) lines.push(step.debugOne(at), '')
  if (step.predictProbaOne) {
    const shares = [...step.predictProbaOne(at)].map(([label, p]) => [String(label), p] as const)
    shares.sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    lines.push(...shares.map(([label, p]) => `${label}: ${fixed(p, nDecimals)}`))
  } else if (step.scoreOne) lines.push(`Score: ${written(step.scoreOne(at), nDecimals)}`)
  else lines.push(`Prediction: ${written(step.predictOne?.(at), nDecimals)}`)
  return lines
}

function describeEvent(at: unknown, showTypes: boolean, nDecimals: number): string[] {
  if (typeof at !== 'object' || at === null) return [String(at)]
  return Object.entries(at as Record<string, FeatureValue>)
    .sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
    .map(([name, value]) => {
      const type = showTypes ? ` (${value === null ? 'missing' : typeof value})` : ''
      return `${name}: ${written(value, nDecimals)}${type}`
    })
}

function written(value: unknown, nDecimals: number): string {
  if (typeof value !== 'number' || !Number.isFinite(value)) return String(value)
  return Number.isInteger(value) ? String(value) : fixed(value, nDecimals)
}

/** With commas between thousands, as Python's `:,.5f`. */
function fixed(value: number, nDecimals: number): string {
  const [whole, digits] = value.toFixed(nDecimals).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return digits === undefined ? grouped : `${grouped}.${digits}`
}
