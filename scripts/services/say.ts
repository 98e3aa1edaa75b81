/** Tells whoever started this process, see `WorkerProcess`. */
export function say(news: unknown): void {
  process.stdout.write(`${JSON.stringify(news)}\n`)
}
