import { describe, expect, it } from 'vitest'
import type { Learning } from '../learning/learning.js'
import { bytesOf, stream, toys } from '../learning/toy-projects.test-support.js'
import { MemoryLog } from '../log/memory-log.js'
import type { AnyProject } from '../project/project.js'
import { LogSource } from '../source/log-source.js'
import { MemoryObjects } from '../store/memory-objects.js'
import { train } from './trainer.js'
import type { TrainerOptions } from './trainer-options.js'

async function logOf(events: readonly object[], partitions = 1): Promise<MemoryLog> {
  const log = new MemoryLog(partitions)
  await log.append(events.map((event) => ({ value: bytesOf(event) })))
  return log
}

function learn(project: AnyProject, log: MemoryLog, more: Partial<TrainerOptions> = {}) {
  const store = new MemoryObjects()
  return train(project, { source: new LogSource(log), store, untilDrained: true, ...more })
}

/** Notes after how many events, and of which shard, it was asked to look. */
function look(everyEvents: number) {
  const seen: [number, string][] = []
  const take = ({ counts }: Learning, shard: string) => void seen.push([counts.events, shard])
  return { seen, sampling: { everyEvents, take } }
}

describe('what is learned', () => {
  it('is looked at after each so many events, however many are learned at once', async () => {
    const log = await logOf(stream(1050))
    const { seen, sampling } = look(100)
    const { manifest } = await learn(toys(), log, { sampling })
    expect(seen).toEqual(Array.from({ length: 10 }, (_, i) => [100 * (i + 1), '']))
    expect(manifest.blob).toEqual((await learn(toys(), log)).manifest.blob)
  })

  it('is looked at where it would have been after a restart', async () => {
    const store = new MemoryObjects()
    const log = await logOf(stream(250))
    const { seen, sampling } = look(100)
    await learn(toys(), log, { store, sampling, everyEvents: 30 })
    await log.append(stream(200, { seed: 2 }).map((event) => ({ value: bytesOf(event) })))
    await learn(toys(), log, { store, sampling, everyEvents: 30 })
    expect(seen.map(([events]) => events)).toEqual([100, 200, 300, 400])
  })

  it('is no longer learned once who looks at it fails', async () => {
    const take = () => {
      throw new Error('it was dark')
    }
    const learning = learn(toys(), await logOf(stream(50)), { sampling: { everyEvents: 9, take } })
    await expect(learning).rejects.toThrow('it was dark')
  })

  it('is told of with its shard, whatever there is to tell', async () => {
    // In turn: of three partitions the last alone has a change.
    const [steady, swapped] = [stream(2000), stream(2000, { seed: 2, swapAt: 1000 })]
    const events = steady.flatMap((event, i) => [event, event, swapped[i]!])
    const { seen, sampling } = look(2000)
    const saved: string[] = []
    const drifts: string[] = []
    await learn(toys({ drift: {} }), await logOf(events, 3), {
      ...{ sharding: 'partition', sampling, everyMs: 1e9 },
      onSaved: ({ events, project }, _, __, shard) => saved.push(`${project} ${shard} ${events}`),
      onEvent: ({ kind, event }, shard) => {
        if (kind === 'drift' && event > 1000) drifts.push(shard)
      },
    })
    const shards = ['0', '1', '2']
    expect(seen.sort()).toEqual(shards.map((shard) => [2000, shard]))
    expect(saved.sort()).toEqual(shards.map((shard) => `toys.${shard} ${shard} 2000`))
    expect(new Set(drifts)).toEqual(new Set(['2']))
  })
})
