/** Where text goes; of a terminal `isTTY` is set. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }

/** What a command knows of the world around it. */
export interface Terminal {
  readonly out: Output
  readonly err: Output
  /** Relative paths start here. */
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** That of this process. Where its reader went away nothing is thrown: see `write`. */
export function processTerminal(): Terminal {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
  return { out: process.stdout, err: process.stderr, folder: process.cwd(), env: process.env }
}

/** Says something to a person, on a line of its own. */
export function say(terminal: Terminal, text: string): void {
  terminal.err.write(`coelho: ${text}\n`)
}

const SETTLED = ['drain', 'close', 'error'] as const

/** Writes, and waits where the reader is slower; `false` once there is no reader any more. */
export async function write(output: Output, text: string): Promise<boolean> {
  if (!output.writable) return false
  if (output.write(text)) return true
  return new Promise((resolve) => {
    const settle = () => {
      for (const name of SETTLED) output.off(name, settle)
      resolve(output.writable)
    }
    for (const name of SETTLED) output.on(name, settle)
  })
}
