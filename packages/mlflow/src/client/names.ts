import { InvalidInputError } from '@coelho/core'

const LONGEST = 250
/** What MLflow takes in names of metrics and params, besides `:`. */
const PLAIN = /^[\p{L}\p{N}_\-. /]$/u
const ESCAPED = /:u([0-9a-f]{1,6}):/g

/**
 * A name for a metric or a param that MLflow takes, from any text; `plainName` gives it back.
 * What MLflow would refuse becomes `:u25:`, the number of the sign.
 *
 * @example
 * safeName('accuracy (%)') // => 'accuracy :u28::u25::u29:'
 * safeName('F1: train') // => 'F1: train'
 * plainName('accuracy :u28::u25::u29:') // => 'accuracy (%)'
 */
export function safeName(name: string): string {
  if (/\p{Surrogate}/u.test(name))
    throw new InvalidInputError('safeName', 'must be Unicode text', name)
  const isPath = isNormal(name)
  let safe = ''
  for (let at = 0; at < name.length; ) {
    const sign = String.fromCodePoint(name.codePointAt(at)!)
    const isTaken = sign === ':' ? !looksEscaped(name, at) : PLAIN.test(sign)
    const isStep = !isPath && (sign === '/' || sign === '.')
    safe += isTaken && !isStep ? sign : `:u${sign.codePointAt(0)!.toString(16)}:`
    at += sign.length
  }
  if (safe !== '' && safe.length <= LONGEST) return safe
  const expected = `must be 1 to ${LONGEST} characters`
  throw new InvalidInputError('safeName', `the name ${expected}`, name)
}

/**
 * The text that `safeName` made a name of.
 *
 * @example
 * plainName('accuracy :u28::u25::u29:') // => 'accuracy (%)'
 */
export function plainName(name: string): string {
  return name.replace(ESCAPED, (all, digits: string) => {
    const code = Number.parseInt(digits, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
}

/** True if MLflow takes it as it is. */
export function isSafeName(name: string): boolean {
  const isTaken = [...name].every((sign) => sign === ':' || PLAIN.test(sign))
  return isTaken && name.length > 0 && name.length <= LONGEST && isNormal(name)
}

/** A name is a path to MLflow: one without empty steps, `.` and `..`. */
function isNormal(name: string): boolean {
  return name.split('/').every((step) => step !== '' && step !== '.' && step !== '..')
}

function looksEscaped(name: string, at: number): boolean {
  return /^:u[0-9a-f]{1,6}:/.test(name.slice(at, at + 9))
}
