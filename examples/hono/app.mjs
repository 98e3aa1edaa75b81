// An endpoint that learns while it answers: who asks gets a guess and a number, and tells the truth
// by that number once it is known.
import { CoelhoError, metrics, tree } from '@coelho/learners'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'

/** So many guesses wait for the truth at most; the oldest are forgotten. */
const MOST_WAITING = 10_000

export function createApp(model = new tree.HoeffdingTreeClassifier({ gracePeriod: 50 })) {
  const accuracy = new metrics.Accuracy()
  const waiting = new Map()
  const counts = { asked: 0, learned: 0 }
  const app = new Hono()

  app.use(bodyLimit({ maxSize: 64 * 1024 }))

  app.post('/predict', async (c) => {
    const features = await c.req.json()
    const label = model.predictOne(features) // refuses what is no event
    const id = String(++counts.asked)
    waiting.set(id, { features, label })
    if (waiting.size > MOST_WAITING) waiting.delete(waiting.keys().next().value)
    const chances = Object.fromEntries(model.predictProbaOne(features))
    return c.json({ id, label: label ?? null, chances })
  })

  app.post('/learn', async (c) => {
    const { id, label } = (await c.req.json()) ?? {}
    const guess = waiting.get(id)
    if (!guess) return c.json({ error: 'nobody asked, or it was told already' }, 404)
    model.learnOne(guess.features, label)
    waiting.delete(id) // learned once, however often it is told
    // Judged by what was said then, not by what it would say now.
    if (guess.label !== undefined) accuracy.update(label, guess.label)
    counts.learned++
    return c.json({ learned: counts.learned })
  })

  app.get('/score', (c) => c.json({ ...counts, waiting: waiting.size, accuracy: accuracy.get() }))

  app.onError((error, c) => {
    const isTheirs = error instanceof CoelhoError || error instanceof SyntaxError
    if (!isTheirs) console.error(error)
    return c.json({ error: isTheirs ? error.message : 'it failed' }, isTheirs ? 400 : 500)
  })
  return app
}
