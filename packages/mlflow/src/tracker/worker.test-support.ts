// A process that trains a project and tells MLflow of it. The test kills it again and again.
import { FileObjects, train } from '@coelho/runtime'
import { say } from '#services/say.js'
import { toyProject, toySource } from './toy.test-support.js'
import { track } from './tracker.js'

const [, , name = '', folder = '', uri = '', events = '0', pauseMs = '0'] = process.argv

async function main(): Promise<void> {
  const project = toyProject(name)
  const store = new FileObjects(`${folder}/store`)
  const tracker = await track(project, {
    ...{ mlflow: { uri }, store, folder: `${folder}/unsent`, everyEvents: 100 },
    artifactsEveryMs: 200,
  })
  const source = await toySource(Number(events))
  await train(project, {
    ...{ source, store, untilDrained: true, everyEvents: 100, everyMs: 1e9 },
    ...tracker.hooks,
    onSaved: (...saved) => {
      tracker.hooks.onSaved(...saved)
      say('saved')
      // Long enough for a kill to come in between.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(pauseMs))
    },
  })
  await tracker.finish({ withinMs: 60_000 })
}

void main()
