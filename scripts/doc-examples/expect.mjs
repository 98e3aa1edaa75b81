// What a compiled example calls for each `// =>`.
import { format, inspect, isDeepStrictEqual } from 'node:util'

export async function check(facts, value, wanted) {
  compare(facts, await outcome(value), await expectedValue(wanted))
}

export function checkNow(facts, value, wanted) {
  let given
  try {
    given = { value: value() }
  } catch (error) {
    given = { error }
  }
  let expected = {}
  try {
    if (wanted) expected = { value: wanted() }
  } catch {}
  compare(facts, given, expected)
}

async function outcome(value) {
  try {
    return { value: await value() }
  } catch (error) {
    return { error }
  }
}

/** What stands after the arrow, if it is an expression that has a value here. */
async function expectedValue(wanted) {
  try {
    return wanted ? { value: await wanted() } : {}
  } catch {
    return {}
  }
}

function compare({ line, expected, printed }, given, wanted) {
  const [isRight, shown] = expected.startsWith('throws ')
    ? throwsAsTold(given, expected.slice('throws '.length))
    : matches(given, expected, wanted, printed)
  if (!isRight) throw new Mismatch(line, expected, shown)
}

function throwsAsTold({ error }, text) {
  if (error === undefined) return [false, 'nothing was thrown']
  const { name, message } = error
  const accepted = [message, `${name}: ${message}`, name]
  return [accepted.some((form) => looksLike(form, text)), `${name}: ${message}`]
}

function matches(given, expected, wanted, printed) {
  if ('error' in given) throw given.error
  const value = printed && given.value.length === 1 ? given.value[0] : given.value
  const shown = inspect(value, { depth: 8, breakLength: Number.POSITIVE_INFINITY })
  const texts = [shown, typeof value === 'function' ? '' : String(value)]
  if (printed) texts.push(format(...given.value))
  if ('value' in wanted && isDeepStrictEqual(plain(value), wanted.value)) return [true, shown]
  return [texts.some((text) => looksLike(text, expected)), shown]
}

/** `…` stands for anything. */
function looksLike(text, pattern) {
  if (text === pattern || text.trimEnd() === pattern) return true
  if (!pattern.includes('…')) return false
  const parts = pattern.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(text)
}

/** An object without a prototype reads like any other one. */
function plain(value) {
  const isBare = typeof value === 'object' && value && Object.getPrototypeOf(value) === null
  return isBare ? { ...value } : value
}

class Mismatch extends Error {
  constructor(line, expected, shown) {
    super(`the example says ${expected}, the code gives ${shown}`)
    this.line = line
  }
}
