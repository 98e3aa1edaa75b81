// The thread of a Node program: a block in, a report out.
import { parentPort } from 'node:worker_threads'
import { createLearner } from './learner.mjs'

const take = createLearner()
parentPort.on('message', (block) => parentPort.postMessage(take(block)))
