import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { mlflow } from '#services/ask.js'
import { buildProgram } from '#services/worker-process.js'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

it('the first program of the README works as it stands', async () => {
  const { uri } = await mlflow()
  const page = await readFile(here('../README.md'), 'utf8')
  const [, program = ''] = /```ts with-server\n([\s\S]*?)```/.exec(page) ?? []
  expect(program.split('\n').length).toBeLessThan(35)
  const folder = await mkdtemp(join(tmpdir(), 'coelho-readme-'))
  try {
    const file = join(folder, 'readme.ts')
    await writeFile(file, program.replace('http://localhost:5000', uri))
    const built = await buildProgram(pathToFileURL(file), folder)
    const { stdout } = await promisify(execFile)(process.execPath, [built])
    expect(stdout).toMatch(/^first 0\.9998\d*\n(first 0\.9998\d*\n)*report\.txt 11\n$/)
  } finally {
    await rm(folder, { recursive: true })
  }
})
