// A process that trains until everything was learned, and keeps its checkpoints at an address.
import { EventLog } from '../log/event-log.js'
import { LogSource } from '../source/log-source.js'
import { openStore } from '../store/open-store.js'
import { work } from './worker.test-support.js'

async function main(logFolder: string, address: string): Promise<void> {
  const source = new LogSource(await EventLog.open(logFolder))
  await work(source, await openStore(address))
}

if (process.argv[2] === 'train-at') void main(process.argv[3]!, process.argv[4]!)
