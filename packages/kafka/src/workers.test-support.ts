import { buildProgram, WorkerProcess } from '#services/worker-process.js'
import type { Vitals, WorkerNews, WorkerOptions } from './worker.test-support.js'

let program = ''

/** Makes a program of `worker.test-support.ts`, in a folder of the test's. */
export async function buildWorker(folder: string): Promise<void> {
  program = await buildProgram(new URL('./worker.test-support.ts', import.meta.url), folder)
}

/** A process that trains, and all that it has said. */
export class TrainingProcess extends WorkerProcess<WorkerNews> {
  constructor(options: WorkerOptions) {
    super(['--expose-gc', program, 'work', JSON.stringify(options)])
  }

  get saves(): number {
    return this.news.filter((one) => 'saved' in one).length
  }

  /** Events learned and saved, as it said last. */
  get events(): number {
    return this.news.reduce((last, one) => ('events' in one ? one.events : last), 0)
  }

  get lines(): string[] {
    return this.news.flatMap((one) => ('line' in one ? [one.line] : []))
  }

  /** What it holds of the machine now. */
  async vitals(): Promise<Vitals> {
    const told = () => this.news.flatMap((one) => ('vitals' in one ? [one.vitals] : []))
    const { length } = told()
    this.signal('SIGUSR2')
    await this.until(() => told().length > length)
    const [vitals] = told().slice(length)
    if (!vitals) throw new Error('the worker has ended')
    return vitals
  }
}
