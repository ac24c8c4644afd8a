import '../outgoing.ts'
import { parentPort, workerData } from 'node:worker_threads'
import { serveKernelThread } from '../../src-engine/kernels/loader.ts'

/** One more thread for the kernels: it computes with the training worker until the model is closed. */
parentPort?.postMessage('ready')
serveKernelThread(workerData as Parameters<typeof serveKernelThread>[0])
