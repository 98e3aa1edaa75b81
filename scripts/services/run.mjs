// Tests against real servers: brings the servers in, then runs Vitest in front of the user.
import { runVitest } from '../lib/vitest.mjs'

/** What is installed before the tests, which then only start it; an error says what is missing. */
const services = ['minio', 'kafka']

export default async function run(tally) {
  for (const name of services) {
    try {
      const { install } = await import(`./${name}.mjs`)
      await install()
    } catch (error) {
      return tally.skip('Tests against Kafka and S3', error.message)
    }
  }
  const timeoutMs = process.env.COELHO_FULL ? 0 : 600_000
  await runVitest(tally, { args: ['--config', 'vitest.services.config.ts'], timeoutMs })
}
