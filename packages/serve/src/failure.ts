/** A command that cannot be done as it was given: nothing was begun. */
export const USAGE = 2
/** What nobody thought of. */
const BUG = 20
/** The disk, or what is on it. */
const STORE = 10

/** What was given cannot be used: says what came, what was expected, and what to do. */
export class UsageError extends Error {
  readonly exitCode: number = USAGE
}

/** How a command ends by an error: what a person is told, and the process's exit code. */
export interface Failure {
  readonly text: string
  readonly exitCode: number
}

/** What errors may carry: exit codes are the runtime's, `expected` is any of this project's. */
type Thrown = NodeJS.ErrnoException & Failure & { readonly expected: string }

export function failureOf(error: unknown, debug: boolean): Failure {
  const { exitCode, code, message, stack, expected } = error as Partial<Thrown>
  const told = debug && stack ? stack : (message ?? String(error))
  if (typeof exitCode === 'number') return { text: told, exitCode }
  if (typeof expected === 'string') return { text: told, exitCode: USAGE }
  if (isSystemCode(code)) return { text: told, exitCode: STORE }
  const kind = error instanceof Error ? `${error.name}: ` : ''
  const advice = debug ? '' : '\nThis should not happen. COELHO_DEBUG=1 shows where it did.'
  return { text: `${debug ? '' : kind}${told}${advice}`, exitCode: BUG }
}

/** `ENOENT`, `EACCES`, `ENOSPC`: the operating system refused. */
function isSystemCode(code: unknown): boolean {
  return typeof code === 'string' && /^E[A-Z]+$/.test(code)
}
