import { expect, it, vi } from 'vitest'
import { DatasetWorker } from '../../../src-main/datasets/client.ts'
import { errorOf } from './pictures.ts'

vi.mock('../../../src-main/datasets/dataset.worker.ts?modulePath', () => ({
  default: `${import.meta.dirname}/crashing.worker.ts`,
}))

it('rejects what was pending when the thread dies, and starts a new one for the next call', async () => {
  const worker = new DatasetWorker()
  const pending = [worker.thumbnail({ path: 'a' }), worker.thumbnail({ path: 'b' })]
  for (const call of pending) expect((await errorOf('dataset/worker-died', call)).message).toContain('out of order')
  await errorOf('dataset/worker-died', worker.thumbnail({ path: 'c' }))
  await worker.close()
  await errorOf('cancelled', worker.thumbnail({ path: 'd' }))
})
