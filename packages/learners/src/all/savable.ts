/** They are extended, and never saved. */
const CONTRACTS = [
  'Configured',
  'Estimator',
  'Metric',
  'Statistic',
  'metrics.base.ClassificationMetric',
  'metrics.base.MeanMetric',
  'metrics.base.RollingArea',
]

interface Savable {
  readonly id: string
  new (...options: never[]): object
}

/** The classes with an id of their own that a module exports, or one within it. */
export function savable(module: object, found: Set<Savable> = new Set()): Set<Savable> {
  for (const value of Object.values(module)) {
    if (typeof value === 'function') {
      const isNamed = Object.hasOwn(value, 'id') && 'state' in value
      if (isNamed && !CONTRACTS.includes(value.id)) found.add(value)
    } else if (isModule(value)) savable(value, found)
  }
  return found
}

/** True for a namespace: bundlers make plain objects of them, Bun gives them a bare prototype. */
function isModule(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const parent = Object.getPrototypeOf(value)
  return parent === null || Object.getPrototypeOf(parent) === null
}
