// A worker's guards, taken out: what a test shows it should miss without them.
import type { Objects } from '@coelho/runtime'
import { type KafkaDriver, KafkaFault, type KafkaLink } from './driver/kafka-driver.js'

export interface Sabotage {
  /** Positions in a file beside the checkpoints, which is written first. */
  readonly positionsBeside?: string
  /** A store in which the last writer wins. */
  readonly unfenced?: boolean
  /** A group of its own, as if nobody else read the topic. */
  readonly alone?: boolean
  /** What fails once is not tried again. */
  readonly resigned?: boolean
  /** What it has learned since its last checkpoint is dropped when it is told to stop. */
  readonly careless?: boolean
  /** With each checkpoint it keeps some megabytes of memory, and leaves a file open. */
  readonly leaking?: boolean
}

export function overwriting(store: Objects): Objects {
  return {
    ...reading(store),
    create: async (key, bytes) => {
      await store.remove(key)
      return store.create(key, bytes)
    },
  }
}

/** Says that a checkpoint is written, and writes none, once it is to stop. */
export function forgetful(store: Objects, signal: AbortSignal): Objects {
  return {
    ...reading(store),
    create: async (key, bytes) => (signal.aborted ? 'created' : store.create(key, bytes)),
  }
}

/** Once it has read something each fault is the last, also one that would have passed. */
export function resigned(driver: KafkaDriver): KafkaDriver {
  let hasRead = false
  const once = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      const isPassing = error instanceof KafkaFault && error.kind === 'retry'
      throw hasRead && isPassing ? new KafkaFault('fatal', error.message) : error
    }
  }
  const wrap = (link: KafkaLink): KafkaLink =>
    new Proxy(link, {
      get: (_, name: keyof KafkaLink) => {
        const method = link[name] as ((...args: unknown[]) => Promise<unknown>) | undefined
        if (!method) return undefined // a promise looks whether it is one
        return (...args: unknown[]) =>
          once(async () => {
            const answer = await method.apply(link, args)
            hasRead ||= name === 'fetch'
            return answer
          })
      },
    })
  return { connect: () => once(async () => wrap(await driver.connect())) }
}

function reading(store: Objects): Omit<Objects, 'create'> {
  return {
    url: store.url,
    read: (key) => store.read(key),
    list: (folder) => store.list(folder),
    remove: (key) => store.remove(key),
  }
}
