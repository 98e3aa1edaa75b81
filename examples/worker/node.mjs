// Learns in a thread of its own while this one goes on with its work.
//
//   node examples/worker/node.mjs
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { machines } from './learner.mjs'

const worker = new Worker(new URL('thread.mjs', import.meta.url))
await once(worker, 'online')
const delay = monitorEventLoopDelay({ resolution: 5 })
delay.enable()

const blocks = 40
let done = 0
for (const block of machines({ blocks, size: 5000, turn: 100_000 })) {
  // The memory of the block changes hands: nothing is copied.
  worker.postMessage(block, [block.values.buffer, block.labels.buffer])
  const [{ seen, accuracy, drifts }] = await once(worker, 'message')
  if (++done % 10 !== 0) continue
  const noticed = drifts.length > 0 ? `; changes noticed at ${drifts.join(', ')}` : ''
  console.log(`${seen} events: ${(100 * accuracy).toFixed(1)} % right before learning${noticed}`)
}
await worker.terminate()
const longest = (delay.max / 1e6).toFixed(0)
console.log(`meanwhile this thread was never away for longer than ${longest} ms`)
