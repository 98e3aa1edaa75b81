import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import plain from '../vitest.config.js'

/** The built site in Chromium: `npm run docs` comes first. */
export default defineConfig({
  resolve: plain.resolve ?? {},
  test: {
    root: fileURLToPath(new URL('.', import.meta.url)),
    include: ['seen/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    expect: plain.test?.expect ?? {},
    hookTimeout: 120_000,
  },
})
