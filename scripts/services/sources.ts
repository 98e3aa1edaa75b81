// Sources of events that behave a little differently, for tests.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { EventSource, Feed } from '@coelho/runtime'

/** Positions in a file beside the model: what was handed on is read on from, learned or not. */
export function besides(source: EventSource, file: string): EventSource {
  return {
    ...wrapped(source),
    open: async () => {
      const feed = await source.open()
      const known = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : []
      const positions = new Map<string, number>(known)
      const next = async () => {
        const event = await feed.next()
        if (event.kind === 'batch') positions.set(event.batch.partition, event.batch.next)
        writeFileSync(file, JSON.stringify([...positions]))
        return event
      }
      const start = (told: ReadonlyMap<string, number>) => {
        const ours = [...told].map(([name, at]) => [name, positions.get(name) ?? at] as const)
        return feed.start(new Map(ours))
      }
      return forwarding(feed, { next, start })
    },
  }
}

/** A source but for its feed. */
export function wrapped({ name, sharding }: EventSource): Omit<EventSource, 'open'> {
  return sharding ? { name, sharding } : { name }
}

/** A feed, some of whose methods are others. */
export function forwarding(feed: Feed, own: Partial<Feed>): Feed {
  return {
    next: () => feed.next(),
    start: (positions) => feed.start(positions),
    recordAt: (partition, offset) => feed.recordAt(partition, offset),
    saved: (positions) => feed.saved?.(positions),
    close: () => feed.close(),
    ...own,
  }
}
