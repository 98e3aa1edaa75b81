import type { Problem } from './messages.js'

/** The code of an example is a blob; whatever else stands in a stack is a module of the site. */
const inExample = /blob:[^\s)]*?:(\d+):\d+/

/** An error as the page shows it, with the line of the example that led to it. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof Error)) return { name: 'Thrown', message: String(error) }
  const line = inExample.exec(error.stack ?? '')?.[1]
  return { name: error.name, message: error.message, line: line ? Number(line) : undefined }
}
