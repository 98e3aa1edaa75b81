import { cards, shop as clicks, trips } from '@coelho/runtime/generator'
import { defineConfig } from '@coelho/serve'
import arrival from './arrival/project.js'
import fraud from './fraud/project.js'
import shop from './shop/project.js'

export default defineConfig({
  projects: [fraud, arrival, shop],
  generators: { fraud: cards, arrival: trips, shop: clicks },
  store: '../.data/checkpoints',
})
