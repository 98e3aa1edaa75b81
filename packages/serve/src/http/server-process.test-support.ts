// A process with a server in it: the options are its argument, and a folder of versions to follow
// where it shall not have a model of its own. It tells what it costs.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { say } from '#services/say.js'
import { startFollowing } from './following.test-support.js'
import { startLab } from './lab.test-support.js'

/** What such a process says: first its port, then, whenever it is asked, how it is. */
export interface ServerNews {
  readonly port?: number
  /** The longest that nothing could be answered since it was asked last. */
  readonly blockedMs: number
  readonly rss: number
  /** Of what is still in use. */
  readonly heap: number
}

async function main(given: string, folder?: string): Promise<void> {
  const options = JSON.parse(given)
  const lab = folder ? await startFollowing(folder, options) : await startLab(options)
  const delay = monitorEventLoopDelay({ resolution: 2 })
  delay.enable()
  const facts = async () => {
    const blockedMs = delay.max / 1e6
    globalThis.gc?.()
    const { rss, heapUsed, external } = process.memoryUsage()
    await setTimeout(20) // what has just been collected blocked it, too
    delay.reset()
    return { blockedMs, rss, heap: heapUsed + external }
  }
  createInterface({ input: process.stdin }).on('line', async () => say(await facts()))
  process.once('SIGTERM', async () => {
    await lab.server.close()
    process.exit(0)
  })
  say({ port: lab.port, ...(await facts()) })
}

void main(process.argv[2]!, process.argv[3])
