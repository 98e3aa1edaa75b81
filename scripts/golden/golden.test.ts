import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as learners from '@coelho/learners'
import { describe, it } from 'vitest'
import { type GoldenFile, Replay } from './replay.js'

const folder = fileURLToPath(new URL('../../golden', import.meta.url))
const replay = new Replay(learners, folder)

describe('River’s values, step by step', () => {
  for (const name of readdirSync(join(folder, 'cases')).sort()) {
    const file: GoldenFile = JSON.parse(readFileSync(join(folder, 'cases', name), 'utf8'))
    for (const golden of file.cases) {
      it(`${file.river}: ${golden.name}`, () => replay.run(file, golden))
    }
  }
})
