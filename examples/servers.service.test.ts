// The examples that need a server, by the command of their READMEs, on the built packages.
import { expect, it } from 'vitest'
import { kafka, mlflow } from '#services/ask.js'
import { succeed } from '../scripts/lib/run.mjs'

/** Much of it is waiting, beside other tests. */
const LIMIT = 300_000

async function run(file: string, env: Record<string, string>): Promise<string> {
  const { stdout } = await succeed(process.execPath, [file], { env, timeoutMs: LIMIT - 10_000 })
  return stdout
}

it(
  'examples/kafka: killed twice, and each event is learned once',
  async () => {
    const { brokers } = await kafka()
    const env = { KAFKA_BROKERS: brokers.join(','), SESSION_MS: '1000' }
    const printed = await run('examples/kafka/demo.mjs', env)
    expect(printed.match(/: killed after checkpoint \d+/g)).toHaveLength(2)
    expect(printed).toMatch(/ended by itself/)
    expect(printed).toContain('learned: 20000 of 20000 payments')
    expect(printed).toContain('the same, to the last bit')
  },
  LIMIT,
)

it(
  'examples/mlflow: the champion of the registry predicts in another process',
  async () => {
    const { uri } = await mlflow()
    const printed = await run('examples/mlflow/demo.mjs', { MLFLOW_TRACKING_URI: uri })
    expect(printed).toMatch(/^champion: F1 0\.[1-9]/m)
    expect(printed).toMatch(/^MLflow was told \d+ things, 0 are waiting$/m)
    const [, area] = /ROC AUC (0\.\d+)/.exec(printed) ?? []
    expect(Number(area)).toBeGreaterThan(0.8)
  },
  LIMIT,
)
