import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
    exclude: ['tests/slow/**', 'node_modules/**'],
    // A hang guard, not a measure: at least ten times what the slowest test needs.
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
