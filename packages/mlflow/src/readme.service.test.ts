import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { mlflow } from '#services/ask.js'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

it('the first program of the README works as it stands', async () => {
  const { uri } = await mlflow()
  const page = await readFile(here('../README.md'), 'utf8')
  const [, program = ''] = /```ts with-server\n([\s\S]*?)```/.exec(page) ?? []
  expect(program.split('\n').length).toBeLessThan(35)
  // In the repository, where Node finds undici.
  const folder = here('../../../.cache/mlflow-workers')
  const file = `${folder}/readme-${process.pid}`
  await mkdir(folder, { recursive: true })
  await writeFile(`${file}.ts`, program.replace('http://localhost:5000', uri))
  await build({
    entryPoints: [`${file}.ts`],
    ...{ outfile: `${file}.mjs`, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' },
    external: ['undici', 'zod', 'seedrandom', '@aws-sdk/client-s3', '@smithy/*'],
    tsconfig: here('../../../tsconfig.json'),
  })
  const { stdout } = await promisify(execFile)(process.execPath, [`${file}.mjs`])
  expect(stdout).toMatch(/^first 0\.9998\d*\n(first 0\.9998\d*\n)*report\.txt 11\n$/)
  await Promise.all([rm(`${file}.ts`), rm(`${file}.mjs`)])
})
