import { shortName } from '../base/class-name.js'
import type { AnyMetric } from './subject.js'

/** What a class or an object is called in tables: `Accuracy`, `StandardScaler | GaussianNB`. */
export function nameOf(object: object): string {
  const { steps } = object as { steps?: unknown }
  if (steps instanceof Map) return [...steps.keys()].join(' | ')
  const { id, name } = object.constructor as unknown as { id?: string; name: string }
  return shortName({ id: id ?? name })
}

/** The same names made different by numbers, as the steps of a pipeline are. */
export function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>()
  for (const name of names) {
    let free = name
    for (let n = 1; taken.has(free); n++) free = `${name}${n}`
    taken.add(free)
  }
  return [...taken]
}

/** Each of several metrics by its name, also those of a bundle; one metric by its own. */
export function metricsByName(metric: AnyMetric): [name: string, metric: AnyMetric][] {
  const { metrics } = metric as { metrics?: Partial<Named> } // a bundle
  const named = [metric as Partial<Named>, metrics].find((one) => one?.toMembers)
  if (named?.toMembers) return Object.entries(named.toMembers())
  const list = membersOf(metric)
  return distinct(list.map(nameOf)).map((name, i) => [name, list[i]])
}

/** Several metrics one by one; one metric alone. */
export function membersOf(metric: AnyMetric): AnyMetric[] {
  const list = Symbol.iterator in metric ? [...(metric as Iterable<Partial<AnyMetric>>)] : []
  const several = list.length > 0 && list.every((one) => typeof one?.update === 'function')
  return several ? (list as AnyMetric[]) : [metric]
}

/** Several metrics that have names of their own. */
interface Named {
  toMembers(): Record<string, AnyMetric>
}
