import type { Rule, Rules } from './rules.js'

/** `GaussianNB()`, `HoeffdingTreeClassifier({ gracePeriod: 50 })`: the code that builds it. */
export function describeBuild<Options extends object>(
  name: string,
  options: Readonly<Options>,
  rules: Rules<Options>,
): string {
  const changed = Object.entries<Rule>(rules)
    .map(([key, rule]) => [key, (options as Record<string, unknown>)[key], rule.default] as const)
    .filter(([, value, standard]) => value !== standard)
    .map(([key, value]) => `${key}: ${literal(value)}`)
  return changed.length ? `${name}({ ${changed.join(', ')} })` : `${name}()`
}

function literal(value: unknown): string {
  if (typeof value === 'string')
    return /['\\\p{Cc}]/u.test(value) ? JSON.stringify(value) : `'${value}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (value instanceof Map) return `new Map([${[...value].map(literal).join(', ')}])`
  if (value instanceof Set) return `new Set([${[...value].map(literal).join(', ')}])`
  if (typeof value === 'bigint') return `${value}n`
  return isPlain(value) ? objectLiteral(value) : String(value)
}

/** True for `{ … }`, which has no text of its own. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const parent = Object.getPrototypeOf(value)
  return parent === null || parent === Object.prototype
}

function objectLiteral(object: object): string {
  const entries = Object.entries(object).map(
    ([key, value]) => `${keyLiteral(key)}: ${literal(value)}`,
  )
  return entries.length ? `{ ${entries.join(', ')} }` : '{}'
}

function keyLiteral(key: string): string {
  // In brackets: a plain "__proto__" in a literal would set the prototype.
  if (key === '__proto__') return "['__proto__']"
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(key) ? key : literal(key)
}
