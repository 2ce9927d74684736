import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // One worker a core: the default leaves one core to whoever watches.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/cli/faked/**', 'test/integration/**'],
          // Nothing here keeps a state, so what one file has loaded serves the next.
          isolate: false,
          // Property tests share two cores with the others: only a test that hangs is to be stopped.
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          // These run with rules of their own in the place of the real ones.
          name: 'faked',
          include: ['test/cli/faked/*.test.ts'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'integration',
          isolate: false,
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
