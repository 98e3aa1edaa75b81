// The thread of a page: a block in, a report out.
import { createLearner } from './learner.mjs'

const take = createLearner()
self.onmessage = ({ data }) => self.postMessage(take(data))
