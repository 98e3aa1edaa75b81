import { cards, shop as clicks, trips } from '@coelho/runtime/generator'
import { defineConfig } from '@coelho/serve'
import arrival from './examples/arrival/project.js'
import fraud from './examples/fraud/project.js'
import shop from './examples/shop/project.js'

export default defineConfig({
  projects: [fraud, arrival, shop],
  generators: { fraud: cards, arrival: trips, shop: clicks },
  store: 'checkpoints',
})
