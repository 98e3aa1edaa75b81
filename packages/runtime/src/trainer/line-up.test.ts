import { linearModel, metrics } from '@coelho/learners'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Checkpoints } from '../checkpoint/checkpoints.js'
import type { Learning } from '../learning/learning.js'
import { MemoryLog } from '../log/memory-log.js'
import { type AnyProject, defineProject } from '../project/project.js'
import { LogSource } from '../source/log-source.js'
import { MemoryObjects } from '../store/memory-objects.js'
import { train } from './trainer.js'
import { verify } from './verify.js'

function projectWith(challengers: Record<string, () => linearModel.LinearRegression>): AnyProject {
  return defineProject({
    name: 'lines',
    schema: z.object({ id: z.number(), x: z.number(), y: z.number() }),
    id: ({ id }) => id,
    knownLater: ['y'],
    features: ({ x }) => ({ x }),
    label: ({ y }) => y,
    pipeline: () => new linearModel.LinearRegression({ l2: 0.1 }),
    challengers,
    metric: () => new metrics.MAE(),
    bestBy: 'MAE',
  })
}

const alone = projectWith({})
const rivalled = projectWith({ plain: () => new linearModel.LinearRegression() })

async function grow(log: MemoryLog, from: number): Promise<void> {
  const values = Array.from({ length: 300 }, (_, i) => {
    const id = from + i
    return { value: JSON.stringify({ id, x: Math.sin(id), y: 3 * Math.sin(id) }), time: id }
  })
  await log.append(values)
}

async function learn(project: AnyProject, log: MemoryLog, store: MemoryObjects, more = {}) {
  const source = new LogSource(log)
  await train(project, { source, store, untilDrained: true, everyEvents: 50, ...more })
  return verify(project, new Checkpoints(store, project.name), log)
}

describe('a checkpoint is given again by a replay', () => {
  it('after a challenger was added, from where it was', async () => {
    const [log, store] = [new MemoryLog(), new MemoryObjects()]
    await grow(log, 0)
    expect(await learn(alone, log, store)).toMatchObject({ replayed: 300, isSame: true })
    await grow(log, 300)
    const verified = await learn(rivalled, log, store)
    expect(verified.isSame).toBe(true)
    expect(verified.replayed).toBeGreaterThan(200)
    expect(verified.replayed).toBeLessThan(300)
  })

  it('after a challenger was made the champion by hand', async () => {
    const [log, store] = [new MemoryLog(), new MemoryObjects()]
    await grow(log, 0)
    let saves = 0
    const onSaved = (_manifest: unknown, _counts: unknown, learning: Learning) => {
      if (++saves === 2) learning.promote('plain', rivalled)
    }
    const verified = await learn(rivalled, log, store, { onSaved })
    expect(verified.isSame).toBe(true)
    expect(verified.replayed).toBeLessThan(300)
    const newest = await new Checkpoints(store, rivalled.name).newest()
    expect(newest!.manifest.base.events + verified.replayed).toBe(300)
  })
})
