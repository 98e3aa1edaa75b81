import { createReadStream, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { stream } from '@coelho/learners'
import { csvOf, orders } from '../data.mjs'

function file(count) {
  const path = join(tmpdir(), `coelho-bench-${process.pid}-${count}.csv`)
  writeFileSync(path, csvOf(orders(count)))
  process.once('exit', () => rmSync(path, { force: true }))
  return path
}

export const reading = {
  CSV: (count) => {
    const path = file(count)
    return async () => {
      let value = 0
      const converters = { amount: Number, items: Number }
      for await (const [x] of stream.iterCsv(createReadStream(path), { converters })) {
        value += x.amount
      }
      return { value }
    }
  },
  /** The limit: lines and nothing else. */
  'CSV, lines only': (count) => {
    const path = file(count)
    return async () => {
      let value = 0
      for await (const line of createInterface({ input: createReadStream(path) })) {
        value += line.length
      }
      return { value }
    }
  },
}
