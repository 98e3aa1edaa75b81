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
  return String(value)
}
