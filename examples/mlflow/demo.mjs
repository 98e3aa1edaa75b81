// Trains with the tracker, then loads what the registry calls the champion, in another process.
//
//   node examples/mlflow/demo.mjs                                      with a server of its own
//   MLFLOW_TRACKING_URI=http://localhost:5000 node examples/mlflow/demo.mjs    with yours
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const own = process.env.MLFLOW_TRACKING_URI ? undefined : await startServer()
const uri = own?.uri ?? process.env.MLFLOW_TRACKING_URI
const folder = await mkdtemp(join(tmpdir(), 'coelho-example-'))
const env = {
  ...process.env,
  MLFLOW_TRACKING_URI: uri,
  NAME: `payments-${Date.now()}`,
  STORE: join(folder, 'store'),
}

async function startServer() {
  console.log('Starting an MLflow server on this machine.')
  const { start } = await import('../../scripts/services/mlflow.mjs')
  return start()
}

async function run(name) {
  const program = fileURLToPath(new URL(name, import.meta.url))
  const [code] = await once(spawn(process.execPath, [program], { env, stdio: 'inherit' }), 'exit')
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
}

try {
  await run('train.mjs')
  await run('load.mjs')
} finally {
  await rm(folder, { recursive: true })
  await own?.stop()
}
