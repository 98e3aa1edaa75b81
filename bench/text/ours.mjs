// Ours on the titles, in a process of its own: node ours.mjs <model> <rows> <passes>
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { snapshot } from '@coelho/learners'
import { models } from './models.mjs'
import { folder } from './titles.mjs'

const [name, rows, passes] = process.argv.slice(2)
const train = read('train').slice(0, Number(rows))
const test = read('test')

const rates = []
let right = 0
let model
for (let pass = 0; pass < Number(passes); pass++) {
  model = models[name]()
  right = 0
  const start = performance.now()
  for (const { title, label } of train) {
    if (model.predictOne(title) === label) right++
    model.learnOne(title, label)
  }
  rates.push((1000 * train.length) / (performance.now() - start))
}
const hits = test.filter(({ title, label }) => model.predictOne(title) === label).length
const facts = {
  rowsPerSecond: rates.sort((a, b) => a - b)[rates.length >> 1],
  prequential: right / train.length,
  test: hits / test.length,
  snapshotBytes: snapshot.save(model).length,
}
console.log(JSON.stringify(facts))

function read(part) {
  const lines = readFileSync(join(folder, `${part}.jsonl`), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line))
}
