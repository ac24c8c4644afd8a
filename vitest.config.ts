import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { modulePath } from './build/module-path.ts'

export default defineConfig({
  plugins: [modulePath()],
  test: {
    // Two cores: more workers only take turns.
    maxWorkers: 2,
    // A busy machine takes its time.
    expect: { poll: { timeout: 45_000 } },
    projects: [
      { extends: true, test: { name: 'engine', include: ['test/engine/**/*.test.ts'], testTimeout: 300_000 } },
      { extends: true, test: { name: 'main', include: ['test/main/**/*.test.ts'], testTimeout: 120_000 } },
      {
        extends: true,
        plugins: [vue()],
        test: {
          name: 'renderer',
          include: ['test/renderer/**/*.test.ts'],
          setupFiles: ['test/renderer/warnings.ts'],
          environment: 'happy-dom',
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'electron',
          include: ['test/electron/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
