import { randomUUID } from 'node:crypto'
import { minio } from '#services/ask.js'
import { S3Objects, type S3Options } from './index.js'

/** What it takes to reach a server of a test, which says who one is there. */
export interface TestServer {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** From now on this process is somebody whom the server knows. */
export function beKnownTo({ accessKeyId, secretAccessKey }: TestServer): void {
  process.env['AWS_ACCESS_KEY_ID'] = accessKeyId
  process.env['AWS_SECRET_ACCESS_KEY'] = secretAccessKey
}

export async function sharedServer(): Promise<TestServer> {
  const server = await minio()
  beKnownTo(server)
  return server
}

/** Objects in a place of their own. */
export function objectsOn(
  { endpoint, region, bucket }: TestServer,
  more: Partial<S3Options> = {},
): S3Objects {
  return new S3Objects({ endpoint, region, bucket, prefix: `test/${randomUUID()}`, ...more })
}
