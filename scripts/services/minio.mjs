// MinIO, a server that speaks S3, for tests: built from its source by Go, started on a free port.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { cached } from '../lib/cache.mjs'
import { goSince } from '../lib/go.mjs'
import { lastLine, succeed } from '../lib/run.mjs'
import { freePort, launch, untilReady } from './launch.mjs'

const version = 'v0.0.0-20260212201848-7aac2a2c5b7c'
/** The oldest Go that it can be built with, and a release of it. */
const go = { oldest: '1.24', release: '1.24.13' }

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
  try {
    return { program: join(await cached(`minio-${version}`, build), 'minio') }
  } catch (error) {
    const why = lastLine(error.message)
    throw new Error(`MinIO could not be built (${why}): set COELHO_MINIO to its path`)
  }
}

async function build(folder) {
  const program = await goSince(go.oldest, go.release)
  console.log('  Building MinIO with Go, which takes some minutes; COELHO_MINIO=path uses yours.')
  await succeed(program, ['install', `github.com/minio/minio@${version}`], {
    env: { GOBIN: folder, GOROOT: '', CGO_ENABLED: '0' },
    timeoutMs: 1_500_000,
  })
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
  /** @type {S3Address} */
  const address = {
    ...{ endpoint, region: 'us-east-1', bucket: 'coelho' },
    accessKeyId,
    secretAccessKey,
  }
  /** Ends it, and removes what it holds unless the folder was given. */
  async function stop() {
    await server.stop()
    if (made) await rm(data, { recursive: true, force: true })
  }
  try {
    await untilReady(server, isReady, { name: 'MinIO' })
    await makeBucket(address)
  } catch (error) {
    await stop()
    throw error
  }
  const { pid, output, kill } = server
  return { ...address, pid, folder: data, port: at, output, kill, stop }
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
