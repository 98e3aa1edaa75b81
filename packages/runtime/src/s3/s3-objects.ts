import { randomUUID } from 'node:crypto'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { type Rules, resolveOptions } from '@coelho/core'
import { StoreError } from '../errors.js'
import { type Created, checkKey, type Objects } from '../store/objects.js'
import { checkBucket, checkEndpoint, checkPrefix, checkRegion } from './address.js'
import { createInParts } from './multipart.js'
import { created, FailedRequest, Requests } from './requests.js'

export interface S3Options {
  readonly bucket: string
  /** Goes before every key: names with `/` between them. */
  readonly prefix?: string
  /** `https://host:port` of a store that is not Amazon's. */
  readonly endpoint?: string | null
  /** As AWS_REGION and the profile say unless told; with an endpoint, `us-east-1`. */
  readonly region?: string | null
  /** Whether the bucket stands in the path, not in the host's name: with an endpoint, yes. */
  readonly pathStyle?: boolean | null
  /** So long is waited for an answer to one attempt, in milliseconds, and longer for large ones. */
  readonly attemptMs?: number
  /** So long it is tried again while the store is busy or away. */
  readonly retryForMs?: number
  /** Objects larger than this are sent in parts. */
  readonly multipartBytes?: number
  /** Parts are of this size; S3 takes none below 5 MiB, and no more than 10,000. */
  readonly partBytes?: number
}

const MIB = 1 << 20
/** What is larger than this is not sent before a look whether it is there already. */
const LOOK_FIRST_BYTES = 4 * MIB
const MOST_PARTS = 10_000
/** Stores that are not Amazon's have one region, and mostly call it so. */
const HOME = 'us-east-1'

const RULES: Rules<S3Options> = {
  bucket: { kind: 'string' },
  prefix: { kind: 'string', default: '' },
  endpoint: { kind: 'string', nullable: true, default: null },
  region: { kind: 'string', nullable: true, default: null },
  pathStyle: { kind: 'boolean', nullable: true, default: null },
  attemptMs: { kind: 'integer', default: 10_000, atLeast: 10, atMost: 3_600_000 },
  retryForMs: { kind: 'integer', default: 20_000, atLeast: 0, atMost: 3_600_000 },
  multipartBytes: { kind: 'integer', default: 128 * MIB, atLeast: 0, atMost: 5 * 2 ** 30 },
  partBytes: { kind: 'integer', default: 32 * MIB, atLeast: 5 * MIB, atMost: 2 ** 30 },
}

/**
 * Objects in a bucket of S3, or of a store that speaks it and knows conditional writes: the first
 * write looks whether it does, and refuses one that would let two writers win. Who one is comes
 * from the environment or from files, as the AWS SDK finds it, and is never part of a message.
 *
 * @example
 * const store = new S3Objects({ bucket: 'models', prefix: 'prod', region: 'eu-central-1' })
 * store.url // => 's3://models/prod'
 */
export class S3Objects implements Objects {
  readonly url: string
  private readonly options: Required<S3Options>
  private readonly start: string
  private readonly requests: Requests
  private probed: Promise<void> | undefined

