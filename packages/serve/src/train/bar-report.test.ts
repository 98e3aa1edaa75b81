import { PassThrough } from 'node:stream'
import { LogSource, MemoryLog, MemoryObjects, train } from '@coelho/runtime'
import { describe, expect, it } from 'vitest'
import { sums } from '../sums.test-support.js'
import type { Output } from '../terminal.js'
import { barReport } from './bar-report.js'
import { lineReport } from './line-report.js'
import { type Report, tellFirst } from './report.js'
import { WatchedSource } from './watched-source.js'

/** Trains 3000 events, ten of them dead, and gives what was shown. */
async function shownBy(
  isTerminal: boolean,
  open: (terminal: never, watched: WatchedSource) => Report,
): Promise<string> {
  const log = new MemoryLog(2)
  const values = Array.from({ length: 3000 }, (_, i) =>
    i % 300 === 7 ? 'no event' : JSON.stringify(sums.event(i)),
  )
  await log.append(values.map((value) => ({ value, time: 0 })))
  const watched = new WatchedSource(new LogSource(log))
  const stream = Object.assign(new PassThrough(), { isTTY: isTerminal, columns: 120 })
  const report = open({ out: stream as Output, err: stream as Output } as never, watched)
  await train(sums.project, {
    ...{ source: watched, store: new MemoryObjects(), untilDrained: true },
    ...{ everyEvents: 1000, everyMs: 1e9, onSaved: report.saved },
    onDead: tellFirst(report.note, false),
  })
  report.end()
  return String(stream.read())
}

/** What is drawn, piece by piece: each of what moves the cursor begins with an escape. */
function plain(text: string): string[] {
  const parts = text.split('\u001b').map((part) => part.replace(/^(?:\[[\d;?]*[A-Za-z]|[78])/, ''))
  return parts.flatMap((part) => part.split(/[\r\n]/)).filter((part) => part.trim() !== '')
}

describe('what is shown of a trainer', () => {
  it('is a bar with numbers on a terminal, and above it the first dead letter', async () => {
    const options = { name: 'sums', bestBy: 'F1', hasEnd: true }
    const text = await shownBy(true, (terminal, watched) => barReport(terminal, watched, options))
    const drawn = plain(text)
    expect(drawn.at(-1)).toMatch(
      /^sums {2}█{20} 100% {2}3,000 events {2}[\d,]+\/s {2}F1 0\.\d{3} {2}10 dead {2}lag 0$/,
    )
    const notes = drawn.filter((part) => part.includes('could not be used'))
    expect(notes).toEqual([
      expect.stringMatching(/^an event could not be used, [01]\/\d+: is not JSON/),
    ])
  })

  it('has no bar where there is no end', async () => {
    const options = { name: 'sums', bestBy: 'F1', hasEnd: false }
    const text = await shownBy(true, (terminal, watched) => barReport(terminal, watched, options))
    expect(text).toContain('sums  3,000 events')
    expect(text).not.toMatch(/[█░%]/)
  })

  it('is a line of JSON for each checkpoint elsewhere', async () => {
    const text = await shownBy(false, lineReport)
    const [note, ...lines] = text.trim().split('\n')
    expect(note).toMatch(/^coelho: an event could not be used/)
    const told = lines.map((line) => JSON.parse(line))
    expect(told.map(({ events }) => events)).toEqual([1000, 2000, 3000])
    expect(told.map(({ lag }) => lag)).toEqual([2000, 1000, 0])
    expect(told[2]).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      ...{ project: 'sums', generation: 4, events: 3000, dead: 10, waiting: 0, lag: 0, news: [] },
      eventsPerSecond: expect.any(Number),
      metrics: {
        champion: expect.objectContaining({ F1: expect.any(Number) }),
        other: expect.objectContaining({ F1: expect.any(Number) }),
      },
    })
  })
})
