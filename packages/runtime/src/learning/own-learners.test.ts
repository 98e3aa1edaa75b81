import { compose, metrics, preprocessing, Regressor, type Row } from '@coelho/learners'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Checkpoints } from '../checkpoint/checkpoints.js'
import { MemoryLog } from '../log/memory-log.js'
import { defineProject } from '../project/project.js'
import { LogSource } from '../source/log-source.js'
import { MemoryObjects } from '../store/memory-objects.js'
import { train } from '../trainer/trainer.js'
import { verify } from '../trainer/verify.js'

/** Predicts what came last. */
class LastValue extends Regressor {
  static override readonly id = 'own.LastValue'
  static override readonly rules = {}
  static override readonly state = ['last']

  private last = 0

  learnRow(_: Row, y: number): void {
    this.last = y
  }

  predictRow(): number {
    return this.last
  }
}

const double = Object.assign((x: Record<string, number>) => ({ km: 2 * x['km']! }), {
  id: 'own.double',
})

const options = {
  name: 'ways',
  schema: z.object({ id: z.number(), km: z.number(), minutes: z.number() }),
  id: ({ id }: { id: number }) => id,
  features: ({ km }: { km: number }) => ({ km }),
  label: ({ minutes }: { minutes: number }) => minutes,
  pipeline: () =>
    compose.pipe(
      new compose.FuncTransformer({ func: double as never }),
      new preprocessing.StandardScaler(),
      new LastValue(),
    ),
  metric: () => new metrics.MAE(),
  bestBy: 'MAE',
}

describe('learners of the user', () => {
  it('are saved, loaded and replayed as any other, once the project names them', async () => {
    const project = defineProject({ ...options, learners: [LastValue, double] })
    const log = new MemoryLog()
    const events = Array.from({ length: 300 }, (_, id) => ({ id, km: id % 7, minutes: id % 5 }))
    await log.append(events.map((event) => ({ value: JSON.stringify(event) })))
    const store = new MemoryObjects()
    const plan = { source: new LogSource(log), store, untilDrained: true, everyEvents: 100 }
    await train(project, plan)
    await log.append([{ value: JSON.stringify({ id: 300, km: 1, minutes: 77 }) }])
    const { learning } = await train(project, plan)
    expect(learning.leader.model.predictOne?.({ km: 3 })).toBe(77)
    const replayed = await verify(project, new Checkpoints(store, 'ways'), log)
    expect(replayed).toMatchObject({ isSame: true, replayed: 301 })
  })

  it('are refused at once where it does not', () => {
    expect(() => defineProject(options)).toThrow(
      'option "pipeline" must be of what can be saved and loaded (classes of your own: option ' +
        '"learners"): it needs a class that is not among the given learners',
    )
  })
})
