/** A worker thread, of whichever kind the engine has. */
export interface Thread {
  /** What went wrong, as far as this thread has heard of it. */
  readonly failure: string | undefined
  end(): void
}

/** Not said where it is used, or bundlers take it for an asset. */
const FILE: string = './worker.js'

/** What web workers and those of Node have in common. */
interface AnyWorker {
  postMessage(message: unknown): void
  terminate(): unknown
  unref?(): void
  on?(event: 'error' | 'exit', listener: (cause: unknown) => void): void
  onerror?: ((event: { message?: string; preventDefault?(): void }) => void) | null
}

type NodeWorker = new (url: URL, options: object) => AnyWorker
interface NodeProcess {
  getBuiltinModule?(name: string): unknown
}

/**
 * Starts a worker and gives it the memory. It never keeps a program from ending; where it cannot
 * run it is never up, and `failure` says why once that is known.
 */
export function startThread(memory: SharedArrayBuffer): Thread {
  const thread: { failure: string | undefined; end(): void } = { failure: undefined, end() {} }
  try {
    const worker = startWorker()
    const fail = (cause: unknown) => {
      thread.failure ??= cause instanceof Error ? cause.message : String(cause)
    }
    worker.on?.('error', fail)
    worker.on?.('exit', () => fail('it has ended'))
    if (!worker.on) {
      worker.onerror = (event) => {
        event.preventDefault?.()
        fail(event.message ?? 'it could not be started')
      }
    }
    worker.unref?.()
    worker.postMessage(memory)
    thread.end = () => void worker.terminate()
  } catch (error) {
    thread.failure = error instanceof Error ? error.message : String(error)
  }
  return thread
}

function startWorker(): AnyWorker {
  const node = (globalThis as { process?: NodeProcess }).process
  const threads = node?.getBuiltinModule?.('node:worker_threads')
  const Own = (threads as { Worker?: NodeWorker } | undefined)?.Worker
  if (Own) return new Own(new URL(FILE, import.meta.url), { execArgv: [] })
  // Bundlers for the browser look for this very expression.
  return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }) as AnyWorker
}

/** True where there is shared memory, and this thread may wait for another one. */
export function mayShare(): boolean {
  try {
    const word = new Int32Array(new SharedArrayBuffer(4))
    return Atomics.wait(word, 0, 1, 0) === 'not-equal' // a page's own thread throws
  } catch {
    return false
  }
}
