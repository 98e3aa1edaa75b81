import { type Contestant, type Learning, metricValues } from '@coelho/runtime'
import { safeName } from '../client/names.js'

/** Values of metrics by their names in MLflow. */
export type Values = [key: string, value: number][]

/**
 * What a project's metrics say now: the champion's by their names, `F1`; those of others below
 * their own, `bayes/F1`; and what became of the events, `events/dead`.
 */
export function sampleOf(learning: Learning): Values {
  const { contestants, leader, counts } = learning
  const values: Values = []
  for (const one of contestants) {
    const start = one === leader ? '' : `${one.name}/`
    for (const [name, value] of valuesOf(one)) values.push([safeName(start + name), value])
  }
  for (const [name, count] of Object.entries(counts)) {
    if (name !== 'events') values.push([`events/${name}`, count])
  }
  return values
}

/** Each of a contestant's metrics that has a value by now. */
export function valuesOf({ metric }: Contestant): Values {
  return [...metricValues(metric)].filter(([, value]) => !Number.isNaN(value))
}

/** A value that a later one may be compared with, from a tag. */
export function valueIn(text: string | undefined): number | undefined {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isNaN(value) ? undefined : value
}
