import type { Listed } from '../api/served.js'
import type { LiveEvent } from '../api/shapes.js'

/** So many events are kept for those who come back. */
const KEPT = 2000

/** What happens to all models, numbered in one order; those who were away hear what is kept. */
export class LiveFeed {
  private readonly kept: Listed[] = []
  private readonly listeners: Set<(listed: Listed) => void> = new Set()
  private id = 0

  tell(event: LiveEvent): void {
    const listed = { event, id: ++this.id }
    this.kept.push(listed)
    if (this.kept.length > 2 * KEPT) this.kept.splice(0, KEPT)
    for (const listen of this.listeners) listen(listed)
  }

  /** Everything of one model, or of all; `after` this number, else from now on. */
  subscribe(listen: (listed: Listed) => void, after?: number, model?: string): () => void {
    const hear = (listed: Listed) => {
      if (model === undefined || listed.event.model === model) listen(listed)
    }
    // Numbers begin anew with the process: a higher one was given by the one before.
    const since = after !== undefined && after > this.id ? 0 : after
    if (since !== undefined) for (const one of this.kept) if (one.id > since) hear(one)
    this.listeners.add(hear)
    return () => void this.listeners.delete(hear)
  }
}
