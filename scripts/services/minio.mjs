// MinIO, a server that speaks S3, for tests: built from its source by Go, started on a free port.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { aptInstall, isRootOnDebian } from '../lib/debian.mjs'
import { capture, onPath } from '../lib/run.mjs'
import { cached, freePort, launch, untilReady } from './launch.mjs'

const version = 'v0.0.0-20260212201848-7aac2a2c5b7c'
/** The oldest Go that it can be built with. */
const oldestGo = [1, 24]

/**
 * @typedef {object} S3Address Where a server is, and who one is there.
 * @property {string} endpoint
 * @property {string} region
 * @property {string} bucket
 * @property {string} accessKeyId
 * @property {string} secretAccessKey
 */

/**
 * The program, built if it is not there yet: some minutes. COELHO_MINIO=path uses yours.
 *
 * @returns {Promise<{ program: string }>}
 */
export async function install() {
  const own = process.env.COELHO_MINIO
  if (own) {
    if (existsSync(own)) return { program: own }
    throw new Error(`COELHO_MINIO is set to ${own}, which is not there`)
  }
  const folder = cached(`minio-${version}`)
  const program = join(folder, 'minio')
  if (existsSync(program)) return { program }
  const go = (await newEnough(onPath('go'))) ?? (await goOfDebian())
  console.log('  Building MinIO with Go, which takes some minutes; COELHO_MINIO=path uses yours.')
  const unfinished = `${folder}.${process.pid}`
  const built = await capture(go, ['install', `github.com/minio/minio@${version}`], {
    env: { GOBIN: unfinished, CGO_ENABLED: '0' },
    timeoutMs: 1_500_000,
  })
  if (built.code !== 0) {
    rmSync(unfinished, { recursive: true, force: true })
    const why = built.stderr.trim().split('\n').at(-1)
    throw new Error(`MinIO could not be built (${why}): set COELHO_MINIO to its path`)
  }
  mkdirSync(cached(), { recursive: true })
  if (existsSync(program)) rmSync(unfinished, { recursive: true })
  else renameSync(unfinished, folder)
  return { program }
}

async function goOfDebian() {
  if (isRootOnDebian()) {
    console.log("  Installing Debian's Go with apt-get.")
    await aptInstall('golang-go', 'ca-certificates')
    const go = await newEnough('/usr/bin/go')
    if (go) return go
  }
  const wanted = `Go ${oldestGo.join('.')} or newer, to build MinIO with, is not here`
  throw new Error(`${wanted}: install it, or set COELHO_MINIO to the path of a MinIO`)
}

async function newEnough(go) {
  if (!go) return undefined
  const { stdout } = await capture(go, ['env', 'GOVERSION'], { timeoutMs: 30_000 })
  const [major = 0, minor = 0] = (/go(\d+)\.(\d+)/.exec(stdout) ?? []).slice(1).map(Number)
  const [oldMajor, oldMinor] = oldestGo
  return major > oldMajor || (major === oldMajor && minor >= oldMinor) ? go : undefined
}

/**
 * A server of its own with one bucket. Given the folder and the port of one that was killed, it
 * goes on where that one ended.
 *
 * @param {{ folder?: string, port?: number }} [options]
 */
export async function start({ folder, port } = {}) {
  const { program } = await install()
  const made = folder === undefined
  const data = folder ?? (await mkdtemp(join(tmpdir(), 'coelho-minio-')))
  const at = port ?? (await freePort())
  const accessKeyId = 'coelho'
  const secretAccessKey = 'only-for-tests'
  const args = ['server', join(data, 'drive'), '--address', `127.0.0.1:${at}`, '--quiet']
  const server = await launch(program, args, {
    log: join(data, 'minio.log'),
    ...(made ? { owned: data } : {}),
    env: {
      ...{ MINIO_ROOT_USER: accessKeyId, MINIO_ROOT_PASSWORD: secretAccessKey },
      ...{ MINIO_BROWSER: 'off', MINIO_UPDATE: 'off', MINIO_CALLHOME_ENABLE: 'off' },
    },
  })
  const endpoint = `http://127.0.0.1:${at}`
  const isReady = async () => (await fetch(`${endpoint}/minio/health/ready`)).ok
  await untilReady(server, isReady, { name: 'MinIO' })
  /** @type {S3Address} */
  const address = {
    ...{ endpoint, region: 'us-east-1', bucket: 'coelho' },
    accessKeyId,
    secretAccessKey,
  }
  await makeBucket(address)
  return {
    ...address,
    ...{ pid: server.pid, folder: data, port: at, output: server.output, kill: server.kill },
    /** Ends it, and removes what it holds unless the folder was given. */
    async stop() {
      await server.stop()
      if (made) await rm(data, { recursive: true, force: true })
    },
  }
}

/** @param {S3Address} address */
async function makeBucket({ endpoint, region, bucket, ...credentials }) {
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  try {
    await client.send(new CreateBucketCommand({ Bucket: bucket }))
  } catch (error) {
    if (error.name !== 'BucketAlreadyOwnedByYou') throw error
  } finally {
    client.destroy()
  }
}
