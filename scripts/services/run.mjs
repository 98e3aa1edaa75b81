// Tests against real servers: brings the servers in, then runs Vitest in front of the user.
import { runVitest } from '../lib/vitest.mjs'
import { bring } from './bring.mjs'

export default async function run(tally) {
  try {
    await bring()
  } catch (error) {
    return tally.skip('Tests against Kafka, S3 and MLflow', error.message)
  }
  // Two files at a time, which mostly wait; one where figures are measured.
  const isFull = process.env.COELHO_FULL === '1'
  const timeoutMs = isFull ? 0 : 1_200_000
  await runVitest(tally, {
    name: 'services',
    args: ['--config', 'vitest.services.config.ts'],
    workers: isFull ? '1' : '2',
    timeoutMs,
  })
}
