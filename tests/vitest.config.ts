import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/slow/**', 'tests/**/*.slow.test.ts', 'node_modules/**'],
    // Nothing is mocked: to load every module anew for each file took as long as half of the tests.
    isolate: false,
    // vitest leaves one core to itself: on a machine of two that halves the speed of tests that mostly wait for processes and sockets.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A hang guard, not a measure: at least ten times what the slowest test needs.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
