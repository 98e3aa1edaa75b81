import { parseArgs } from 'node:util'

/** What a contender is asked for; the same words for all, whatever the language. */
export function contenderArguments() {
  const { values } = parseArgs({
    options: {
      model: { type: 'string' },
      stream: { type: 'string' },
      variant: { type: 'string' },
      rows: { type: 'string' },
      shift: { type: 'string', default: '0' },
      before: { type: 'string', default: '0' },
      way: { type: 'string', default: 'test' },
      warm: { type: 'string', default: '5' },
      passes: { type: 'string', default: '3' },
    },
  })
  return {
    ...values,
    counts: values.rows.split(',').map(Number),
    shift: Number(values.shift),
    before: Number(values.before),
    warm: Number(values.warm),
    passes: Number(values.passes),
  }
}
