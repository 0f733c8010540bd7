import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const root = new URL('..', import.meta.url).pathname
// Hang guards, not measures.
const guards = { testTimeout: 300_000, hookTimeout: 300_000 }

/** What takes minutes, or much memory, or starts the program again and again: `npm run test:slow`. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...guards,
          root,
          name: 'programs',
          include: ['tests/**/*.slow.test.ts'],
          maxWorkers: Math.max(2, availableParallelism() - 1),
          sequence: { groupOrder: 0 },
        },
      },
      {
        // One after the other, for what is measured is measured of a whole machine.
        test: { ...guards, root, name: 'alone', include: ['tests/slow/**/*.test.ts'], maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
})
