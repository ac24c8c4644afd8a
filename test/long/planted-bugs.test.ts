import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasDesktop } from '../electron/support/desktop.ts'

const script = join(import.meta.dirname, '../electron/planted-bugs.mjs')

test.skipIf(!hasDesktop)('each bug that only shows inside Electron turns its journey red', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  console.log(stdout)
  expect(stderr).toBe('')
  expect(stdout.split('\n').filter((line) => line.startsWith('✓'))).toHaveLength(6)
  expect(status).toBe(0)
})