  constructor(given: S3Options) {
    const options = resolveOptions('S3Objects', given, RULES) as Required<S3Options>
    const { bucket, prefix, endpoint, region, pathStyle } = options
    checkBucket(bucket)
    checkPrefix(prefix)
    if (endpoint !== null) checkEndpoint(endpoint)
    if (region !== null) checkRegion(region)
    this.options = options
    this.start = prefix === '' ? '' : `${prefix}/`
    this.url = prefix === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}`
    const place = region ?? (endpoint === null ? undefined : (process.env['AWS_REGION'] ?? HOME))
    const client = new S3Client({
      ...(endpoint === null ? {} : { endpoint }),
      ...(place === undefined ? {} : { region: place }),
      forcePathStyle: pathStyle ?? endpoint !== null,
      // Repetitions are ours: the SDK's would hide that an answer was lost.
      maxAttempts: 1,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      expectContinueHeader: false,
      requestHandler: { connectionTimeout: options.attemptMs },
    })
    this.requests = new Requests(client, options)
  }

  async read(key: string): Promise<Uint8Array | undefined> {
    const command = new GetObjectCommand(this.at(checkKey(key)))
    const ask = () =>
      this.requests.ask(async (once) => {
        const { Body, ContentLength } = await once.client.send(command, once.options())
        return await once.collect(Body as AsyncIterable<Uint8Array>, ContentLength)
      })
    return await this.attempt(`read ${key}`, () => unlessMissing(ask()))
  }

  async create(key: string, bytes: Uint8Array): Promise<Created> {
    checkKey(key)
    this.probed ??= this.probe().catch((error) => {
      this.probed = undefined
      throw error
    })
    await this.probed
    return await this.attempt(`write ${key}`, async () => {
      if (bytes.length > LOOK_FIRST_BYTES && (await this.has(key))) return 'exists'
      if (bytes.length <= this.options.multipartBytes) return await this.put(key, bytes)
      const partBytes = Math.max(this.options.partBytes, Math.ceil(bytes.length / MOST_PARTS))
      return await createInParts(this.requests, this.at(key), bytes, partBytes)
    })
  }

  async list(folder: string): Promise<string[]> {
    const { Bucket, Key } = this.at(checkKey(folder))
    const question = { Bucket, Prefix: `${Key}/`, Delimiter: '/' }
    const names: string[] = []
    for (let ContinuationToken: string | undefined; ; ) {
      const command = new ListObjectsV2Command({ ...question, ContinuationToken })
      const page = await this.attempt(`list ${folder}`, () =>
        this.requests.ask((once) => once.client.send(command, once.options())),
      )
      for (const { Key: found } of page.Contents ?? []) names.push(found!.slice(Key.length + 1))
      if (!page.IsTruncated) return names.filter(Boolean)
      ContinuationToken = page.NextContinuationToken
      if (!ContinuationToken) throw new StoreError(this.url, `lists ${folder} only in part`)
    }
  }

  async remove(key: string): Promise<void> {
    checkKey(key)
    await this.attempt(`remove ${key}`, () => this.delete(key))
  }

  /**
   * Looks whether the second of two that create a key is refused. Without that, nothing keeps a
   * process that was thought dead from writing over what came after it.
   */
  private async probe(): Promise<void> {
    // No key of ours begins like this.
    const key = `~probe/${randomUUID()}`
    const outcomes = await this.attempt('write a probe', async () => [
      await this.put(key, new Uint8Array([1])),
      await this.put(key, new Uint8Array([2])),
    ])
    // Only after a first write that is known to be there the second says anything.
    if (outcomes.includes('unknown')) throw new StoreError(this.url, 'does not answer a probe')
    await this.attempt('remove the probe', () => this.delete(key))
    if (outcomes[1] === 'exists') return
    const expected = 'must refuse to write what is there already (If-None-Match: *), and does not'
    throw new StoreError(this.url, `the store ${expected}: two trainers could both own a project`)
  }

  private async put(key: string, bytes: Uint8Array): Promise<Created> {
    const command = { ...this.at(key), Body: bytes, ContentLength: bytes.length, IfNoneMatch: '*' }
    const request = this.requests.ask((once) =>
      once.client.send(new PutObjectCommand(command), once.options(bytes.length)),
    )
    return await created(request)
  }

  private async has(key: string): Promise<boolean> {
    const command = new HeadObjectCommand(this.at(key))
    const ask = this.requests.ask((once) => once.client.send(command, once.options()))
    return (await unlessMissing(ask)) !== undefined
  }

  private async delete(key: string): Promise<void> {
    const command = new DeleteObjectCommand(this.at(key))
    await unlessMissing(this.requests.ask((once) => once.client.send(command, once.options())))
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.options.bucket, Key: `${this.start}${key}` }
  }

  private async attempt<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof FailedRequest)) throw error
      throw new StoreError(this.url, `could not ${doing} (${error.failure.what})`)
    }
  }
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof FailedRequest && error.failure.kind === 'missing') return undefined
    throw error
  }
}
