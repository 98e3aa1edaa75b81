import { setTimeout as wait } from 'node:timers/promises'
import type { S3Client } from '@aws-sdk/client-s3'
import { Attempts, MS_PER_BYTE } from '../attempts.js'
import type { Created } from '../store/objects.js'
import { type Failure, failureOf, NoAnswerError } from './failure.js'

const PAUSES = { firstMs: 50, longestMs: 2000 }

/** How long is waited for an answer, and for better times. */
export interface Patience {
  readonly attemptMs: number
  readonly retryForMs: number
}

/** A request was given up, or refused. */
export class FailedRequest extends Error {
  readonly failure: Failure
  /** Whether one of its attempts may have been carried out although no answer told so. */
  readonly mayBeDone: boolean

  constructor(failure: Failure, mayBeDone: boolean) {
    super(failure.what)
    this.failure = failure
    this.mayBeDone = mayBeDone
  }
}

/**
 * What became of a request that creates an object. One that was refused may have been carried out
 * by an attempt before it whose answer was lost: whoever wrote looks whose object is there.
 */
export async function created(request: Promise<unknown>): Promise<Created> {
  try {
    await request
    return 'created'
  } catch (error) {
    if (!(error instanceof FailedRequest)) throw error
    if (error.failure.kind === 'exists') return 'exists'
    if (error.mayBeDone) return 'unknown'
    throw error
  }
}

/** Sends what the SDK sends, with time-outs and repetitions of our own. */
export class Requests {
  private readonly client: S3Client
  private readonly patience: Patience

  constructor(client: S3Client, patience: Patience) {
    this.client = client
    this.patience = patience
  }

  /** Asks until there is an answer, while patience lasts, with longer and longer pauses. */
  async ask<T>(attempt: (once: Once) => Promise<T>): Promise<T> {
    const attempts = new Attempts({ forMs: this.patience.retryForMs, ...PAUSES })
    let mayBeDone = false
    for (;;) {
      let rest: number | undefined
      const once = new Once(this.client, this.patience.attemptMs)
      try {
        return await attempt(once)
      } catch (error) {
        const failure = failureOf(once.isLate ? new NoAnswerError(once.limitMs) : error)
        mayBeDone ||= failure.kind === 'passing'
        const isHopeful = failure.kind === 'passing' || failure.kind === 'away'
        if (isHopeful) rest = attempts.next()
        if (rest === undefined) throw new FailedRequest(failure, mayBeDone)
      } finally {
        once.end()
      }
      await wait(rest)
    }
  }
}

/** One attempt, which ends when nothing has come for too long. */
export class Once {
  isLate = false
  limitMs: number
  readonly client: S3Client
  private readonly controller: AbortController = new AbortController()
  private timer: NodeJS.Timeout | undefined

  constructor(client: S3Client, limitMs: number) {
    this.client = client
    this.limitMs = limitMs
  }

  /** What the SDK is told beside a command that sends so many bytes. */
  options(bytes = 0): { abortSignal: AbortSignal } {
    this.limitMs += Math.ceil(bytes * MS_PER_BYTE)
    this.heard()
    return { abortSignal: this.controller.signal }
  }

  /** Something came: the time begins anew. */
  heard(): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.isLate = true
      this.controller.abort()
    }, this.limitMs)
  }

  end(): void {
    clearTimeout(this.timer)
  }

  /** All bytes of an answer; an error where they are not as many as it promised. */
  async collect(body: AsyncIterable<Uint8Array>, length: number | undefined): Promise<Uint8Array> {
    const parts: Uint8Array[] = []
    let count = 0
    for await (const part of body) {
      this.heard()
      parts.push(part)
      count += part.length
    }
    if (length !== undefined && count !== length)
      throw new Error(`${count} bytes of ${length} came`)
    return Buffer.concat(parts, count)
  }
}
