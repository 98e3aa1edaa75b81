// A process that trains until everything was learned. The test kills it again and again.
import { compose, metrics, naiveBayes, preprocessing, tree } from '@coelho/learners'
import { z } from 'zod'
import { say } from '#services/say.js'
import { besides } from '#services/sources.js'
import { RuntimeError } from '../errors.js'
import { EventLog } from '../log/event-log.js'
import { defineProject } from '../project/project.js'
import type { EventSource } from '../source/event-source.js'
import { LogSource } from '../source/log-source.js'
import { FileObjects } from '../store/file-objects.js'
import type { Objects } from '../store/objects.js'
import { dyingDisk, dyingSource, Fate } from './fate.test-support.js'
import { train } from './trainer.js'

/** What the command line says this process is to die of. */
const [, , what, logFolder, storeFolder, point = '', times = '0'] = process.argv
const fate = new Fate(point, Number(times))

export const project = defineProject({
  name: 'killed',
  schema: z.object({ id: z.number(), a: z.number(), b: z.number(), label: z.boolean().optional() }),
  id: ({ id }) => id,
  knownLater: ['label'],
  features: ({ a, b }) => {
    fate.reach('while an event is learned')
    return { a, b }
  },
  label: ({ label }) => label,
  pipeline: () =>
    new compose.Pipeline(
      new preprocessing.StandardScaler(),
      new tree.HoeffdingTreeClassifier({ gracePeriod: 50 }),
    ),
  challengers: { bayes: () => new naiveBayes.GaussianNB() },
  metric: () => metrics.bundle('classification', { posVal: true }),
  bestBy: 'F1',
})

/** Learns what a log has, and says when a checkpoint is kept; ends the process where it fails. */
export async function work(source: EventSource, store: Objects, onSaved = () => {}): Promise<void> {
  try {
    const saved = () => {
      onSaved()
      say('saved')
    }
    const every = { everyEvents: 100, everyMs: 1e9 }
    await train(project, { source, store, untilDrained: true, onSaved: saved, ...every })
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n`)
    process.exit(error instanceof RuntimeError ? error.exitCode : 20)
  }
}

async function main(logFolder: string, storeFolder: string): Promise<void> {
  const log = new LogSource(await EventLog.open(logFolder))
  const positions = process.env['COELHO_TEST_POSITIONS']
  const source = dyingSource(positions ? besides(log, positions) : log, fate)
  const store = new FileObjects(storeFolder, dyingDisk(fate))
  await work(source, store, () => fate.reach('after a checkpoint'))
}

if (what === 'train') void main(logFolder!, storeFolder!)
