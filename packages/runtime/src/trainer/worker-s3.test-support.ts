// A process that trains until everything was learned, and keeps its checkpoints at an address.
import { RuntimeError } from '../errors.js'
import { EventLog } from '../log/event-log.js'
import { LogSource } from '../source/log-source.js'
import { openStore } from '../store/open-store.js'
import { train } from './trainer.js'
import { project } from './worker.test-support.js'

async function main(logFolder: string, address: string): Promise<void> {
  try {
    const source = new LogSource(await EventLog.open(logFolder))
    const store = await openStore(address)
    const every = { everyEvents: 100, everyMs: 1e9 }
    const onSaved = () => void process.stdout.write('.')
    await train(project, { source, store, untilDrained: true, onSaved, ...every })
  } catch (error) {
    process.stderr.write(`${(error as Error).stack}\n`)
    process.exit(error instanceof RuntimeError ? error.exitCode : 20)
  }
}

if (process.argv[2] === 'train-at') void main(process.argv[3]!, process.argv[4]!)
