import type { Layout } from './bundled.js'
import type { DatasetEvent } from './dataset.js'

/** The events of a dataset as the files in `data/` write them. */
export function* parseTable(
  text: string,
  { target, read = {} }: Layout,
): Generator<DatasetEvent<Record<string, unknown>, unknown>> {
  const [header, ...lines] = text.split('\n')
  const names = header.split(',')
  const targets = typeof target === 'string' ? [target] : target
  const roles = names.map((name) => targets.indexOf(name))
  const readers = names.map((name) => read[name] ?? readDouble)
  const before: string[] = []
  for (const line of lines) {
    const x: Record<string, unknown> = {}
    const y: Record<string, unknown> = {}
    const fields = line.split(',')
    for (let i = 0; i < names.length; i++) {
      if (fields[i] !== '') before[i] = fields[i]
      const value = readers[i](before[i])
      if (roles[i] < 0) x[names[i]] = value
      else y[names[i]] = value
    }
    yield [x, typeof target === 'string' ? y[target] : y]
  }
}

/** A number in decimal notation; with a `+` or `-` at its end, the next one above or below. */
function readDouble(text: string): number {
  const sign = text.at(-1)
  if (sign !== '+' && sign !== '-') return Number(text)
  const value = new Float64Array([Number(text.slice(0, -1))])
  const bits = new BigInt64Array(value.buffer)
  bits[0] += (sign === '+') === value[0] > 0 ? 1n : -1n
  return value[0]
}
