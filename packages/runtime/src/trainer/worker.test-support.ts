// A process that trains until everything was learned. The test kills it again and again.
import { compose, metrics, naiveBayes, preprocessing, tree } from '@coelho/learners'
import { z } from 'zod'
import { RuntimeError } from '../errors.js'
import { EventLog } from '../log/event-log.js'
import { defineProject } from '../project/project.js'
import { LogSource } from '../source/log-source.js'
import { FileObjects } from '../store/file-objects.js'
import { train } from './trainer.js'

export const project = defineProject({
  name: 'killed',
  schema: z.object({ id: z.number(), a: z.number(), b: z.number(), label: z.boolean().optional() }),
  id: ({ id }) => id,
  knownLater: ['label'],
  features: ({ a, b }) => ({ a, b }),
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

async function main(logFolder: string, storeFolder: string): Promise<void> {
  const log = await EventLog.open(logFolder)
  const source = new LogSource(log)
  const store = new FileObjects(storeFolder)
  try {
    const every = { everyEvents: 100, everyMs: 1e9 }
    const onSaved = () => void process.stdout.write('.')
    await train(project, { source, store, untilDrained: true, onSaved, ...every })
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n`)
    process.exit(error instanceof RuntimeError ? error.exitCode : 20)
  }
}

if (process.argv[2] === 'train') void main(process.argv[3]!, process.argv[4]!)
