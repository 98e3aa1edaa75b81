// The moments at which a process may die: it is killed when it comes to one of them, by itself.

import type { EventSource, Feed } from '../source/event-source.js'
import { type Disk, machineDisk } from '../store/disk.js'

export const points = [
  'before the list of generations',
  'while a checkpoint is loaded',
  'before a claim',
  'while a witness is looked up',
  'before the seek',
  'while an event is learned',
  'before a snapshot is written',
  'between a snapshot and its name',
  'between a snapshot and its manifest',
  'between a manifest and its number',
  'before the folder of a manifest is brought to the disk',
  'after a checkpoint',
  'while old generations are removed',
  'when everything was read',
] as const

export type Point = (typeof points)[number]

/** Kills the process when it comes to a point for the nth time. */
export class Fate {
  private readonly point: string
  private left: number

  constructor(point: string, times: number) {
    this.point = point
    this.left = times
  }

  reach(point: Point): void {
    if (point !== this.point || --this.left !== 0) return
    process.kill(process.pid, 'SIGKILL')
    for (;;);
  }
}

export function dyingDisk(fate: Fate): Disk {
  let claims = 0
  const isManifest = (path: string) => /\/gen\//.test(path)
  return {
    ...machineDisk,
    async list(path) {
      fate.reach('before the list of generations')
      return machineDisk.list(path)
    },
    async read(path) {
      if (!isManifest(path)) fate.reach('while a checkpoint is loaded')
      return machineDisk.read(path)
    },
    async write(path, bytes) {
      if (isManifest(path)) {
        if (claims++ === 0) fate.reach('before a claim')
        fate.reach('between a snapshot and its manifest')
      } else {
        fate.reach('before a snapshot is written')
      }
      return machineDisk.write(path, bytes)
    },
    async link(from, to) {
      fate.reach(
        isManifest(to) ? 'between a manifest and its number' : 'between a snapshot and its name',
      )
      return machineDisk.link(from, to)
    },
    async syncFolder(path) {
      if (isManifest(`${path}/`)) {
        fate.reach('before the folder of a manifest is brought to the disk')
      }
      return machineDisk.syncFolder(path)
    },
    async remove(path) {
      if (!path.endsWith('~')) fate.reach('while old generations are removed')
      return machineDisk.remove(path)
    },
  }
}

export function dyingSource(source: EventSource, fate: Fate): EventSource {
  return { name: source.name, open: async () => dyingFeed(await source.open(), fate) }
}

function dyingFeed(feed: Feed, fate: Fate): Feed {
  return {
    async next() {
      const event = await feed.next()
      if (event.kind === 'drained') fate.reach('when everything was read')
      return event
    },
    async start(positions) {
      fate.reach('before the seek')
      return feed.start(positions)
    },
    async recordAt(partition, offset) {
      fate.reach('while a witness is looked up')
      return feed.recordAt(partition, offset)
    },
    close: () => feed.close(),
  }
}
