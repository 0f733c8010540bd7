import { defineConfig } from 'vitest/config'

/** What takes minutes, or much memory: `npm run test:slow`. One after the other, for what is measured is measured of a whole machine. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/slow/**/*.test.ts'],
    fileParallelism: false,
    // A hang guard, not a measure.
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
