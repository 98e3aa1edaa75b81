import type { Access } from '@coelho/kafka'
import type { GeneratedRecord } from '@coelho/runtime/generator'
import { SingleBar } from 'cli-progress'
import { stopOnSignals } from '../stop.js'
import type { Terminal } from '../terminal.js'
import { grouped } from '../text.js'
import { pace, type Sink, type Written } from './pace.js'
import { kafkaSink, lineSink, logSink } from './sinks.js'

/** Which events, how many, and how fast. */
export interface Pacing {
  readonly name: string
  readonly records: Iterable<GeneratedRecord>
  readonly rate: number | undefined
  readonly count: number | undefined
}

/** Where they go: a log, Kafka, or standard output. */
export interface Place {
  readonly log: string | undefined
  readonly partitions: number | undefined
  readonly kafka: Access | undefined
  readonly topics: { readonly events: string; readonly labels: string }
}

export async function runGenerate(
  { name, records, rate, count }: Pacing,
  place: Place,
  terminal: Terminal,
): Promise<void> {
  const sink = await openSink(place, terminal)
  const isLines = place.log === undefined && !place.kafka
  const bar = isLines ? undefined : progressBar(name, count, terminal)
  const stop = stopOnSignals(terminal, () => {})
  const begun = performance.now()
  let written: Written
  try {
    const { signal } = stop
    written = await pace(records, sink, { rate, count, signal, onWritten: (so) => bar?.draw(so) })
  } finally {
    bar?.stop()
    stop.release()
    await sink.close()
  }
  if (isLines) return
  const seconds = (performance.now() - begun) / 1000
  report(name, sink.name, written, seconds, terminal)
}

function openSink(
  { log, partitions, kafka, topics }: Place,
  terminal: Terminal,
): Promise<Sink> | Sink {
  if (kafka) return kafkaSink(kafka, topics)
  return log === undefined ? lineSink(terminal.out) : logSink(log, partitions)
}

function report(
  project: string,
  to: string,
  { events, labels }: Written,
  seconds: number,
  { out }: Terminal,
): void {
  const perSecond = Math.round(events / seconds)
  if (!out.isTTY) {
    const time = new Date().toISOString()
    const facts = { time, project, to, events, labels, eventsPerSecond: perSecond }
    out.write(`${JSON.stringify(facts)}\n`)
    return
  }
  const more = labels > 0 ? ` and ${grouped(labels)} labels` : ''
  const pace = `${seconds.toFixed(1)} s, ${grouped(perSecond)} a second`
  out.write(`${project}: ${grouped(events)} events${more} written to ${to} (${pace}).\n`)
}

/** On a terminal only: programs wait for the line at the end. */
function progressBar(
  name: string,
  count: number | undefined,
  { out }: Terminal,
): { draw(written: Written): void; stop(): void } | undefined {
  if (!out.isTTY) return undefined
  const part = count === undefined ? '' : '{bar} {percentage}%  '
  const bar = new SingleBar({
    ...{ format: `${name}  ${part}{events} events`, stream: out, barsize: 24 },
    ...{ barCompleteChar: '█', barIncompleteChar: '░', linewrap: false },
  })
  bar.start(Math.max(1, count ?? 1), 0, { events: '0' })
  return {
    draw: ({ events }) => bar.update(events, { events: grouped(events) }),
    stop: () => bar.stop(),
  }
}
