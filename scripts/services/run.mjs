// Tests against real servers: brings the servers in, then runs Vitest in front of the user.
import { runVitest } from '../lib/vitest.mjs'

/** What is installed before the tests, which then only start it; an error says what is missing. */
const services = [
  async () => (await import('./minio.mjs')).install(),
  async () => (await import('./kafka.mjs')).install(),
  async () => (await import('./postgres.mjs')).install(),
  async () => (await import('./mlflow.mjs')).install(2),
  async () => (await import('./mlflow.mjs')).install(3),
]

export default async function run(tally) {
  for (const install of services) {
    try {
      await install()
    } catch (error) {
      return tally.skip('Tests against Kafka, S3 and MLflow', error.message)
    }
  }
  const timeoutMs = process.env.COELHO_FULL ? 0 : 600_000
  await runVitest(tally, { args: ['--config', 'vitest.services.config.ts'], timeoutMs })
}
