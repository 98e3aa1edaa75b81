import { runVitest } from './lib/vitest.mjs'

export default function unit(tally) {
  return runVitest(tally, { timeoutMs: process.env.COELHO_FULL ? 0 : 900_000 })
}
