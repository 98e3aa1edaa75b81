import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import type { Access } from '../access/access.js'
import type { FileInfo } from '../client/entities.js'
import { MISSING, MlflowError } from '../errors.js'
import type { Body } from './body.js'
import type { Download, Place } from './place.js'
import { collect, sendInParts } from './upload-parts.js'

interface Target {
  readonly Bucket: string
  readonly Key: string
}

/**
 * Artifacts in a bucket, written there by ourselves: what a server started with
 * `--default-artifact-root s3://…` tells its clients to do. Who one is comes from the environment
 * or from files, as the AWS SDK finds it; MLFLOW_S3_ENDPOINT_URL names a store not Amazon's.
 */
export class InBucket implements Place {
  readonly uri: string
  private readonly client: S3Client
  private readonly bucket: string
  private readonly prefix: string
  private readonly access: Access

  constructor(uri: string, access: Access) {
    const { hostname, pathname } = new URL(uri)
    const endpoint = process.env['MLFLOW_S3_ENDPOINT_URL'] ?? process.env['AWS_ENDPOINT_URL_S3']
    this.uri = uri
    this.bucket = hostname
    this.prefix = decodeURIComponent(pathname).replace(/^\/+|\/+$/g, '')
    this.access = access
    this.client = new S3Client({
      ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
      region: process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1',
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      maxAttempts: 4,
    })
  }

  async *list(steps: readonly string[]): AsyncGenerator<FileInfo> {
    const folder = this.at(steps).Key === '' ? '' : `${this.at(steps).Key}/`
    const question = { Bucket: this.bucket, Prefix: folder, Delimiter: '/' }
    const named = (key: string) => [...steps, key.slice(folder.length).replace(/\/$/, '')].join('/')
    let ContinuationToken: string | undefined
    do {
      const command = new ListObjectsV2Command({ ...question, ContinuationToken })
      const page = await this.attempt('list artifacts', () => this.client.send(command))
      for (const { Prefix } of page.CommonPrefixes ?? []) {
        yield { path: named(Prefix!), isFolder: true, bytes: undefined }
      }
      for (const { Key, Size = 0 } of page.Contents ?? []) {
        if (Key !== folder) yield { path: named(Key!), isFolder: false, bytes: Size }
      }
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined
    } while (ContinuationToken)
  }

  async read(steps: readonly string[]): Promise<Download> {
    const command = new GetObjectCommand(this.at(steps))
    const doing = `read artifact ${steps.join('/')}`
    const { Body } = await this.attempt(doing, () => this.client.send(command))
    return Body as AsyncIterable<Uint8Array>
  }

  async write(steps: readonly string[], body: Body): Promise<void> {
    const { multipartBytes, partBytes } = this.access
    const doing = `write artifact ${steps.join('/')}`
    const target = this.at(steps)
    await this.attempt(doing, async () => {
      // The SDK may send it again: what is small is held, what is large is in parts.
      const isLarge = body.bytes > Math.min(multipartBytes, partBytes)
      if (isLarge) return await this.writeInParts(target, body, partBytes)
      const Body = await collect(body.read(0, body.bytes))
      await this.client.send(new PutObjectCommand({ ...target, Body }))
    })
  }

  async remove(steps: readonly string[]): Promise<void> {
    const command = new DeleteObjectCommand(this.at(steps))
    const doing = `remove artifact ${steps.join('/')}`
    await this.attempt(doing, () => this.client.send(command))
  }

  private async writeInParts(target: Target, body: Body, partBytes: number): Promise<void> {
    const { client } = this
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(target))
    const upload = { ...target, UploadId }
    const send = async (part: number, bytes: Uint8Array) => {
      const command = { ...upload, PartNumber: part + 1, Body: bytes }
      return (await client.send(new UploadPartCommand(command))).ETag!
    }
    const complete = async (tags: readonly string[]) => {
      const Parts = tags.map((ETag, index) => ({ ETag, PartNumber: index + 1 }))
      const command = { ...upload, MultipartUpload: { Parts } }
      await client.send(new CompleteMultipartUploadCommand(command))
    }
    const forget = async () => {
      await client.send(new AbortMultipartUploadCommand(upload))
    }
    await sendInParts({ send, complete, forget }, body, partBytes)
  }

  private at(steps: readonly string[]): Target {
    return { Bucket: this.bucket, Key: [this.prefix, ...steps].filter(Boolean).join('/') }
  }

  /** Errors of a bucket as those of MLflow: by name and status, never what the server wrote. */
  private async attempt<T>(doing: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      const { name = 'Error', $metadata } = error as { name?: string; $metadata?: Metadata }
      const status = $metadata?.httpStatusCode ?? 0
      const shown = /^[A-Za-z0-9]{1,64}$/.test(name) ? name : 'Error'
      if (shown === 'NoSuchKey') {
        throw new MlflowError(doing, MISSING, `${this.uri} has none`, 404)
      }
      throw new MlflowError(doing, 'NO_ANSWER', `${this.uri} says ${shown}`, status)
    }
  }
}

interface Metadata {
  readonly httpStatusCode?: number
}
