import type { Listed, Served, Service } from '../api/served.js'
import type { LiveFeed } from './live-feed.js'
import type { ServedProject } from './served-project.js'

/** All projects of a server. */
export class LiveService implements Service {
  readonly models: ReadonlyMap<string, Served>
  private readonly projects: readonly ServedProject[]
  private readonly feed: LiveFeed

  constructor(projects: readonly ServedProject[], feed: LiveFeed) {
    this.projects = projects
    this.feed = feed
    this.models = new Map(projects.map((one) => [one.name, one]))
  }

  subscribe(listen: (listed: Listed) => void, after?: number): () => void {
    return this.feed.subscribe(listen, after)
  }

  async close(): Promise<void> {
    await Promise.all(this.projects.map((one) => one.close()))
  }
}
