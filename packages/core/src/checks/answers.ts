import { CoelhoError } from '../errors.js'
import type { Kind } from './kind.js'
import { isObject, isPlain } from './same.js'

/** What a model answered, by the name of the method or property. */
export type Answers = Readonly<Record<string, unknown>>

type Loose = Record<string, unknown>
type Method = (...args: readonly unknown[]) => unknown

const ASKED: Readonly<Record<Kind, readonly string[]>> = {
  classifier: ['predictOne', 'predictProbaOne'],
  regressor: ['predictOne'],
  'active learner': ['predictOne', 'predictProbaOne'],
  'multi-label classifier': ['predictOne', 'predictProbaOne'],
  'multi-target regressor': ['predictOne'],
  clusterer: ['predictOne'],
  transformer: ['transformOne'],
  'supervised transformer': ['transformOne'],
  'anomaly detector': ['scoreOne'],
  forecaster: ['forecast'],
  'drift detector': ['driftDetected', 'warningDetected'],
  statistic: ['get', 'call'],
  metric: ['get'],
}

/** The methods by which a model of that kind answers, as far as this one has them. */
export function questions(kind: Kind, model: object): string[] {
  // A window has the methods of whatever it may hold; this one holds one thing.
  const { obj } = model as { obj?: unknown }
  const able = isObject(obj) ? obj : model
  return ASKED[kind].filter((name) => name in model && name in able)
}

/** Asks all there is to ask of one event. */
export function ask(kind: Kind, model: object, event: readonly unknown[]): Answers {
  const answers: [string, unknown][] = questions(kind, model).map((name) => {
    const asked = (model as Loose)[name]
    if (typeof asked !== 'function') return [name, asked]
    const method = asked as Method
    const given = argumentsFor(name, method, event)
    if (name === 'get') return [name, valuesOf(method.apply(model, [...given]))]
    return [
      name,
      kind === 'forecaster' ? forecast(model, method, given) : method.apply(model, [...given]),
    ]
  })
  return Object.fromEntries(answers)
}

/** Where several metrics answer as a Map of them, what each says. */
function valuesOf(answer: unknown): unknown {
  if (!(answer instanceof Map)) return answer
  const told = [...answer].map(([name, item]) => {
    const get = isObject(item) && !(item instanceof Map) ? (item as Loose)['get'] : undefined
    return [name, typeof get === 'function' ? get.call(item) : item] as const
  })
  return new Map(told)
}

/** A series may be too short to forecast from: then it is refused, and there is no answer. */
function forecast(model: object, method: Method, given: readonly unknown[]): unknown {
  try {
    return method.apply(model, [...given])
  } catch (error) {
    if (error instanceof CoelhoError) return undefined
    throw error
  }
}

/** A value by `get()`, or by `get(item)` where it is asked of an item. */
function argumentsFor(name: string, method: Method, event: readonly unknown[]): readonly unknown[] {
  if (name === 'get') return event.slice(0, method.length)
  if (name === 'forecast') return [3]
  if (name === 'scoreOne') return event.slice(0, Math.max(1, method.length))
  // A share is learned from booleans, and asked of a number.
  if (name === 'call' && typeof event[0] === 'boolean') return [0.5]
  return event.slice(0, 1)
}

/** What is wrong with an answer, as what it must be; undefined if nothing is. */
export function wrongWith(kind: Kind, answers: Answers): string | undefined {
  for (const [name, answer] of Object.entries(answers)) {
    const wrong = wrongAnswer(kind, name, answer)
    if (wrong) return `${name} must ${wrong}`
  }
  return undefined
}

function wrongAnswer(kind: Kind, name: string, answer: unknown): string | undefined {
  if (kind === 'active learner') return wrongPair(name, answer)
  if (kind === 'multi-label classifier') return wrongOutputs('classifier', name, answer)
  if (kind === 'multi-target regressor') return wrongOutputs('regressor', name, answer)
  if (name === 'predictProbaOne') return wrongProbabilities(answer)
  if (kind === 'classifier') return isLabel(answer) ? undefined : 'give a label or undefined'
  if (kind === 'regressor' || kind === 'anomaly detector' || kind === 'clusterer')
    return Number.isFinite(answer) ? undefined : 'give a finite number'
  if (name === 'transformOne')
    return isOutput(answer) ? undefined : 'give an object of finite numbers or strings'
  if (name.endsWith('Detected')) return typeof answer === 'boolean' ? undefined : 'be true or false'
  return holdsNaN(answer) ? 'never give NaN' : undefined
}

/** What is predicted, and whether the label is wanted; an empty Map stands for no label. */
function wrongPair(name: string, answer: unknown): string | undefined {
  if (!Array.isArray(answer) || answer.length !== 2 || typeof answer[1] !== 'boolean')
    return 'give a pair of a prediction and true or false'
  const isNone = answer[0] instanceof Map && answer[0].size === 0
  return isNone ? undefined : wrongAnswer('classifier', name, answer[0])
}

function wrongOutputs(kind: Kind, name: string, answer: unknown): string | undefined {
  if (!isPlain(answer)) return 'give an object with a value for each output'
  for (const value of Object.values(answer)) {
    const wrong = wrongAnswer(kind, name, value)
    if (wrong) return `for each output ${wrong}`
  }
  return undefined
}

function wrongProbabilities(answer: unknown): string | undefined {
  if (!(answer instanceof Map)) return 'give a Map of labels and probabilities'
  const valid = [...answer.values()].every((p) => Number.isFinite(p) && p >= 0 && p <= 1 + 1e-9)
  return valid ? undefined : 'give finite probabilities between 0 and 1'
}

function isLabel(answer: unknown): boolean {
  return (
    answer === undefined || ['string', 'boolean'].includes(typeof answer) || isFiniteNumber(answer)
  )
}

function isOutput(answer: unknown): boolean {
  if (!isObject(answer)) return false
  const fine = (item: unknown) =>
    isFiniteNumber(item) || typeof item === 'string' || typeof item === 'boolean' || item === null
  return Object.values(answer).every((item) => fine(item))
}

function isFiniteNumber(value: unknown): boolean {
  return Number.isFinite(value)
}

function holdsNaN(answer: unknown): boolean {
  if (typeof answer === 'number') return answer !== answer
  if (answer instanceof Map) return [...answer.values()].some(holdsNaN)
  return isObject(answer) && Object.values(answer).some(holdsNaN)
}
