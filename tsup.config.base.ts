import { readdirSync } from 'node:fs'
import { defineConfig, type Options } from 'tsup'

/** One entry for the root and one for each folder that has an index: the subpaths of the package. */
export function libraryConfig(): ReturnType<typeof defineConfig> {
  const folders = readdirSync('src', { recursive: true, encoding: 'utf8' })
  const entry = folders.filter((file) => /(^|\/)index\.ts$/.test(file)).map((file) => `src/${file}`)
  const options: Options = {
    entry,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    splitting: true,
    sourcemap: true,
    clean: true,
  }
  return defineConfig(options)
}
