import { parentPort } from 'node:worker_threads'

// Stands in for the dataset worker: dies at its first job.
parentPort?.on('message', () => {
  throw new Error('out of order')
})
