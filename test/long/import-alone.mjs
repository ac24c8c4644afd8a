import { rmSync } from 'node:fs'
import { scanFolder } from '../../src-main/datasets/scan.ts'
import '../bench/overhead/worker-paths.mjs'

// What `many-files.test.ts` measures the memory of: an import, or the listing of a folder, in a process of its own.

const [deed, folder = '', out = ''] = process.argv.slice(2)

async function count() {
  if (deed === 'scan') return (await scanFolder({ folder })).entries.length
  const { DatasetWorker } = await import('../../src-main/datasets/client.ts')
  const worker = new DatasetWorker()
  const request = {
    source: { folder, layout: 'usual' },
    prepare: null,
    cacheFile: `${out}/cache`,
    journal: `${out}/journal`,
  }
  const { items } = await worker.import({ ...request, shares: [0.6, 0.2, 0.2] })
  await worker.close()
  rmSync(`${out}/cache`)
  return items.length
}

const counted = await count()
process.stdout.write(JSON.stringify({ counted, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }))
