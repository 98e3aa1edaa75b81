import { metricsOf } from '../learned.js'
import { say, type Terminal } from '../terminal.js'
import { Comparison, type Report } from './report.js'
import type { WatchedSource } from './watched-source.js'

/** For programs: a line of JSON for each checkpoint. */
export function lineReport(terminal: Terminal, watched: WatchedSource): Report {
  const comparison = new Comparison()
  return {
    saved(manifest, { dead }, learning) {
      const { savedAt, project, generation, events, positions } = manifest
      const { eventsPerSecond, news } = comparison.since(manifest, learning, watched.records)
      const facts = {
        ...{ time: savedAt, project, generation, events, eventsPerSecond },
        ...{ metrics: metricsOf(learning), dead, waiting: learning.waiting.size },
        ...{ lag: watched.lag(positions), news },
      }
      terminal.out.write(`${JSON.stringify(facts)}\n`)
    },
    note: (text) => say(terminal, text),
    end() {},
  }
}
