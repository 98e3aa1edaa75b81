import { argmax } from '@coelho/core'

/** What JSON can hold of a label or of a prediction. */
export type Plain = string | number | boolean | null

/** A number that is none becomes null; a pair of an answer and a wish is the answer. */
export function plainOf(value: unknown): Plain {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return plainOf(value[0])
  return String(value)
}

/** What was answered: of probabilities the likeliest label, of a cluster its number. */
export function plainAnswer(answer: unknown): Plain {
  if (!(answer instanceof Map)) {
    const isPart = typeof answer === 'object' && answer !== null && 'prediction' in answer
    return isPart ? plainAnswer(answer.prediction) : plainOf(answer)
  }
  return plainOf(argmax(answer))
}
