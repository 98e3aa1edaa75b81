import { defineConfig } from 'tsup'

/**
 * File by file, nothing merged: a namespace that stays an `export * as` shakes out of a user's
 * bundle, one that was merged into a chunk keeps every class it names.
 */
export function libraryConfig(): ReturnType<typeof defineConfig> {
  return defineConfig({
    entry: ['src/**/*.ts', '!src/**/*.test.ts', '!src/**/*.test-support.ts'],
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    bundle: false,
    sourcemap: true,
    clean: true,
  })
}
