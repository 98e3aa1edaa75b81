import { parentPort, workerData } from 'node:worker_threads'
import { failureOf } from '../failure.js'
import type { Order, ThreadPlan, Told } from './messages.js'
import { ThreadTraining } from './thread-training.js'

/** The entry of a thread that trains one project: it hears orders, and tells how it goes. */
const port = parentPort!
const tell = (told: Told) => port.postMessage(told)
const training = new ThreadTraining(workerData as ThreadPlan, tell)

port.on('message', (order: Order) => training.obey(order))
try {
  await training.run()
  tell({ kind: 'ended' })
} catch (error) {
  tell({ kind: 'failed', reason: failureOf(error, false).text })
}
port.close()
