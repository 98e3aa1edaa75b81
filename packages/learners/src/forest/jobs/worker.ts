import { metrics, utils } from '@coelho/core'
import { savable } from '../../all/savable.js'
import * as drift from '../../drift/index.js'
import { SRPClassifier } from '../../ensemble/srp-classifier.js'
import { SRPRegressor } from '../../ensemble/srp-regressor.js'
import * as linearModel from '../../linear-model/index.js'
import * as optim from '../../optim/index.js'
import * as tree from '../../tree/index.js'
import * as forest from '../index.js'
import { serve } from './serve.js'

// The program of a worker thread: it waits for the memory it is to share, and serves it.
type Scope = { onmessage: ((event: { data: unknown }) => void) | null }
type NodeThreads = { parentPort: Scope | null }
type NodeProcess = { getBuiltinModule?: (name: string) => unknown }

const node = (globalThis as { process?: NodeProcess }).process
const threads = /* @__PURE__ */ node?.getBuiltinModule?.('node:worker_threads') as
  | NodeThreads
  | undefined
const scope = threads?.parentPort ?? (globalThis as unknown as Scope)

/** What a forest may hold, and SRP: all classes there are would take four times as long to load. */
const ensemble = { SRPClassifier, SRPRegressor }
const known = { drift, ensemble, forest, linearModel, metrics, optim, tree, utils }

scope.onmessage = ({ data }) => serve(data as SharedArrayBuffer, [...savable(known)])
