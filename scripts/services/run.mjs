// Tests against real servers: brings the servers in, then runs Vitest in front of the user.
import { runVitest } from '../lib/vitest.mjs'
import { bring } from './bring.mjs'

export default async function run(tally) {
  try {
    await bring()
  } catch (error) {
    return tally.skip('Tests against Kafka, S3 and MLflow', error.message)
  }
  const timeoutMs = process.env.COELHO_FULL ? 0 : 1_200_000
  await runVitest(tally, {
    name: 'services',
    args: ['--config', 'vitest.services.config.ts'],
    timeoutMs,
  })
}
