import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// In the repository, where Node finds what is not in the bundle.
const folder = here('../../../../.cache/mlflow-workers')
const program = `${folder}/worker-${process.pid}.mjs`

/** Makes a program of `worker.test-support.ts`. */
export async function buildWorker(): Promise<void> {
  await mkdir(folder, { recursive: true })
  process.once('exit', () => rmSync(program, { force: true }))
  await build({
    entryPoints: [here('./worker.test-support.ts')],
    ...{ outfile: program, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' },
    external: ['undici', 'zod', 'seedrandom', '@aws-sdk/client-s3', '@smithy/*'],
    tsconfig: here('../../../../tsconfig.json'),
  })
}

/** A process that trains, and prints a sign for each checkpoint. */
export class WorkerProcess {
  readonly ended: Promise<number | null>
  private readonly child: ChildProcess
  private signs = 0
  private heard: () => void = () => {}

  constructor(args: readonly string[]) {
    this.child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const kill = () => this.child.kill('SIGKILL')
    process.once('exit', kill)
    this.ended = once(this.child, 'close').then(([code]) => {
      process.off('exit', kill)
      this.heard()
      return code as number | null
    })
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.signs += text.length
      this.heard()
    })
  }

  /** Once it has written so many checkpoints, or ended. */
  async saved(count: number): Promise<void> {
    while (this.signs < count && this.child.exitCode === null && !this.child.signalCode) {
      await new Promise<void>((resolve) => (this.heard = resolve))
    }
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL')
    await this.ended
  }
}
