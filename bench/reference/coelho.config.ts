// The projects of the examples by River's own rules, where the examples know better ones: the two
// can be compared to the last digits only if they do the same.
import { metrics } from '@coelho/learners'
import { defineProject } from '@coelho/runtime'
import { cards, shop as clicks, trips } from '@coelho/runtime/generator'
import { defineConfig } from '@coelho/serve'
import arrival from '../../examples/arrival/project.js'
import fraud, { pipeline } from '../../examples/fraud/project.js'
import shop from '../../examples/shop/project.js'

export default defineConfig({
  projects: [
    defineProject({ ...fraud.options, pipeline: () => pipeline({ onlyRisingError: false }) }),
    arrival,
    defineProject({
      ...shop.options,
      metric: () => new metrics.Silhouette({ riverCompatible: true }),
    }),
  ],
  generators: { fraud: cards, arrival: trips, shop: clicks },
})
