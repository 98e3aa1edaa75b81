import { defineConfig } from 'vitest/config'
import plain from './vitest.config.js'

/** Tests against real servers, which `scripts/services` starts. */
export default defineConfig({
  resolve: plain.resolve ?? {},
  test: {
    include: [
      'packages/*/src/**/*.service.test.ts',
      ...['deploy', 'examples', 'scripts'].map((folder) => `${folder}/**/*.service.test.ts`),
    ],
    globalSetup: 'scripts/services/setup.ts',
    maxWorkers: 1,
    testTimeout: 300_000,
    expect: plain.test?.expect ?? {},
    setupFiles: plain.test?.setupFiles ?? [],
    // The first one to ask for a server may have to install it.
    hookTimeout: 1_800_000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  },
})
