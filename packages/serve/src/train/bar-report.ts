import type { Counts } from '@coelho/runtime'
import { SingleBar } from 'cli-progress'
import type { Terminal } from '../terminal.js'
import { grouped, newsText, short } from '../text.js'
import { Comparison, type Report } from './report.js'
import type { WatchedSource } from './watched-source.js'

export interface BarOptions {
  readonly name: string
  /** The metric that is shown. */
  readonly bestBy: string
  /** Whether it ends once all there is was learned: then there is a bar. */
  readonly hasEnd: boolean
}

const REDRAW_MS = 250
/** To the beginning of the line, which is emptied. */
const CLEAR_LINE = '\r\x1b[K'

/** For people: a bar, or a line that counts, and above it what has happened. */
export function barReport(
  { out }: Terminal,
  watched: WatchedSource,
  { name, bestBy, hasEnd }: BarOptions,
): Report {
  const bar = hasEnd ? '{bar} {percentage}%  ' : ''
  const drawn = new SingleBar({
    format: `${name}  ${bar}{events} events  {speed}/s  ${bestBy} {metric}  {dead} dead  lag {lag}`,
    ...{ stream: out, barsize: 20, hideCursor: false, linewrap: false },
    ...{ barCompleteChar: '█', barIncompleteChar: '░' },
  })
  const shown = { events: '0', speed: '-', metric: '-', dead: '0', lag: '-' }
  const known = new Map<string, Counts>()
  const comparison = new Comparison()
  const draw = () => {
    const { value, total } = watched.progress
    drawn.setTotal(Math.max(1, total))
    drawn.update(value, { ...shown, lag: grouped(total - value) })
  }
  const note = (text: string) => {
    out.write(`${CLEAR_LINE}${text}\n`)
    draw()
  }
  drawn.start(1, 0, shown)
  const timer = setInterval(draw, REDRAW_MS)
  return {
    note,
    saved(manifest, counts, learning) {
      known.set(manifest.project, counts)
      const { eventsPerSecond, news } = comparison.since(manifest, learning, watched.records)
      shown.events = grouped(sum(known, ({ events }) => events))
      shown.dead = grouped(sum(known, ({ dead }) => dead))
      shown.speed = grouped(eventsPerSecond)
      shown.metric = short(learning.leader.valueOf(bestBy))
      for (const one of news) note(newsText(one))
    },
    end() {
      clearInterval(timer)
      draw()
      drawn.stop()
    },
  }
}

function sum(counts: ReadonlyMap<string, Counts>, of: (counts: Counts) => number): number {
  let total = 0
  for (const one of counts.values()) total += of(one)
  return total
}
