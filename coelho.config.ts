// The reference projects by name, anywhere in this clone: `npx coelho train --project fraud`.
import config from './examples/coelho.config.js'

export default { ...config, store: '.data/checkpoints' }
