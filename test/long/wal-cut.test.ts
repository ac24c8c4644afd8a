import { test } from 'vitest'
import { expectPrefixes } from '../main/storage/support/cut-log.ts'

const CUTS = 200

for (const how of ['cut', 'zero'] as const)
  test(
    `a log ${how === 'cut' ? 'cut' : 'emptied'} at ${CUTS} places opens with the first of the acknowledged epochs`,
    () => expectPrefixes(CUTS, how),
    1_800_000,
  )
