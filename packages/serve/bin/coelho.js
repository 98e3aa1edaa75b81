#!/usr/bin/env node
import { existsSync } from 'node:fs'

const program = new URL('../dist/program.js', import.meta.url)
if (existsSync(program)) {
  const { run } = await import(program.href)
  process.exitCode = await run(process.argv.slice(2))
} else {
  console.error('coelho: this copy is not built yet: run `npx turbo run build` in its repository.')
  process.exitCode = 2
}
