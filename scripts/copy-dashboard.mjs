// Puts the built pages of the dashboard into the package that serves them.
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './lib/run.mjs'

const to = join(root, 'packages/serve/dist/dashboard')
rmSync(to, { recursive: true, force: true })
cpSync(join(root, 'packages/dashboard/dist'), to, { recursive: true })
