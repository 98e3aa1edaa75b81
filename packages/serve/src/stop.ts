import type { Terminal } from './terminal.js'

/** Asks a command to end when the process is asked to. */
export interface Stop {
  readonly signal: AbortSignal
  /** No longer listens. */
  release(): void
}

/** What a shell expects of a process that such a signal ended. */
const CODES = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * The first Ctrl-C, or SIGTERM, asks for a clean end, and is told; a second one ends the process at
 * once: what was not saved by then is learned again by the next run. When nobody reads the output
 * any more, as after `| head`, it is time to end, too.
 */
export function stopOnSignals(terminal: Terminal, onFirst: () => void): Stop {
  const controller = new AbortController()
  const hear = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(CODES[name as keyof typeof CODES])
    controller.abort()
    onFirst()
  }
  const unread = () => controller.abort()
  const names = Object.keys(CODES) as NodeJS.Signals[]
  for (const name of names) process.on(name, hear)
  terminal.out.on('error', unread)
  const release = () => {
    for (const name of names) process.off(name, hear)
    terminal.out.off('error', unread)
  }
  return { signal: controller.signal, release }
}
