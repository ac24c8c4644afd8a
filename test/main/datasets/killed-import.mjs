import { PrepareSpec } from '../../../src-engine/spec/data.ts'
import { importPictures } from '../../../src-main/datasets/import.ts'
import { scanFolder } from '../../../src-main/datasets/scan.ts'

// An import that `journal.test.ts` kills in its midst.

const [root = '', journal, cacheFile = ''] = process.argv.slice(2)
const folder = await scanFolder({ folder: root })
await importPictures({ folder, prepare: PrepareSpec.parse({}), shares: [0.6, 0.2, 0.2], cacheFile, journal })
