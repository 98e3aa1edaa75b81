// A detector of anomalies behind Deno.serve: each reading is scored first, then learned.
//
//   deno run --allow-net=127.0.0.1 examples/deno/serve.ts          tries itself, and ends
//   deno run --allow-net=127.0.0.1 examples/deno/serve.ts 8000     serves on this port
import { anomaly, compose, datasets, metrics, preprocessing } from '@coelho/learners'

type Reading = Record<string, number>

const detector = compose.pipe(
  new preprocessing.MinMaxScaler(),
  new anomaly.HalfSpaceTrees({ nTrees: 25, seed: 42 }),
)

/** `POST /` with a list of readings gives a score for each: near 1 is odd, near 0 is usual. */
async function answer(request: Request): Promise<Response> {
  if (request.method !== 'POST') return new Response('POST a list of readings', { status: 405 })
  try {
    const readings: Reading[] = await request.json()
    const scores = readings.map((reading) => {
      const score = detector.scoreOne(reading)
      detector.learnOne(reading)
      return score
    })
    return Response.json(scores)
  } catch (error) {
    return Response.json({ error: String(error) }, { status: 400 })
  }
}

const [port] = Deno.args
const server = Deno.serve({ hostname: '127.0.0.1', port: Number(port ?? 0) }, answer) // says where
if (port === undefined) {
  await tryIt(`http://127.0.0.1:${server.addr.port}/`)
  await server.shutdown()
}

/** Sends 10,000 readings, of which the server is never told which are odd. */
async function tryIt(url: string): Promise<void> {
  const auc = new metrics.ROCAUC({ nThresholds: 100 })
  const options = { nSamples: 10_000, nAnomalies: 500, seed: 3 }
  const events = [...new datasets.synth.AnomalySine(options)]
  for (let at = 0; at < events.length; at += 500) {
    const block = events.slice(at, at + 500)
    const body = JSON.stringify(block.map(([reading]) => reading))
    const scores: number[] = await (await fetch(url, { method: 'POST', body })).json()
    for (const [i, score] of scores.entries()) auc.update(block[i][1], score)
    if ((at + 500) % 2500 === 0) {
      console.log(`${at + 500} readings: ROC AUC ${auc.get().toFixed(3)}`)
    }
  }
}
