import { expect, test } from 'vitest'
import { RunConfig } from '../../../src-engine/spec/config.ts'
import { presetNetwork } from '../../../src-engine/spec/presets.ts'
import { openForWriting } from '../../../src-main/storage/open.ts'
import { readStore, writeStore } from '../../../src-main/storage/store.ts'
import { temporaryFolder } from '../support/temporary.ts'
import { writeOlderFile } from './support/older-file.ts'

test('nothing was predicted of the runs of an older file, and what is predicted of new ones is kept', async () => {
  const home = await temporaryFolder()
  writeOlderFile(home, 4)
  const db = openForWriting(home)
  const { runs } = readStore(db)
  expect(runs.detail('run1')?.predictedSeconds).toBeNull()
  const config = RunConfig.parse({ data: { source: 'data1' }, network: presetNetwork('mlp-2', [8, 8, 3], 2) })
  const run = {
    ...({
      name: null,
      kind: 'training',
      datasetId: 'data1',
      preset: 'mlp-2',
      config,
      classes: ['apple', 'pear'],
    } as const),
    ...{ parameterCount: 392, from: null, groupId: null },
  }
  writeStore(db).runs.insert({ ...run, id: 'new1', predictedSeconds: 61.5 })
  writeStore(db).runs.insert({ ...run, id: 'new2' })
  expect([runs.detail('new1')?.predictedSeconds, runs.detail('new2')?.predictedSeconds]).toEqual([61.5, null])
  db.close()
})
