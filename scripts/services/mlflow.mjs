// MLflow from PyPI, for tests and benchmarks: its tracking server in one process of its own.
import { mkdirSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cached } from '../lib/cache.mjs'
import { program } from '../lib/debian.mjs'
import { capture, lastLine, succeed } from '../lib/run.mjs'
import { freePort, launch, untilReady } from './launch.mjs'

/** By major number: what is installed, and what its release forgot to bound. */
const RELEASES = {
  2: { version: '2.22.5', packages: ['mlflow==2.22.5', 'sqlalchemy<2.1', 'waitress'] },
  3: { version: '3.17.2', packages: ['mlflow==3.17.2'] },
}
/** For buckets, and for PostgreSQL. */
const DRIVERS = ['boto3', 'psycopg2-binary']
const OLDEST_PYTHON = [3, 10]
const ORIGIN = 'COELHO_PYTHON=path uses another Python'

/** @typedef {2 | 3} Major */

/**
 * @typedef {object} StartOptions
 * @property {Major} [major] MLflow 3 unless told.
 * @property {string} [backend] The address of a database; a file of SQLite unless told.
 * @property {import('./minio.mjs').S3Address} [bucket] Where artifacts are; a folder unless told.
 * @property {boolean} [direct] Artifacts are not handed through the server: clients know where.
 * @property {string} [folder] What it keeps; one that goes with it unless told.
 * @property {number} [port]
 * @property {Record<string, string>} [env] More of its environment.
 */

/**
 * MLflow in a folder of the cache, installed once, within a minute.
 *
 * @param {Major} [major]
 * @returns {Promise<{ python: string }>} The Python that has it.
 */
export async function install(major = 3) {
  const { version, packages } = RELEASES[major]
  const folder = await cached(`mlflow-${version}`, (making) => fetchMlflow(making, packages))
  return { python: join(folder, 'bin/python') }
}

async function fetchMlflow(folder, packages) {
  const python = await newEnough()
  console.log(`  Installing ${packages[0]} from PyPI, about 700 MB; ${ORIGIN}.`)
  const uv = join(folder, 'uv')
  const options = { timeoutMs: 600_000 }
  try {
    // uv takes seconds where pip takes minutes.
    const quiet = ['install', '--quiet', '--disable-pip-version-check']
    await succeed(python, ['-m', 'pip', ...quiet, '--target', uv, 'uv'], options)
    const run = (...args) => succeed(join(uv, 'bin/uv'), args, options)
    await run('venv', '--quiet', '--relocatable', '--allow-existing', '--python', python, folder)
    const wanted = ['--python', join(folder, 'bin/python'), ...packages, ...DRIVERS]
    await run('pip', 'install', '--quiet', '--compile-bytecode', ...wanted)
  } catch (error) {
    throw new Error(`MLflow could not be installed (${lastLine(error.message)}): ${ORIGIN}`)
  }
  await rm(uv, { recursive: true })
}

async function newEnough() {
  const wanted = { variable: 'COELHO_PYTHON', packages: ['python3', 'python3-pip'] }
  const python = await program({ ...wanted, names: ['python3'] })
  const { stdout } = await capture(python, ['-c', 'import sys; print(sys.version_info[:2])'])
  const [major = 0, minor = 0] = (/(\d+), (\d+)/.exec(stdout) ?? []).slice(1).map(Number)
  const [oldMajor, oldMinor] = OLDEST_PYTHON
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return python
  throw new Error(`Python ${OLDEST_PYTHON.join('.')} or newer is not here: ${ORIGIN}`)
}

/**
 * Starts a tracking server. Given the folder and the port of one that was killed, it goes on where
 * that one ended.
 *
 * @param {StartOptions} [options]
 */
export async function start(options = {}) {
  const { major = 3 } = options
  const { python } = await install(major)
  const made = options.folder === undefined
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'coelho-mlflow-'))
  const port = options.port ?? (await freePort())
  mkdirSync(join(folder, 'artifacts'), { recursive: true })
  const server = await launch(python, ['-m', ...programs[major](port)], {
    log: join(folder, 'mlflow.log'),
    ...(made ? { owned: folder } : {}),
    cwd: folder,
    env: environment(folder, options),
  })
  const uri = `http://127.0.0.1:${port}`
  await untilReady(server, () => knowsItsDatabase(uri), {
    name: `MLflow ${major}`,
    ...{ limitMs: 180_000, everyMs: 100 },
  })
  return {
    ...{ uri, port, folder, major, python, pid: server.pid },
    ...{ output: server.output, kill: server.kill },
    async stop() {
      await server.stop()
      if (made) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One process that serves, as MLflow's own command starts several: a kill ends all of it. */
const programs = {
  2: (port) => ['waitress', '--host', '127.0.0.1', '--port', String(port), 'mlflow.server:app'],
  3: (port) => [
    ...['uvicorn', 'mlflow.server.fastapi_app:app', '--host', '127.0.0.1'],
    ...['--port', String(port), '--no-access-log'],
  ],
}

/** What `mlflow server` hands to the processes that serve. */
function environment(folder, { backend, bucket, direct = false, env }) {
  const database = backend ?? `sqlite:///${join(folder, 'mlflow.db')}`
  const place = bucket ? `s3://${bucket.bucket}/mlflow` : join(folder, 'artifacts')
  const keys = bucket && {
    AWS_ACCESS_KEY_ID: bucket.accessKeyId,
    AWS_SECRET_ACCESS_KEY: bucket.secretAccessKey,
    AWS_DEFAULT_REGION: bucket.region,
    MLFLOW_S3_ENDPOINT_URL: bucket.endpoint,
  }
  return {
    _MLFLOW_SERVER_FILE_STORE: database,
    _MLFLOW_SERVER_REGISTRY_STORE: database,
    _MLFLOW_SERVER_ARTIFACT_ROOT: direct ? place : 'mlflow-artifacts:/',
    _MLFLOW_SERVER_ARTIFACT_DESTINATION: place,
    _MLFLOW_SERVER_SERVE_ARTIFACTS: 'true',
    _MLFLOW_SGI_NAME: 'uvicorn',
    MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false',
    MLFLOW_DISABLE_TELEMETRY: 'true',
    GIT_PYTHON_REFRESH: 'quiet',
    ...keys,
    ...env,
  }
}

/** It answers before its tables are there. */
async function knowsItsDatabase(uri) {
  const path = '/api/2.0/mlflow/experiments/search'
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(uri + path, { method: 'POST', headers, body: '{"max_results":1}' })
  return answer.ok
}

/**
 * Runs a program of Python's that has MLflow: a second opinion on what a server holds.
 *
 * @param {string} text
 * @param {{ uri: string, args?: string[], major?: Major, env?: Record<string, string> }} options
 * @returns {Promise<string>} What it printed.
 */
export async function runPython(text, { uri, args = [], major = 3, env = {} }) {
  const { python } = await install(major)
  const { stdout } = await succeed(python, ['-c', text, ...args], {
    env: { MLFLOW_TRACKING_URI: uri, GIT_PYTHON_REFRESH: 'quiet', ...env },
    timeoutMs: 600_000,
  })
  return stdout
}
